package s3control

import (
	"encoding/xml"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

type granteeXML struct {
	Type string `xml:"GranteeType"`
	ID   string `xml:"GranteeIdentifier"`
}

type configurationXML struct {
	SubPrefix string `xml:"S3SubPrefix"`
}

type createGrantXML struct {
	XMLName       xml.Name         `xml:"CreateAccessGrantRequest"`
	Location      string           `xml:"AccessGrantsLocationId"`
	Configuration configurationXML `xml:"AccessGrantsLocationConfiguration"`
	Grantee       granteeXML       `xml:"Grantee"`
	Permission    string           `xml:"Permission"`
	Application   string           `xml:"ApplicationArn"`
	PrefixType    string           `xml:"S3PrefixType"`
	Tags          []tagXML         `xml:"Tags>Tag"`
}

type grantXML struct {
	XMLName       xml.Name
	Xmlns         string            `xml:"xmlns,attr,omitempty"`
	Created       string            `xml:"CreatedAt"`
	ID            string            `xml:"AccessGrantId"`
	ARN           string            `xml:"AccessGrantArn"`
	Grantee       granteeXML        `xml:"Grantee"`
	Permission    string            `xml:"Permission"`
	Location      string            `xml:"AccessGrantsLocationId"`
	Configuration *configurationXML `xml:"AccessGrantsLocationConfiguration"`
	Scope         string            `xml:"GrantScope"`
}

func grantOf(g *world.AccessGrant, element string) grantXML {
	doc := grantXML{XMLName: xml.Name{Local: element}, Created: timeOf(g.Created), ID: g.ID, ARN: g.ARN,
		Grantee: granteeXML{g.GranteeType, g.Grantee}, Permission: g.Permission, Location: g.Location, Scope: g.Scope}
	if g.SubPrefix != "" {
		doc.Configuration = &configurationXML{g.SubPrefix}
	}
	return doc
}

// createGrant is
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessGrant.html.
func (q *request) createGrant() error {
	var doc createGrantXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	q.name = doc.Location
	if err := q.allowGrant(&doc); err != nil {
		return err
	}
	l, err := q.locationFor(&doc)
	if err != nil {
		return err
	}
	made := &world.AccessGrant{Location: doc.Location, SubPrefix: doc.Configuration.SubPrefix, Permission: doc.Permission,
		GranteeType: doc.Grantee.Type, Grantee: doc.Grantee.ID, Tags: tagMap(doc.Tags), Created: q.x.Now}
	err = q.changeInstance(func(a *world.Account, g *world.AccessGrants) error {
		if g.Locations[doc.Location] == nil {
			return noLocation()
		}
		return addGrant(a, g, made)
	})
	if err != nil {
		return err
	}
	made.ARN, made.Scope = q.instanceARN()+"/grant/"+made.ID, world.GrantScope(l.Scope, made.SubPrefix)
	out := grantOf(made, "CreateAccessGrantResult")
	out.Xmlns = namespace
	return q.reply(out)
}

// allowGrant asks what it takes to make a grant: the operation on the location,
// and to look a directory user or group up.
func (q *request) allowGrant(doc *createGrantXML) error {
	arn := q.instanceARN() + "/location/" + doc.Location
	if err := q.ask(q.onGrants(q.account, arn, nil, requestTagsOf(doc.Tags))); err != nil {
		return err
	}
	if err := q.allowTagging(q.instanceARN(), doc.Tags); err != nil {
		return err
	}
	c := q.x.World.IdentityCenter
	look := map[string]string{world.GranteeDirectoryUser: "identitystore:DescribeUser", world.GranteeDirectoryGroup: "identitystore:DescribeGroup"}[doc.Grantee.Type]
	if look == "" || c == nil {
		return nil
	}
	if err := q.also(c.InstanceARN(), "sso:DescribeInstance"); err != nil {
		return err
	}
	if err := q.also(c.ApplicationARN(q.instanceARN()), "sso:DescribeApplication"); err != nil {
		return err
	}
	return q.also(c.StoreARN(), look)
}

// locationFor is the location of a grant that can be made.
func (q *request) locationFor(doc *createGrantXML) (*world.GrantsLocation, error) {
	g, ok := q.instance()
	if !ok {
		return nil, noInstance()
	}
	l := g.Locations[doc.Location]
	switch {
	case l == nil:
		return nil, noLocation()
	case doc.Application != "":
		return nil, notEmulated("CreateAccessGrant with an ApplicationArn")
	case !slices.Contains(world.Permissions, doc.Permission), !slices.Contains(world.GranteeTypes, doc.Grantee.Type),
		doc.PrefixType != "" && doc.PrefixType != "Object", !q.hasGrantee(g, doc.Grantee):
		return nil, invalidGrant()
	}
	sub := doc.Configuration.SubPrefix
	object := doc.PrefixType == "Object"
	if l.Scope == "s3://" && sub == "" || object && (sub == "" || strings.HasSuffix(sub, "*")) {
		return nil, invalidGrant()
	}
	if b, ok := q.x.World.Bucket(bucketOf(world.GrantScope(l.Scope, sub))); !ok || b.Region != q.x.Region {
		return nil, invalidGrant()
	}
	return l, checkTags(doc.Tags)
}

// hasGrantee: the grantee can be one. That a user or role exists is not looked
// at: it may be another account's.
func (q *request) hasGrantee(g *world.AccessGrants, grantee granteeXML) bool {
	if grantee.Type == world.GranteeIAM {
		return world.ValidGrantee(grantee.ID)
	}
	return g.IdentityCenter && q.x.World.IdentityCenter.HasGrantee(grantee.Type, grantee.ID)
}

// addGrant adds a grant unless there is one like it.
func addGrant(owner *world.Account, to *world.AccessGrants, made *world.AccessGrant) error {
	for _, g := range to.Grants {
		if g.Location == made.Location && g.SubPrefix == made.SubPrefix && g.Permission == made.Permission &&
			g.GranteeType == made.GranteeType && g.Grantee == made.Grantee {
			return grantExists()
		}
	}
	if to.Grants == nil {
		to.Grants = map[string]*world.AccessGrant{}
	}
	made.ID = owner.MakeID(to.ARN + "/grant")
	to.Grants[made.ID] = made
	return nil
}
