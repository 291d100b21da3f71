package organizations

import (
	"maps"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// describeCreateAccountStatus is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeCreateAccountStatus.html.
func (r *request) describeCreateAccountStatus(in *sdk.DescribeCreateAccountStatusInput) (*sdk.DescribeCreateAccountStatusOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	if err != nil {
		return nil, err
	}
	made := o.AccountRequests[*in.CreateAccountRequestId]
	if made == nil {
		return nil, noSuchRequest()
	}
	status := statusOf(*in.CreateAccountRequestId, made)
	return &sdk.DescribeCreateAccountStatusOutput{CreateAccountStatus: &status}, nil
}

// statusOf: a request was done when it was made.
func statusOf(id string, made *world.AccountRequest) types.CreateAccountStatus {
	s := types.CreateAccountStatus{
		Id: &id, AccountName: &made.AccountName, RequestedTimestamp: &made.Requested, CompletedTimestamp: &made.Requested,
		State: types.CreateAccountStateSucceeded, AccountId: &made.Account,
	}
	if made.Failure != "" {
		s.State, s.AccountId, s.FailureReason = types.CreateAccountStateFailed, nil, types.CreateAccountFailureReason(made.Failure)
	}
	return s
}

// listCreateAccountStatus is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListCreateAccountStatus.html.
func (r *request) listCreateAccountStatus(in *sdk.ListCreateAccountStatusInput) (*sdk.ListCreateAccountStatusOutput, *awsproto.Error) {
	o, err := r.asked(nil, everything)
	if err != nil {
		return nil, err
	}
	var all []types.CreateAccountStatus
	for _, id := range slices.Sorted(maps.Keys(o.AccountRequests)) {
		if s := statusOf(id, o.AccountRequests[id]); len(in.States) == 0 || slices.Contains(in.States, s.State) {
			all = append(all, s)
		}
	}
	list, err := paged(all, func(s types.CreateAccountStatus) string { return *s.Id }, in.NextToken, in.MaxResults)
	if list.items == nil {
		list.items = []types.CreateAccountStatus{}
	}
	return &sdk.ListCreateAccountStatusOutput{CreateAccountStatuses: list.items, NextToken: list.next}, err
}
