package s3control

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// An access is what GetDataAccess asks for.
type access struct {
	target, permission string
	// minimal: the credentials are for the target alone, not for all that the
	// grant is for.
	minimal bool
	lasts   time.Duration
}

type vendedXML struct {
	ID         string `xml:"AccessKeyId"`
	Secret     string `xml:"SecretAccessKey"`
	Token      string `xml:"SessionToken"`
	Expiration string `xml:"Expiration"`
}

type dataAccessXML struct {
	XMLName     xml.Name   `xml:"GetDataAccessResult"`
	Xmlns       string     `xml:"xmlns,attr"`
	Credentials vendedXML  `xml:"Credentials"`
	Matched     string     `xml:"MatchedGrantTarget"`
	Grantee     granteeXML `xml:"Grantee"`
}

// getDataAccess is
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetDataAccess.html:
// the policies and a grant have to allow it, which the rules decide in one, and
// the location's role has to trust S3 Access Grants.
func (q *request) getDataAccess() error {
	a, err := readAccess(q.r.URL.Query())
	if err != nil {
		return err
	}
	g, ok := q.instance()
	if !ok {
		_, err := q.allowInstance(nil)
		return err
	}
	grant, err := q.granted(g, a)
	if err != nil {
		return err
	}
	c, err := q.vend(g, grant, a)
	if err != nil {
		return err
	}
	return q.reply(dataAccessXML{Xmlns: namespace, Matched: grant.Scope, Grantee: granteeXML{grant.GranteeType, grant.Grantee},
		Credentials: vendedXML{c.AccessKeyID, c.Secret, c.Token, timeOf(c.ExpiresAt)}})
}

// The limits of the credentials' duration, in seconds.
const (
	shortest = 900
	usual    = 3600
	longest  = 43200
)

func readAccess(query url.Values) (*access, error) {
	a := &access{permission: query.Get("permission"), lasts: usual * time.Second, minimal: query.Get("privilege") == "Minimal"}
	var ok bool
	if a.target, ok = normalTarget(query.Get("target"), query.Get("targetType") == "Object"); !ok {
		return nil, invalidTarget(query.Get("target"))
	}
	for name, values := range map[string][]string{"permission": world.Permissions, "privilege": {"", "Default", "Minimal"}, "targetType": {"", "Object"}} {
		if !slices.Contains(values, query.Get(name)) {
			return nil, invalidValue(name, query.Get(name))
		}
	}
	if text := query.Get("durationSeconds"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < shortest || n > longest {
			return nil, invalidValue("durationSeconds", text)
		}
		a.lasts = time.Duration(n) * time.Second
	}
	return a, nil
}

// normalTarget is a target as the rules compare it with the scopes of grants: a
// prefix ends with *, an object does not.
func normalTarget(target string, object bool) (string, bool) {
	if !world.ValidLocationScope(target) || bucketOf(target) == "" {
		return "", false
	}
	if object {
		return target, strings.Contains(strings.TrimPrefix(target, "s3://"), "/")
	}
	return world.GrantScope(target, ""), true
}

// granted asks the rules about the call, with the grants of the instance, and
// returns the grant that covers it.
func (q *request) granted(g *world.AccessGrants, a *access) (*world.AccessGrant, error) {
	question := q.onGrants(q.account, g.ARN, g.Tags, nil)
	question.AccessGrants = &authz.AccessGrants{Target: a.target, Permission: a.permission, Identities: q.identities(g)}
	for _, one := range g.SortedGrants() {
		question.AccessGrants.Grants = append(question.AccessGrants.Grants, authz.AccessGrant{ID: one.ID, Scope: one.Scope, Permission: one.Permission, Grantee: one.Grantee})
	}
	call, d, err := q.x.Ask(q.r.Context(), question)
	switch {
	case err != nil:
		return nil, err
	case !d.Allowed:
		return nil, awsproto.Denial(awsproto.S3, call, d)
	}
	return g.Grants[d.Finding.Setting], nil
}
