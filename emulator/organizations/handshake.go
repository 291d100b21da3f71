package organizations

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// expiry is how long an invitation can be accepted
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
const expiry = 15 * 24 * time.Hour

// stateOf is the state of a handshake at a time.
func stateOf(h *world.Handshake, now time.Time) types.HandshakeState {
	if h.State == string(types.HandshakeStateOpen) && !now.Before(h.Requested.Add(expiry)) {
		return types.HandshakeStateExpired
	}
	return types.HandshakeState(h.State)
}

// onHandshake is the invitation with an id. Those of another organization the
// lab has not.
func (r *request) onHandshake(id string) target {
	if o := r.x.World.Organization; o != nil {
		return target{arn: arn(o, "handshake", "invite/"+id), invitation: true}
	}
	return everything
}

// handshakeOf is the handshake with an id, which only its parties know.
func (r *request) handshakeOf(w *world.World, id string) (*world.Handshake, *awsproto.Error) {
	o := w.Organization
	if o == nil || o.Handshakes[id] == nil || r.account() != o.Management && r.account() != o.Handshakes[id].Account {
		return nil, noSuchHandshake()
	}
	return o.Handshakes[id], nil
}

// describedHandshake is a handshake as answers have it.
func (r *request) describedHandshake(o *world.Organization, id string, h *world.Handshake) *types.Handshake {
	until := h.Requested.Add(expiry)
	master := r.x.World.Accounts[o.Management]
	party, resource, invited := types.HandshakePartyTypeAccount, types.HandshakeResourceTypeAccount, h.Account
	if h.ByEmail {
		party, resource, invited = types.HandshakePartyTypeEmail, types.HandshakeResourceTypeEmail, r.x.World.Accounts[h.Account].Email
	}
	out := &types.Handshake{
		Id: &id, Arn: aws.String(arn(o, "handshake", "invite/"+id)), Action: types.ActionTypeInviteAccountToOrganization, State: stateOf(h, r.x.Now),
		RequestedTimestamp: &h.Requested, ExpirationTimestamp: &until,
		Parties: []types.HandshakeParty{{Id: &o.ID, Type: types.HandshakePartyTypeOrganization}, {Id: &invited, Type: party}},
		Resources: []types.HandshakeResource{
			{Type: types.HandshakeResourceTypeOrganization, Value: &o.ID, Resources: []types.HandshakeResource{
				{Type: types.HandshakeResourceTypeMasterEmail, Value: &master.Email},
				{Type: types.HandshakeResourceTypeMasterName, Value: aws.String(nameOf(master))},
				{Type: types.HandshakeResourceTypeOrganizationFeatureSet, Value: &o.FeatureSet},
			}},
			{Type: resource, Value: &invited},
		},
	}
	if h.Notes != "" {
		out.Resources = append(out.Resources, types.HandshakeResource{Type: types.HandshakeResourceTypeNotes, Value: &h.Notes})
	}
	return out
}

// invitee is the id of the account that an invitation names; "" for one that
// does not exist.
func invitee(w *world.World, to *types.HandshakeParty) (string, *awsproto.Error) {
	switch to.Type {
	case types.HandshakePartyTypeAccount:
		if a := w.Accounts[*to.Id]; a != nil {
			return a.ID, nil
		}
	case types.HandshakePartyTypeEmail:
		for id, a := range w.Accounts {
			if strings.EqualFold(a.Email, *to.Id) {
				return id, nil
			}
		}
	default:
		return "", invalidPartyTarget()
	}
	return "", nil
}
