package s3control

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

type putGrantsPolicyXML struct {
	XMLName      xml.Name `xml:"PutAccessGrantsInstanceResourcePolicyRequest"`
	Policy       string   `xml:"Policy"`
	Organization string   `xml:"Organization"`
}

type grantsPolicyXML struct {
	XMLName xml.Name
	Xmlns   string `xml:"xmlns,attr"`
	Policy  string `xml:"Policy"`
	Created string `xml:"CreatedAt"`
}

// putGrantsPolicy lets other accounts ask the instance
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutAccessGrantsInstanceResourcePolicy.html).
func (q *request) putGrantsPolicy() error {
	var body putGrantsPolicyXML
	if err := q.readXML(&body); err != nil {
		return err
	}
	g, err := q.allowInstance(nil)
	if err != nil {
		return err
	}
	if body.Organization != "" {
		return notEmulated("PutAccessGrantsInstanceResourcePolicy with an Organization")
	}
	doc, problems := iampolicy.Check([]byte(body.Policy), "", iampolicy.AccessGrants)
	if len(problems) > 0 {
		return failure(400, problems[0].Code, problems[0].Message)
	}
	if unknown := q.x.World.UnknownPrincipals(doc); len(unknown) > 0 {
		return failure(400, "InvalidResourcePolicy", "The specified Resource Policy is invalid")
	}
	policy := &world.Policy{Document: doc, JSON: []byte(body.Policy)}
	err = q.changeInstance(func(_ *world.Account, g *world.AccessGrants) error { g.Policy = policy; return nil })
	if err != nil {
		return err
	}
	return q.reply(grantsPolicyXML{xml.Name{Local: "PutAccessGrantsInstanceResourcePolicyResult"}, namespace, body.Policy, timeOf(g.Created)})
}

func (q *request) getGrantsPolicy() error {
	g, err := q.allowInstance(nil)
	switch {
	case err != nil:
		return err
	case g.Policy == nil:
		return noGrantsPolicy()
	}
	return q.reply(grantsPolicyXML{xml.Name{Local: "GetAccessGrantsInstanceResourcePolicyResult"}, namespace, string(g.Policy.JSON), timeOf(g.Created)})
}

func (q *request) deleteGrantsPolicy() error {
	if _, err := q.allowInstance(nil); err != nil {
		return err
	}
	err := q.changeInstance(func(_ *world.Account, g *world.AccessGrants) error { g.Policy = nil; return nil })
	if err != nil {
		return err
	}
	return q.noContent()
}
