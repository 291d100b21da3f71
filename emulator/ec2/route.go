package ec2

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// destinations are the networks of a table's own routes that have a character
// in them: a dot for IPv4.
func destinations(t tableAt, with string) []string {
	out := one(t.vpc.CIDR)
	for _, r := range t.it.Routes {
		if strings.Contains(r.Destination, with) {
			out = append(out, r.Destination)
		}
	}
	return out
}

// routes are all routes of a table: within the VPC, its own, and those to the
// gateway endpoints that it is for.
func (r *request) routes(t tableAt) []types.Route {
	out := []types.Route{{DestinationCidrBlock: aws.String(t.vpc.CIDR), GatewayId: aws.String("local"),
		State: types.RouteStateActive, Origin: types.RouteOriginCreateRouteTable}}
	for _, own := range t.it.Routes {
		out = append(out, routeOut(own))
	}
	for _, e := range endpoints.all(&world.Account{VPCs: map[string]*world.VPC{t.vpc.ID: t.vpc}}) {
		if list := r.prefixListOf(e.it.Service); list != nil && has(e.it.RouteTables, t.id) {
			out = append(out, types.Route{DestinationPrefixListId: aws.String(list.id), GatewayId: aws.String(e.id),
				State: types.RouteStateActive, Origin: types.RouteOriginCreateRoute})
		}
	}
	return out
}

func routeOut(own world.Route) types.Route {
	out := types.Route{State: types.RouteStateActive, Origin: types.RouteOriginCreateRoute}
	switch {
	case strings.HasPrefix(own.Destination, "pl-"):
		out.DestinationPrefixListId = aws.String(own.Destination)
	case strings.Contains(own.Destination, ":"):
		out.DestinationIpv6CidrBlock = aws.String(own.Destination)
	default:
		out.DestinationCidrBlock = aws.String(own.Destination)
	}
	if strings.HasPrefix(own.Target, "eni-") {
		out.NetworkInterfaceId = aws.String(own.Target)
	} else {
		out.GatewayId = aws.String(own.Target)
	}
	return out
}

// destination is where a route of a request leads: exactly one of the three.
func (r *request) destination(cidr, cidrV6, list *string) (string, *awsproto.Error) {
	given := slices.DeleteFunc([]*string{cidr, cidrV6, list}, func(s *string) bool { return s == nil })
	switch {
	case len(given) == 0:
		return "", missingParameter("destinationCidrBlock")
	case len(given) > 1:
		return "", combination("The parameters destinationCidrBlock, destinationIpv6CidrBlock and destinationPrefixListId cannot be used together") // [U]
	case list != nil && r.prefixListByID(*list) == nil:
		return "", notFound["prefix-list"](*list)
	case list != nil:
		return *list, nil
	}
	prefix, err := netip.ParsePrefix(*given[0])
	if err != nil || prefix.Addr().Is4() != (cidr != nil) {
		return "", invalidValue(*given[0], "destinationCidrBlock", "This is not a valid CIDR block.")
	}
	return prefix.Masked().String(), nil
}

// targets are the parameters for where a route goes. What is never here does
// not exist.
type targets struct {
	gateway, networkInterface                                             *string
	instance, nat, transit, peering, endpoint, egressOnly, carrier, local *string
}

// target is the internet gateway or network interface of a route.
func (t targets) target(a *world.Account) (string, *awsproto.Error) {
	switch {
	case t.gateway != nil && a.InternetGateways[*t.gateway] != nil:
		return *t.gateway, nil
	case t.gateway != nil:
		return "", failure("InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist", *t.gateway)
	case t.networkInterface != nil:
		found, err := interfaces.find(a, *t.networkInterface)
		return found.id, err
	}
	for _, other := range []struct {
		id         *string
		code, what string
	}{
		{t.instance, "InvalidInstanceID.NotFound", "instance"}, {t.nat, "InvalidNatGatewayID.NotFound", "natGateway"},
		{t.transit, "InvalidTransitGatewayID.NotFound", "transitGateway"}, {t.peering, "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection"},
		{t.endpoint, "InvalidVpcEndpointId.NotFound", "VpcEndpoint"}, {t.egressOnly, "InvalidGatewayID.NotFound", "gateway"},
		{t.carrier, "InvalidCarrierGatewayID.NotFound", "carrierGateway"}, {t.local, "InvalidLocalGatewayID.NotFound", "localGateway"},
	} {
		if other.id != nil {
			return "", failure(other.code, "The %s ID '%s' does not exist", other.what, *other.id)
		}
	}
	return "", missingParameter("gatewayId")
}

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
		case a.InternetGateways[target] != nil && a.InternetGateways[target].VPC != t.vpc.ID:
			return invalidParameter("route table %s and network gateway %s belong to different networks", t.id, target)
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
