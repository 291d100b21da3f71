package organizations

import (
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// waitPeriod is how old an account that the organization made must be to leave
// it (ConstraintViolationException, WAIT_PERIOD_ACTIVE).
const waitPeriod = 4 * 24 * time.Hour

// leaveOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html.
func (r *request) leaveOrganization(*sdk.LeaveOrganizationInput) *awsproto.Error {
	if _, err := r.asked(nil, everything); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error { return r.remove(o, r.account()) })
}

// removeAccountFromOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_RemoveAccountFromOrganization.html.
func (r *request) removeAccountFromOrganization(in *sdk.RemoveAccountFromOrganizationInput) *awsproto.Error {
	if _, err := r.asked(nil, r.on(*in.AccountId)); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error { return r.remove(o, *in.AccountId) })
}

// remove takes an account out of the organization. That it can pay its bills
// is taken for granted.
func (r *request) remove(o *world.Organization, id string) *awsproto.Error {
	p, err := accountOf(o, id)
	switch {
	case err != nil:
		return err
	case id == o.Management:
		return masterCannotLeave()
	case len(o.DelegatedAdministrators[id]) > 0:
		return administers()
	case p.member.JoinedMethod == world.Created && r.x.Now.Before(p.member.Joined.Add(waitPeriod)):
		return tooYoung()
	}
	delete(p.above.Accounts, id)
	return nil
}

// closeAccount is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CloseAccount.html.
// The account is closed when the request is answered.
func (r *request) closeAccount(in *sdk.CloseAccountInput) *awsproto.Error {
	if _, err := r.asked(nil, r.on(*in.AccountId)); err != nil {
		return err
	}
	return r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		_, err := accountOf(o, *in.AccountId)
		switch {
		case err != nil:
			return err
		case *in.AccountId == o.Management:
			return managementCannotClose()
		case o.FeatureSet != world.AllFeatures:
			return needsAllFeatures()
		case w.Accounts[*in.AccountId].Closed:
			return alreadyClosed()
		}
		w.Accounts[*in.AccountId].Closed = true
		return nil
	})
}
