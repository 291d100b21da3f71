package organizations

import (
	"maps"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// describeHandshake is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeHandshake.html,
// for its parties.
func (r *request) describeHandshake(in *sdk.DescribeHandshakeInput) (*sdk.DescribeHandshakeOutput, *awsproto.Error) {
	if err := r.allowed("organizations:DescribeHandshake", r.onHandshake(*in.HandshakeId), nil); err != nil {
		return nil, err
	}
	h, err := r.handshakeOf(r.x.World, *in.HandshakeId)
	if err != nil {
		return nil, err
	}
	return &sdk.DescribeHandshakeOutput{Handshake: r.describedHandshake(r.x.World.Organization, *in.HandshakeId, h)}, nil
}

// listHandshakesForAccount is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForAccount.html:
// those that the account has received.
func (r *request) listHandshakesForAccount(in *sdk.ListHandshakesForAccountInput) (*sdk.ListHandshakesForAccountOutput, *awsproto.Error) {
	if err := r.allowed("organizations:ListHandshakesForAccount", everything, nil); err != nil {
		return nil, err
	}
	list, err := r.handshakes(in.Filter, in.NextToken, in.MaxResults, func(h *world.Handshake) bool { return h.Account == r.account() })
	return &sdk.ListHandshakesForAccountOutput{Handshakes: list.items, NextToken: list.next}, err
}

// listHandshakesForOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForOrganization.html.
func (r *request) listHandshakesForOrganization(in *sdk.ListHandshakesForOrganizationInput) (*sdk.ListHandshakesForOrganizationOutput, *awsproto.Error) {
	if _, err := r.asked(nil, everything); err != nil {
		return nil, err
	}
	list, err := r.handshakes(in.Filter, in.NextToken, in.MaxResults, func(*world.Handshake) bool { return true })
	return &sdk.ListHandshakesForOrganizationOutput{Handshakes: list.items, NextToken: list.next}, err
}

// handshakes are the invitations of the lab's organization that are wanted.
func (r *request) handshakes(filter *types.HandshakeFilter, token *string, size *int32, wanted func(*world.Handshake) bool) (page[types.Handshake], *awsproto.Error) {
	all := []types.Handshake{}
	o := r.x.World.Organization
	invites := filter == nil || filter.ParentHandshakeId == nil && (filter.ActionType == "" || filter.ActionType == types.ActionTypeInviteAccountToOrganization)
	if o != nil && invites {
		for _, id := range slices.Sorted(maps.Keys(o.Handshakes)) {
			if h := o.Handshakes[id]; wanted(h) {
				all = append(all, *r.describedHandshake(o, id, h))
			}
		}
	}
	return paged(all, func(h types.Handshake) string { return *h.Id }, token, size)
}
