package s3

import (
	"encoding/xml"
	"io"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

const xsi = "http://www.w3.org/2001/XMLSchema-instance"

type aclXML struct {
	XMLName xml.Name   `xml:"AccessControlPolicy"`
	Xmlns   string     `xml:"xmlns,attr,omitempty"`
	Owner   *ownerXML  `xml:"Owner"`
	List    *grantsXML `xml:"AccessControlList"`
}

type ownerXML struct {
	ID          string `xml:"ID"`
	DisplayName string `xml:"DisplayName,omitempty"`
}

type grantsXML struct {
	Grants []grantXML `xml:"Grant"`
}

type grantXML struct {
	Grantee    granteeXML `xml:"Grantee"`
	Permission string     `xml:"Permission"`
}

type granteeXML struct {
	Attrs       []xml.Attr `xml:",any,attr"`
	ID          string     `xml:"ID,omitempty"`
	DisplayName string     `xml:"DisplayName,omitempty"`
	URI         string     `xml:"URI,omitempty"`
	Email       string     `xml:"EmailAddress,omitempty"`
}

func (g granteeXML) kind() string {
	for _, a := range g.Attrs {
		if a.Name.Local == "type" {
			return a.Value
		}
	}
	return ""
}

// parseACL reads an <AccessControlPolicy>: its owner's canonical id and its
// grants. Grants to nobody are an empty, non-nil list.
func parseACL(body io.Reader) (owner string, grants []authz.Grant, err *awsproto.Error) {
	malformed := failure(400, "MalformedACLError", malformedXML().Message)
	var doc aclXML
	if decodeXML(body, &doc) != nil || doc.Owner == nil || doc.Owner.ID == "" || doc.List == nil {
		return "", nil, malformed
	}
	grants = []authz.Grant{}
	for _, g := range doc.List.Grants {
		if !slices.Contains(permissions, g.Permission) {
			return "", nil, malformed
		}
		grantee := ""
		switch g.Grantee.kind() {
		case "CanonicalUser":
			grantee = g.Grantee.ID
		case "Group":
			if !isGroup(g.Grantee.URI) {
				return "", nil, invalidArgument("Invalid group uri", "Group/URI", g.Grantee.URI)
			}
			grantee = g.Grantee.URI
		case "AmazonCustomerByEmail":
			return "", nil, methodNotAllowed("PUT", "ACL")
		}
		if grantee == "" {
			return "", nil, malformed
		}
		grants = append(grants, authz.Grant{Grantee: grantee, Permission: g.Permission})
	}
	return doc.Owner.ID, grants, nil
}

// renderACL is the document that GetBucketAcl and GetObjectAcl return. AWS
// documents no order; groups, which have no canonical id, come first, where
// clients that sort by it expect them.
func (q *request) renderACL(owner string, grants []authz.Grant) *aclXML {
	doc := &aclXML{Xmlns: namespace, Owner: q.person(owner), List: &grantsXML{}}
	groups := slices.DeleteFunc(slices.Clone(grants), func(g authz.Grant) bool { return !isGroup(g.Grantee) })
	accounts := slices.DeleteFunc(slices.Clone(grants), func(g authz.Grant) bool { return isGroup(g.Grantee) })
	for _, g := range append(groups, accounts...) {
		grantee := granteeXML{Attrs: []xml.Attr{
			{Name: xml.Name{Local: "xmlns:xsi"}, Value: xsi},
			{Name: xml.Name{Local: "xsi:type"}, Value: "CanonicalUser"},
		}}
		if isGroup(g.Grantee) {
			grantee.Attrs[1].Value = "Group"
			grantee.URI = g.Grantee
		} else {
			grantee.ID, grantee.DisplayName = g.Grantee, q.displayName(g.Grantee)
		}
		doc.List.Grants = append(doc.List.Grants, grantXML{Grantee: grantee, Permission: g.Permission})
	}
	return doc
}
