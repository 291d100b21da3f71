package organizations

import (
	"maps"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// serviceKey is the condition key of requests about an AWS service.
func serviceKey(principal string) authz.Context {
	return authz.Context{"organizations:ServicePrincipal": authz.One(principal)}
}

// checkService: which services work with Organizations, the lab does not know.
func checkService(principal string) *awsproto.Error {
	if !strings.HasSuffix(principal, ".amazonaws.com") {
		return unknownService()
	}
	return nil
}

// enableAWSServiceAccess is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html.
func (r *request) enableAWSServiceAccess(in *sdk.EnableAWSServiceAccessInput) *awsproto.Error {
	if err := r.trusts(*in.ServicePrincipal); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		if o.FeatureSet != world.AllFeatures {
			return needsAllFeatures()
		}
		if _, already := o.TrustedServices[*in.ServicePrincipal]; !already {
			o.TrustedServices[*in.ServicePrincipal] = r.x.Now
		}
		return nil
	})
}

// disableAWSServiceAccess is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisableAWSServiceAccess.html.
func (r *request) disableAWSServiceAccess(in *sdk.DisableAWSServiceAccessInput) *awsproto.Error {
	if err := r.trusts(*in.ServicePrincipal); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		delete(o.TrustedServices, *in.ServicePrincipal)
		return nil
	})
}

// trusts is asked for changes of which services are trusted.
func (r *request) trusts(service string) *awsproto.Error {
	if err := checkService(service); err != nil {
		return err
	}
	_, err := r.asked(serviceKey(service), everything)
	return err
}

// listAWSServiceAccessForOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html.
func (r *request) listAWSServiceAccessForOrganization(in *sdk.ListAWSServiceAccessForOrganizationInput) (*sdk.ListAWSServiceAccessForOrganizationOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	if err != nil {
		return nil, err
	}
	list, err := paged(slices.Collect(maps.Keys(o.TrustedServices)), self, in.NextToken, in.MaxResults)
	out := &sdk.ListAWSServiceAccessForOrganizationOutput{EnabledServicePrincipals: []types.EnabledServicePrincipal{}, NextToken: list.next}
	for _, name := range list.items {
		since := o.TrustedServices[name]
		out.EnabledServicePrincipals = append(out.EnabledServicePrincipals, types.EnabledServicePrincipal{ServicePrincipal: &name, DateEnabled: &since})
	}
	return out, err
}

func self(s string) string { return s }
