package organizations

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// describeAccount is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html.
func (r *request) describeAccount(in *sdk.DescribeAccountInput) (*sdk.DescribeAccountOutput, *awsproto.Error) {
	o, err := r.asked(nil, r.on(*in.AccountId))
	if err != nil {
		return nil, err
	}
	p, err := accountOf(o, *in.AccountId)
	if err != nil {
		return nil, err
	}
	account := r.describedAccount(o, p)
	return &sdk.DescribeAccountOutput{Account: &account}, nil
}

// accountOf is the place of an account, or says that there is none.
func accountOf(o *world.Organization, id string) (place, *awsproto.Error) {
	p, ok := find(o, id)
	if !ok || p.kind != accountKind {
		return place{}, noSuchAccount()
	}
	return p, nil
}

func (r *request) describedAccount(o *world.Organization, p place) types.Account {
	a := r.x.World.Accounts[p.id]
	status, state := types.AccountStatusActive, types.AccountStateActive
	if a.Closed {
		status, state = types.AccountStatusSuspended, types.AccountStateClosed
	}
	return types.Account{
		Id: &p.id, Arn: aws.String(arn(o, accountKind, p.id)), Name: aws.String(nameOf(a)), Email: &a.Email,
		Status: status, State: state, Paths: []string{p.path},
		JoinedMethod: types.AccountJoinedMethod(p.member.JoinedMethod), JoinedTimestamp: &p.member.Joined,
	}
}

// nameOf is an account's name, which AWS demands and worlds do not.
func nameOf(a *world.Account) string { return cmp.Or(a.Name, a.ID) }

// listAccounts is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html.
func (r *request) listAccounts(in *sdk.ListAccountsInput) (*sdk.ListAccountsOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(places(o), func(p place) bool { return p.kind != accountKind })
	list, err := paged(all, place.key, in.NextToken, in.MaxResults)
	return &sdk.ListAccountsOutput{Accounts: r.describedAccounts(o, list.items), NextToken: list.next}, err
}

// listAccountsForParent is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html.
func (r *request) listAccountsForParent(in *sdk.ListAccountsForParentInput) (*sdk.ListAccountsForParentOutput, *awsproto.Error) {
	o, all, err := r.inside(*in.ParentId, accountKind)
	if err != nil {
		return nil, err
	}
	list, err := paged(all, place.key, in.NextToken, in.MaxResults)
	return &sdk.ListAccountsForParentOutput{Accounts: r.describedAccounts(o, list.items), NextToken: list.next}, err
}

func (r *request) describedAccounts(o *world.Organization, all []place) []types.Account {
	list := []types.Account{}
	for _, p := range all {
		list = append(list, r.describedAccount(o, p))
	}
	return list
}

// moveAccount is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html.
// It needs the permission on all three; what is attached to the account stays.
func (r *request) moveAccount(in *sdk.MoveAccountInput) *awsproto.Error {
	if _, err := r.asked(nil, r.on(*in.AccountId), r.on(*in.SourceParentId), r.on(*in.DestinationParentId)); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		p, err := accountOf(o, *in.AccountId)
		if err != nil {
			return err
		}
		source, known := holder(o, *in.SourceParentId)
		destination, there := holder(o, *in.DestinationParentId)
		switch {
		case !known:
			return noSuchSource()
		case !there:
			return noSuchDestination()
		case destination.unit == p.above:
			return duplicateAccount()
		case source.unit != p.above:
			return noSuchAccount()
		}
		delete(source.unit.Accounts, p.id)
		destination.unit.Accounts[p.id] = p.member
		return nil
	})
}
