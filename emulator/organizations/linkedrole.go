package organizations

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// The service-linked role that an organization with all features has in every
// account that it makes or that makes it
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services-using_slrs.html).
const (
	linkedRole     = "AWSServiceRoleForOrganizations"
	linkedRolePath = "/aws-service-role/" + servicePrincipal + "/"
	linkedPolicy   = "arn:aws:iam::aws:policy/aws-service-role/AWSOrganizationsServiceTrustPolicy"

	servicePrincipal = "organizations.amazonaws.com"
)

// linkRole gives an account the role, unless it has it or needs none.
func (r *request) linkRole(a *world.Account, o *world.Organization) {
	if o.FeatureSet != world.AllFeatures || a.Roles[linkedRole] != nil {
		return
	}
	a.Roles[linkedRole] = &world.Role{
		ID: newRoleID(a, linkedRolePath, linkedRole), Path: linkedRolePath, ServiceLinked: true, Managed: []string{linkedPolicy}, Created: r.x.Now,
		Description: "Service-linked role used by AWS Organizations to enable integration of other AWS services with Organizations.",
		Trust:       world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + servicePrincipal + `"},"Action":"sts:AssumeRole"}]}`),
	}
}

// mayLinkRole asks whether the caller may have the role made, if it has to be.
func (r *request) mayLinkRole(o *world.Organization) *awsproto.Error {
	a := r.x.World.Accounts[r.account()]
	if o.FeatureSet != world.AllFeatures || a.Roles[linkedRole] != nil {
		return nil
	}
	_, d, err := r.x.Ask(r.ctx, gate.Question{
		Action: "iam:CreateServiceLinkedRole", Resource: "arn:aws:iam::" + a.ID + ":role" + linkedRolePath + linkedRole,
		ResourceAccount: a.ID, Via: servicePrincipal,
		Context: authz.Context{"iam:AWSServiceName": authz.One(servicePrincipal), "aws:RequestedRegion": authz.One("us-east-1")},
	})
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return noDependency()
	}
	return nil
}
