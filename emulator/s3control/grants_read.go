package s3control

import (
	"encoding/xml"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// allowOneGrant asks for the operation's action on the grant of the request.
func (q *request) allowOneGrant() (*world.AccessGrant, error) {
	var grant *world.AccessGrant
	var tags map[string]string
	g, ok := q.instance()
	if ok {
		if grant = g.Grants[q.name]; grant != nil {
			tags = grant.Tags
		}
	}
	if err := q.ask(q.onGrants(q.account, q.instanceARN()+"/grant/"+q.name, tags, nil)); err != nil {
		return nil, err
	}
	switch {
	case !ok:
		return nil, noInstance()
	case grant == nil:
		return nil, noGrant()
	}
	return grant, nil
}

func (q *request) getGrant() error {
	g, err := q.allowOneGrant()
	if err != nil {
		return err
	}
	doc := grantOf(g, "GetAccessGrantResult")
	doc.Xmlns = namespace
	return q.reply(doc)
}

func (q *request) deleteGrant() error {
	if _, err := q.allowOneGrant(); err != nil {
		return err
	}
	err := q.changeInstance(func(_ *world.Account, g *world.AccessGrants) error {
		if g.Grants[q.name] == nil {
			return noGrant()
		}
		delete(g.Grants, q.name)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

type grantsXML struct {
	XMLName xml.Name   `xml:"ListAccessGrantsResult"`
	Xmlns   string     `xml:"xmlns,attr"`
	Token   string     `xml:"NextToken,omitempty"`
	List    []grantXML `xml:"AccessGrantsList>AccessGrant"`
}

// listGrants lists grants by id, those that the filters name.
func (q *request) listGrants() error {
	g, err := q.allowInstance(nil)
	if err != nil {
		return err
	}
	some, token, err := page(q, q.filtered(g.SortedGrants()), func(g *world.AccessGrant) string { return g.ID })
	if err != nil {
		return err
	}
	doc := grantsXML{Xmlns: namespace, Token: token}
	for _, one := range some {
		doc.List = append(doc.List, grantOf(one, "AccessGrant"))
	}
	return q.reply(doc)
}

func (q *request) filtered(all []*world.AccessGrant) []*world.AccessGrant {
	query := q.r.URL.Query()
	asks := func(key, value string) bool { return !query.Has(key) || query.Get(key) == value }
	return slices.DeleteFunc(all, func(g *world.AccessGrant) bool {
		return !asks("granteetype", g.GranteeType) || !asks("granteeidentifier", g.Grantee) || !asks("permission", g.Permission) ||
			!asks("grantscope", g.Scope) || !asks("application_arn", "ALL")
	})
}

type callerGrantXML struct {
	Permission  string `xml:"Permission"`
	Scope       string `xml:"GrantScope"`
	Application string `xml:"ApplicationArn"`
}

type callerGrantsXML struct {
	XMLName xml.Name         `xml:"ListCallerAccessGrantsResult"`
	Xmlns   string           `xml:"xmlns,attr"`
	Token   string           `xml:"NextToken,omitempty"`
	List    []callerGrantXML `xml:"CallerAccessGrantsList>AccessGrant"`
}

// listCallerGrants lists the grants that the caller can use
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListCallerAccessGrants.html).
func (q *request) listCallerGrants() error {
	g, err := q.allowInstance(nil)
	if err != nil {
		return err
	}
	mine := append(q.identities(g), q.x.Identity.Principal.Caller.PrincipalARN)
	all := slices.DeleteFunc(q.filtered(g.SortedGrants()), func(one *world.AccessGrant) bool { return !slices.Contains(mine, one.Grantee) })
	some, token, err := page(q, all, func(g *world.AccessGrant) string { return g.ID })
	if err != nil {
		return err
	}
	doc := callerGrantsXML{Xmlns: namespace, Token: token}
	for _, one := range some {
		doc.List = append(doc.List, callerGrantXML{one.Permission, one.Scope, "ALL"})
	}
	return q.reply(doc)
}

// identities are those of the caller's session that the instance knows: none
// unless it is associated with IAM Identity Center.
func (q *request) identities(g *world.AccessGrants) []string {
	if !g.IdentityCenter {
		return nil
	}
	return q.x.World.Identities(q.x.Identity.Principal.Session)
}

type forPrefixXML struct {
	XMLName xml.Name `xml:"GetAccessGrantsInstanceForPrefixResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	ARN     string   `xml:"AccessGrantsInstanceArn"`
	ID      string   `xml:"AccessGrantsInstanceId"`
}

// getGrantsInstanceForPrefix finds the instance to ask about data: that of the
// account that owns the bucket, in its Region
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessGrantsInstanceForPrefix.html).
func (q *request) getGrantsInstanceForPrefix() error {
	prefix := q.r.URL.Query().Get("s3prefix")
	if !world.ValidLocationScope(prefix) || bucketOf(prefix) == "" {
		return invalidTarget(prefix)
	}
	owner := q.account
	b, known := q.x.World.Bucket(bucketOf(prefix))
	if known {
		owner = b.Account
	}
	g, ok := q.instanceOf(owner)
	var tags map[string]string
	if ok {
		tags = g.Tags
	}
	if err := q.ask(q.onGrants(owner, world.AccessGrantsARN(q.x.Region, owner), tags, nil)); err != nil {
		return err
	}
	if !ok || !known || b.Region != g.Region {
		return noInstance()
	}
	return q.reply(forPrefixXML{Xmlns: namespace, ARN: g.ARN, ID: instanceID})
}
