package organizations

import (
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// What members may ask of the organization, as far as their own policies allow
// it, too: the organization is the management account's, and this its policy on
// it. Every operation's page in
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
// says who may call it.
const (
	ownStatements = `{"Sid":"Members","Effect":"Allow","Principal":"*","Resource":"*",
		"Action":["organizations:DescribeOrganization","organizations:LeaveOrganization",
			"organizations:DescribeHandshake","organizations:ListHandshakesForAccount"]},
	{"Sid":"OwnAccount","Effect":"Allow","Principal":"*","Action":"organizations:DescribeEffectivePolicy",
		"Resource":"arn:aws:organizations::*:account/*/${aws:PrincipalAccount}"}`
	lookStatement = `{"Sid":"DelegatedAdministrators","Effect":"Allow","Principal":"*","Resource":"*",
		"Action":["organizations:Describe*","organizations:List*"]}`
)

var (
	memberPolicy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + ownStatements + `]}`)
	// delegatePolicy is for delegated administrators of a service, who may
	// look at everything
	// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html).
	delegatePolicy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + ownStatements + `,` + lookStatement + `]}`)
)

// invited is what lets an account outside answer its invitation; that it is its
// own, the service sees to.
var invited = []authz.Attached{{Name: "invitation", Document: world.MustPolicy(`{"Version":"2012-10-17","Statement":[
	{"Sid":"Invited","Effect":"Allow","Principal":"*","Resource":"arn:aws:organizations::*:handshake/*/invite/*",
		"Action":["organizations:AcceptHandshake","organizations:DeclineHandshake","organizations:DescribeHandshake"]}]}`).Document}}

// delegation is what lets the caller's account, a member, ask the organization.
func (r *request) delegation(o *world.Organization) []authz.Attached {
	all := []authz.Attached{{Name: "members", Document: memberPolicy.Document}}
	if len(o.DelegatedAdministrators[r.account()]) > 0 {
		all = []authz.Attached{{Name: "delegated administrators", Document: delegatePolicy.Document}}
	}
	if o.ResourcePolicy != nil {
		all = append(all, authz.Attached{Name: "delegation policy", Document: o.ResourcePolicy.Policy.Document})
	}
	return all
}
