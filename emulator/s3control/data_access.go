package s3control

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
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

// vend assumes the location's role and narrows its credentials to what the grant
// is for.
func (q *request) vend(g *world.AccessGrants, grant *world.AccessGrant, a *access) (world.Credential, error) {
	arn := g.Locations[grant.Location].Role
	if err := q.assumable(g, arn); err != nil {
		return world.Credential{}, err
	}
	role, _ := q.x.World.Role(arn)
	scope := grant.Scope
	if a.minimal {
		scope = a.target
	}
	policy, ok := scopedPolicy(scope, a.permission)
	switch {
	case a.lasts > time.Duration(max(role.MaxSessionDuration, usual))*time.Second:
		return world.Credential{}, longerThanRole()
	case !ok:
		return world.Credential{}, policyTooLarge()
	}
	session := world.Session{
		Kind: authz.AssumedRole, Account: strings.Split(arn, ":")[4], Principal: role.Name, PrincipalID: role.ID, Name: q.sessionName(grant),
		Policies: []authz.Attached{{Name: "access grant " + grant.ID, Document: policy}},
		Keys:     map[string]string{"s3:AccessGrantsInstanceArn": g.ARN},
		IssuedAt: q.x.Now, ExpiresAt: q.x.Now.Add(a.lasts),
	}
	if calling := q.x.Identity.Principal.Session; q.enhanced() {
		session.Contexts = calling.Contexts
	} else {
		session.SourceIdentity = q.sourceIdentity()
	}
	return q.s.worlds.Issue(q.x.Now, session), nil
}

// sessionName is that of the vended session, which AWS does not document.
func (q *request) sessionName(grant *world.AccessGrant) string {
	name := "access-grants-" + grant.ID
	return name[:min(len(name), 64)]
}

// enhanced: the caller's session is identity-enhanced.
func (q *request) enhanced() bool {
	_, ok := q.x.World.DirectoryUser(q.x.Identity.Principal.Session)
	return ok
}

// sourceIdentity is what S3 Access Grants sets for a grantee of IAM. AWS's
// documentation says that it sets one, not which: the caller's unique id here.
func (q *request) sourceIdentity() string {
	if id := q.x.Identity.Principal.Caller.UniqueID; id != "" {
		return id
	}
	return q.x.Identity.Principal.Caller.Account
}

// assumable asks whether S3 Access Grants may assume a location's role: with a
// source identity, or for an identity-enhanced session with the user's context,
// which the caller has to be allowed to pass on
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-location-register.html,
// https://docs.aws.amazon.com/sagemaker/latest/dg/s3-access-grants-setup.html).
func (q *request) assumable(g *world.AccessGrants, arn string) error {
	role, ok := q.x.World.Role(arn)
	trust := []authz.Attached{}
	if ok && role.Trust != nil {
		trust = append(trust, authz.Attached{Name: "trust policy", Document: role.Trust.Document})
	}
	actions := []string{"sts:AssumeRole", "sts:SetSourceIdentity"}
	if q.enhanced() {
		if err := q.passContext(arn); err != nil {
			return err
		}
		actions[1] = "sts:SetContext"
	}
	for _, action := range actions {
		question := gate.Question{Action: action, Resource: arn, ResourceAccount: q.account, ResourcePolicy: trust, Context: q.trustKeys(g)}
		_, d, err := q.x.AskAs(q.r.Context(), world.ServicePrincipal(grantsService), question)
		if err != nil {
			return err
		}
		if !d.Allowed {
			return notAssumable(arn)
		}
	}
	if !ok {
		return notAssumable(arn)
	}
	return nil
}

func (q *request) trustKeys(g *world.AccessGrants) authz.Context {
	c := q.x.World.SourceContext(g.ARN, q.account)
	if !q.enhanced() {
		c["sts:SourceIdentity"] = authz.One(q.sourceIdentity())
		return c
	}
	contexts := q.x.Identity.Principal.Session.Contexts
	c["sts:RequestContextProviders"] = authz.Many(world.ContextProvider)
	for key, value := range q.x.World.IdentityContext(contexts) {
		c["sts:RequestContext/"+key] = value
	}
	return c
}

// callersOwn has a role's trust policy leave the question to the policies of the
// caller's account: S3 Access Grants is asked about the trust policy itself.
func (q *request) callersOwn() []authz.Attached {
	account := q.x.Identity.Principal.Caller.Account
	return []authz.Attached{{Name: "S3 Access Grants", Document: &authz.Document{Version: "2012-10-17", Statements: []authz.Statement{{
		Effect: "Allow", Principal: &authz.Principals{AWS: []string{account}}, Action: []string{"sts:SetContext"},
	}}}}}
}

// passContext asks whether the caller may hand the context of its session on.
func (q *request) passContext(arn string) error {
	question := gate.Question{Action: "sts:SetContext", Resource: arn, ResourceAccount: q.account, ResourcePolicy: q.callersOwn(), Via: grantsService,
		Context: authz.Context{"sts:RequestContextProviders": authz.Many(world.ContextProvider)}}
	_, d, err := q.x.Ask(q.r.Context(), question)
	if err == nil && !d.Allowed {
		err = notAssumable(arn)
	}
	return err
}
