package organizations

import (
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// registerDelegatedAdministrator is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html.
func (r *request) registerDelegatedAdministrator(in *sdk.RegisterDelegatedAdministratorInput) *awsproto.Error {
	return r.delegates(*in.AccountId, *in.ServicePrincipal, func(w *world.World, o *world.Organization) *awsproto.Error {
		_, trusted := o.TrustedServices[*in.ServicePrincipal]
		_, already := o.DelegatedAdministrators[*in.AccountId][*in.ServicePrincipal]
		switch {
		case *in.AccountId == o.Management:
			return managementCannotAdminister()
		case w.Accounts[*in.AccountId].Closed:
			return closedCannotAdminister()
		case !trusted:
			return serviceNotTrusted()
		case already:
			return alreadyRegistered()
		case o.DelegatedAdministrators[*in.AccountId] == nil:
			o.DelegatedAdministrators[*in.AccountId] = map[string]time.Time{}
		}
		o.DelegatedAdministrators[*in.AccountId][*in.ServicePrincipal] = r.x.Now
		return nil
	})
}

// deregisterDelegatedAdministrator is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeregisterDelegatedAdministrator.html.
func (r *request) deregisterDelegatedAdministrator(in *sdk.DeregisterDelegatedAdministratorInput) *awsproto.Error {
	return r.delegates(*in.AccountId, *in.ServicePrincipal, func(_ *world.World, o *world.Organization) *awsproto.Error {
		services := o.DelegatedAdministrators[*in.AccountId]
		if _, registered := services[*in.ServicePrincipal]; !registered {
			return notRegistered()
		}
		delete(services, *in.ServicePrincipal)
		if len(services) == 0 {
			delete(o.DelegatedAdministrators, *in.AccountId)
		}
		return nil
	})
}

// delegates is asked about a member and a service, and changes what one is to
// the other.
func (r *request) delegates(account, service string, edit func(*world.World, *world.Organization) *awsproto.Error) *awsproto.Error {
	if err := checkService(service); err != nil {
		return err
	}
	if _, err := r.asked(serviceKey(service), r.on(account)); err != nil {
		return err
	}
	return r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		if _, err := accountOf(o, account); err != nil {
			return err
		}
		return edit(w, o)
	})
}

// listDelegatedAdministrators is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html.
func (r *request) listDelegatedAdministrators(in *sdk.ListDelegatedAdministratorsInput) (*sdk.ListDelegatedAdministratorsOutput, *awsproto.Error) {
	service := aws.ToString(in.ServicePrincipal)
	var keys = serviceKey(service)
	if service == "" {
		keys = nil
	}
	o, err := r.asked(keys, everything)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(places(o), func(p place) bool {
		_, of := o.DelegatedAdministrators[p.id][service]
		return len(o.DelegatedAdministrators[p.id]) == 0 || service != "" && !of
	})
	list, err := paged(all, place.key, in.NextToken, in.MaxResults)
	out := &sdk.ListDelegatedAdministratorsOutput{DelegatedAdministrators: []types.DelegatedAdministrator{}, NextToken: list.next}
	for _, p := range list.items {
		out.DelegatedAdministrators = append(out.DelegatedAdministrators, r.administrator(o, p))
	}
	return out, err
}

// administrator is a member, which is one since its first service.
func (r *request) administrator(o *world.Organization, p place) types.DelegatedAdministrator {
	a := r.describedAccount(o, p)
	since := slices.MinFunc(slices.Collect(maps.Values(o.DelegatedAdministrators[p.id])), time.Time.Compare)
	return types.DelegatedAdministrator{
		Id: a.Id, Arn: a.Arn, Name: a.Name, Email: a.Email, Status: a.Status, JoinedMethod: a.JoinedMethod,
		JoinedTimestamp: a.JoinedTimestamp, DelegationEnabledDate: &since,
	}
}

// listDelegatedServicesForAccount is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedServicesForAccount.html.
func (r *request) listDelegatedServicesForAccount(in *sdk.ListDelegatedServicesForAccountInput) (*sdk.ListDelegatedServicesForAccountOutput, *awsproto.Error) {
	o, err := r.asked(nil, r.on(*in.AccountId))
	if err != nil {
		return nil, err
	}
	if _, err := accountOf(o, *in.AccountId); err != nil {
		return nil, err
	}
	services := o.DelegatedAdministrators[*in.AccountId]
	if len(services) == 0 {
		return nil, notRegistered()
	}
	list, err := paged(slices.Collect(maps.Keys(services)), self, in.NextToken, in.MaxResults)
	out := &sdk.ListDelegatedServicesForAccountOutput{DelegatedServices: []types.DelegatedService{}, NextToken: list.next}
	for _, name := range list.items {
		since := services[name]
		out.DelegatedServices = append(out.DelegatedServices, types.DelegatedService{ServicePrincipal: &name, DelegationEnabledDate: &since})
	}
	return out, err
}
