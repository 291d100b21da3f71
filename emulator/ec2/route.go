package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createRoute is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html.
func (r *request) createRoute(in *sdk.CreateRouteInput) (*sdk.CreateRouteOutput, *awsproto.Error) {
	to, err := r.destination(in.DestinationCidrBlock, in.DestinationIpv6CidrBlock, in.DestinationPrefixListId)
	if err != nil {
		return nil, err
	}
	by := targets{gateway: in.GatewayId, networkInterface: in.NetworkInterfaceId, instance: in.InstanceId, nat: in.NatGatewayId, transit: in.TransitGatewayId,
		peering: in.VpcPeeringConnectionId, endpoint: in.VpcEndpointId, egressOnly: in.EgressOnlyInternetGatewayId, carrier: in.CarrierGatewayId, local: in.LocalGatewayId}
	err = r.editRoutes(*in.RouteTableId, func(a *world.Account, t tableAt) *awsproto.Error {
		target, err := by.target(a)
		switch {
		case err != nil:
			return err
		case to == t.vpc.CIDR || slices.ContainsFunc(t.it.Routes, func(r world.Route) bool { return r.Destination == to }):
			return failure("RouteAlreadyExists", "The route identified by %s already exists.", to)
		}
		if err := near(a, t, target); err != nil {
			return err
		}
		t.it.Routes = append(slices.Clone(t.it.Routes), world.Route{Destination: to, Target: target})
		return nil
	})
	return &sdk.CreateRouteOutput{Return: aws.Bool(true)}, err
}

// replaceRoute is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html.
func (r *request) replaceRoute(in *sdk.ReplaceRouteInput) (*sdk.ReplaceRouteOutput, *awsproto.Error) {
	to, err := r.destination(in.DestinationCidrBlock, in.DestinationIpv6CidrBlock, in.DestinationPrefixListId)
	if err != nil {
		return nil, err
	}
	by := targets{gateway: in.GatewayId, networkInterface: in.NetworkInterfaceId, instance: in.InstanceId, nat: in.NatGatewayId, transit: in.TransitGatewayId,
		peering: in.VpcPeeringConnectionId, endpoint: in.VpcEndpointId, egressOnly: in.EgressOnlyInternetGatewayId, carrier: in.CarrierGatewayId, local: in.LocalGatewayId}
	return &sdk.ReplaceRouteOutput{}, r.editRoutes(*in.RouteTableId, func(a *world.Account, t tableAt) *awsproto.Error {
		target, err := by.target(a)
		if err != nil {
			return err
		}
		if err := near(a, t, target); err != nil {
			return err
		}
		i := slices.IndexFunc(t.it.Routes, func(r world.Route) bool { return r.Destination == to })
		if i < 0 {
			return failure("InvalidParameterValue", "There is no route defined for '%s' in the route table. Use CreateRoute instead.", to)
		}
		t.it.Routes[i].Target = target
		return nil
	})
}

// deleteRoute is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html.
func (r *request) deleteRoute(in *sdk.DeleteRouteInput) (*sdk.DeleteRouteOutput, *awsproto.Error) {
	to, err := r.destination(in.DestinationCidrBlock, in.DestinationIpv6CidrBlock, in.DestinationPrefixListId)
	if err != nil {
		return nil, err
	}
	return &sdk.DeleteRouteOutput{}, r.editRoutes(*in.RouteTableId, func(_ *world.Account, t tableAt) *awsproto.Error {
		i := slices.IndexFunc(t.it.Routes, func(r world.Route) bool { return r.Destination == to })
		switch {
		case to == t.vpc.CIDR:
			return invalidParameter("cannot remove local route %s in route table %s", to, t.id)
		case i < 0:
			return failure("InvalidRoute.NotFound", "no route with destination-cidr-block %s in route table %s", to, t.id)
		}
		t.it.Routes = slices.Delete(slices.Clone(t.it.Routes), i, i+1)
		return nil
	})
}

// editRoutes asks about a table and changes it.
func (r *request) editRoutes(table string, edit func(*world.Account, tableAt) *awsproto.Error) *awsproto.Error {
	on, _, missing := tables.named(r, table)
	if err := r.permit(ask{on: on}); err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		t, err := tables.find(a, table)
		if err != nil {
			return err
		}
		return edit(a, t)
	})
}
