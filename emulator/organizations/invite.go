package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// inviteAccountToOrganization is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_InviteAccountToOrganization.html.
func (r *request) inviteAccountToOrganization(in *sdk.InviteAccountToOrganizationInput) (*sdk.InviteAccountToOrganizationOutput, *awsproto.Error) {
	account, tags, err := r.mayInvite(in)
	if err != nil {
		return nil, err
	}
	out := &sdk.InviteAccountToOrganizationOutput{}
	err = r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		for _, h := range o.Handshakes {
			if h.Account == account && stateOf(h, r.x.Now) == types.HandshakeStateOpen {
				return handshakeExists()
			}
		}
		if _, member := find(o, account); member {
			return isMember()
		}
		id := "h-" + newID(w, o, 10, "invitation of "+account)
		h := &world.Handshake{
			Account: account, ByEmail: in.Target.Type == types.HandshakePartyTypeEmail, Notes: aws.ToString(in.Notes),
			State: string(types.HandshakeStateOpen), Requested: r.x.Now, Tags: tags,
		}
		o.Handshakes[id] = h
		out.Handshake = r.describedHandshake(o, id, h)
		return nil
	})
	return out, err
}

// mayInvite asks about the account that is invited.
func (r *request) mayInvite(in *sdk.InviteAccountToOrganizationInput) (account string, tags map[string]string, err *awsproto.Error) {
	if tags, err = tagsOf(in.Tags); err != nil {
		return "", nil, err
	}
	if account, err = invitee(r.x.World, in.Target); err != nil {
		return "", nil, err
	}
	on := everything
	if in.Target.Type == types.HandshakePartyTypeAccount {
		on = r.on(*in.Target.Id)
	}
	if _, err := r.asked(requestTags(tags), on); err != nil {
		return "", nil, err
	}
	if account == "" {
		return "", nil, noSuchAccount()
	}
	return account, tags, r.tagsAtBirth(on, tags, nil)
}
