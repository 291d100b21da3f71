package organizations

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// acceptHandshake is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html:
// the account comes into the root.
func (r *request) acceptHandshake(in *sdk.AcceptHandshakeInput) (*sdk.AcceptHandshakeOutput, *awsproto.Error) {
	h, err := r.respond(*in.HandshakeId, types.HandshakeStateAccepted, func(w *world.World, h *world.Handshake) *awsproto.Error {
		o := w.Organization
		if _, member := find(o, h.Account); member {
			return isMember()
		}
		o.Root.Accounts[h.Account] = &world.Membership{Tags: h.Tags, JoinedMethod: world.Invited, Joined: r.x.Now}
		r.linkRole(w.Accounts[h.Account], o)
		return nil
	})
	return &sdk.AcceptHandshakeOutput{Handshake: h}, err
}

// declineHandshake is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeclineHandshake.html.
func (r *request) declineHandshake(in *sdk.DeclineHandshakeInput) (*sdk.DeclineHandshakeOutput, *awsproto.Error) {
	h, err := r.respond(*in.HandshakeId, types.HandshakeStateDeclined, nil)
	return &sdk.DeclineHandshakeOutput{Handshake: h}, err
}

// cancelHandshake is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CancelHandshake.html.
func (r *request) cancelHandshake(in *sdk.CancelHandshakeInput) (*sdk.CancelHandshakeOutput, *awsproto.Error) {
	h, err := r.respond(*in.HandshakeId, types.HandshakeStateCanceled, nil)
	return &sdk.CancelHandshakeOutput{Handshake: h}, err
}

// respond is asked about a handshake and brings it into a state: the sender
// cancels, the receiver does the rest.
func (r *request) respond(id string, to types.HandshakeState, act func(*world.World, *world.Handshake) *awsproto.Error) (*types.Handshake, *awsproto.Error) {
	if err := r.allowed("organizations:"+r.x.Operation, r.onHandshake(id), nil); err != nil {
		return nil, err
	}
	h, err := r.handshakeOf(r.x.World, id)
	switch {
	case err != nil:
		return nil, err
	case (h.Account != r.account()) != (to == types.HandshakeStateCanceled):
		return nil, noPermissions()
	case to == types.HandshakeStateAccepted:
		if err := r.mayLinkRole(r.x.World.Organization); err != nil {
			return nil, err
		}
	}
	var out *types.Handshake
	err = r.changeWorld(func(w *world.World) *awsproto.Error {
		h, err := r.handshakeOf(w, id)
		if err != nil {
			return err
		}
		switch stateOf(h, r.x.Now) {
		case to:
			return handshakeIsSo()
		case types.HandshakeStateOpen:
		default:
			return handshakeIsOver()
		}
		if act != nil {
			if err := act(w, h); err != nil {
				return err
			}
		}
		h.State = string(to)
		out = r.describedHandshake(w.Organization, id, h)
		return nil
	})
	return out, err
}
