package s3control

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/world"
)

type associateXML struct {
	XMLName xml.Name `xml:"AssociateAccessGrantsIdentityCenterRequest"`
	ARN     string   `xml:"IdentityCenterArn"`
}

// associateIdentityCenter lets users and groups of IAM Identity Center be
// grantees
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_AssociateAccessGrantsIdentityCenter.html).
func (q *request) associateIdentityCenter() error {
	var doc associateXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if _, err := q.allowInstance(nil); err != nil {
		return err
	}
	if doc.ARN == "" {
		return invalidIdentityCenter()
	}
	if err := q.allowCenter(doc.ARN); err != nil {
		return err
	}
	err := q.changeInstance(func(_ *world.Account, g *world.AccessGrants) error { g.IdentityCenter = true; return nil })
	if err != nil {
		return err
	}
	return q.ok()
}

// dissociateIdentityCenter takes the association back. Grants to users and
// groups stay, and are of no use.
func (q *request) dissociateIdentityCenter() error {
	g, err := q.allowInstance(nil)
	if err != nil {
		return err
	}
	if c := q.x.World.IdentityCenter; g.IdentityCenter && c != nil {
		if err := q.also(c.ApplicationARN(g.ARN), "sso:DeleteApplication"); err != nil {
			return err
		}
	}
	err = q.changeInstance(func(_ *world.Account, g *world.AccessGrants) error { g.IdentityCenter = false; return nil })
	if err != nil {
		return err
	}
	return q.noContent()
}
