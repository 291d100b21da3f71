package ec2

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func gatewayThing(id string, g *world.InternetGateway) thing {
	return thing{kind: "internet-gateway", id: id, tags: g.Tags, keys: authz.Context{"ec2:InternetGatewayID": authz.One(id)}}
}

// gateway is the internet gateway with an id, as the rules see it; the error
// says that there is none.
func (r *request) gateway(id string) (thing, *awsproto.Error) {
	g, err := gatewayIn(r.account(), id)
	if err != nil {
		return thing{kind: "internet-gateway", id: id}, err
	}
	return gatewayThing(id, g), nil
}

func gatewayIn(a *world.Account, id string) (*world.InternetGateway, *awsproto.Error) {
	if g := a.InternetGateways[id]; g != nil {
		return g, nil
	}
	return nil, notFound["internet-gateway"](id)
}

// createGateway is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInternetGateway.html.
func (r *request) createGateway(in *sdk.CreateInternetGatewayInput) (*sdk.CreateInternetGatewayOutput, *awsproto.Error) {
	tags, err := specified(in.TagSpecifications, "internet-gateway")
	if err != nil {
		return nil, err
	}
	if err := r.permit(r.making("internet-gateway", nil, tags)...); err != nil {
		return nil, err
	}
	out := gatewayAt{account: r.accountID(), it: &world.InternetGateway{Tags: tags}}
	err = r.change(func(a *world.Account) *awsproto.Error {
		if a.InternetGateways == nil {
			a.InternetGateways = map[string]*world.InternetGateway{}
		}
		out.id = newID(a, "igw")
		a.InternetGateways[out.id] = out.it
		return nil
	})
	gateway := gatewayOut(out)
	return &sdk.CreateInternetGatewayOutput{InternetGateway: &gateway}, err
}

// deleteGateway is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html.
func (r *request) deleteGateway(in *sdk.DeleteInternetGatewayInput) (*sdk.DeleteInternetGatewayOutput, *awsproto.Error) {
	on, missing := r.gateway(*in.InternetGatewayId)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.DeleteInternetGatewayOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		g, err := gatewayIn(a, *in.InternetGatewayId)
		switch {
		case err != nil:
			return err
		case g.VPC != "" || targeted(a, *in.InternetGatewayId):
			return depends("internetGateway", *in.InternetGatewayId)
		}
		delete(a.InternetGateways, *in.InternetGatewayId)
		return nil
	})
}

// targeted: a route leads to an internet gateway or a network interface.
func targeted(a *world.Account, id string) bool {
	for _, t := range tables.all(a) {
		for _, route := range t.it.Routes {
			if route.Target == id {
				return true
			}
		}
	}
	return false
}

// attachGateway is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html.
func (r *request) attachGateway(in *sdk.AttachInternetGatewayInput) (*sdk.AttachInternetGatewayOutput, *awsproto.Error) {
	err := r.connect(*in.InternetGatewayId, *in.VpcId, func(a *world.Account, g *world.InternetGateway) *awsproto.Error {
		switch {
		case g.VPC != "":
			return failure("Resource.AlreadyAssociated", "resource %s is already attached to network %s", *in.InternetGatewayId, g.VPC)
		case attached(a, *in.VpcId):
			return invalidParameter("Network %s already has an internet gateway attached", *in.VpcId)
		}
		g.VPC = *in.VpcId
		return nil
	})
	return &sdk.AttachInternetGatewayOutput{}, err
}

// detachGateway is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html.
func (r *request) detachGateway(in *sdk.DetachInternetGatewayInput) (*sdk.DetachInternetGatewayOutput, *awsproto.Error) {
	err := r.connect(*in.InternetGatewayId, *in.VpcId, func(_ *world.Account, g *world.InternetGateway) *awsproto.Error {
		if g.VPC != *in.VpcId {
			return failure("Gateway.NotAttached", "resource %s is not attached to network %s", *in.InternetGatewayId, *in.VpcId)
		}
		g.VPC = ""
		return nil
	})
	return &sdk.DetachInternetGatewayOutput{}, err
}

// connect asks about a gateway and a VPC, and changes the gateway.
func (r *request) connect(gateway, vpc string, edit func(*world.Account, *world.InternetGateway) *awsproto.Error) *awsproto.Error {
	on, noGateway := r.gateway(gateway)
	with, _, noVPC := r.vpc(vpc)
	if err := r.permit(ask{on: on}, ask{on: with}); err != nil {
		return err
	}
	for _, missing := range []*awsproto.Error{noGateway, noVPC} {
		if missing != nil {
			return missing
		}
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		g, err := gatewayIn(a, gateway)
		if err != nil {
			return err
		}
		if _, err := vpcIn(a, vpc); err != nil {
			return err
		}
		return edit(a, g)
	})
}
