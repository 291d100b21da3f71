package s3control

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type putPolicyXML struct {
	XMLName xml.Name `xml:"PutAccessPointPolicyRequest"`
	Policy  string   `xml:"Policy"`
}

// putAccessPointPolicy replaces the policy. The rules see the new one, because
// BlockPublicPolicy has a say in it, unless AWS would not take it at all.
func (q *request) putAccessPointPolicy() error {
	var body putPolicyXML
	if err := q.readXML(&body); err != nil {
		return err
	}
	p, ok := q.x.World.AccessPoint(q.account, q.name)
	if !ok {
		if err := q.ask(q.question(&world.AccessPoint{Name: q.name})); err != nil {
			return err
		}
		return noSuchAccessPoint(q.name)
	}
	doc, malformed := q.readPolicy(p, body.Policy)
	if err := q.ask(q.setting(p, doc)); err != nil {
		return err
	}
	if malformed != nil {
		return malformed
	}
	policy := &world.Policy{Document: doc, JSON: []byte(body.Policy)}
	err := q.changePoint(func(a *world.Account) error { a.AccessPoints[q.name].Policy = policy; return nil })
	if err != nil {
		return err
	}
	return q.ok()
}

// readPolicy reads a policy for p; the document is nil when AWS would refuse
// it.
func (q *request) readPolicy(p *world.AccessPoint, text string) (*authz.Document, error) {
	doc, problems := iampolicy.Check([]byte(text), "", iampolicy.AccessPoint(p.ARN))
	if len(problems) > 0 {
		return nil, failure(400, problems[0].Code, problems[0].Message)
	}
	if unknown := q.x.World.UnknownPrincipals(doc); len(unknown) > 0 {
		return nil, failure(400, "MalformedPolicy", "Invalid principal in policy", "Detail", `"AWS" : "`+unknown[0]+`"`)
	}
	return doc, nil
}

// withPolicy is existing for operations that need the policy, too.
func (q *request) withPolicy() (*world.AccessPoint, error) {
	p, err := q.existing()
	if err == nil && p.Policy == nil {
		err = failure(404, "NoSuchAccessPointPolicy", "The specified accesspoint policy does not exist", "AccessPointName", q.name)
	}
	return p, err
}

type policyXML struct {
	XMLName xml.Name `xml:"GetAccessPointPolicyResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	Policy  string   `xml:"Policy"`
}

func (q *request) getAccessPointPolicy() error {
	p, err := q.withPolicy()
	if err != nil {
		return err
	}
	return q.reply(policyXML{Xmlns: namespace, Policy: string(p.Policy.JSON)})
}

func (q *request) deleteAccessPointPolicy() error {
	if _, err := q.existing(); err != nil {
		return err
	}
	err := q.changePoint(func(a *world.Account) error { a.AccessPoints[q.name].Policy = nil; return nil })
	if err != nil {
		return err
	}
	return q.noContent()
}

type statusXML struct {
	XMLName xml.Name `xml:"GetAccessPointPolicyStatusResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	Public  bool     `xml:"PolicyStatus>IsPublic"`
}

// getAccessPointPolicyStatus asks the rules, which alone know what a public
// policy is: one that BlockPublicPolicy would refuse.
func (q *request) getAccessPointPolicyStatus() error {
	p, err := q.withPolicy()
	if err != nil {
		return err
	}
	question := q.setting(p, p.Policy.Document)
	question.Action, question.Probe = "s3:PutAccessPointPolicy", true
	question.S3.PublicAccess = authz.PublicAccessBlock{BlockPublicPolicy: true}
	_, decision, err := q.x.Ask(q.r.Context(), question)
	if err != nil {
		return err
	}
	return q.reply(statusXML{Xmlns: namespace, Public: decision.Verdicts[authz.S3BlockPublicAccess] == authz.ExplicitDeny})
}
