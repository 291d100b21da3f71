package s3control

import (
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

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
