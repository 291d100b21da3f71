package ec2

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

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
	gateways := r.now().InternetGateways
	for _, own := range t.it.Routes {
		route := routeOut(own)
		if g := gateways[own.Target]; g != nil && g.VPC != t.vpc.ID {
			route.State = types.RouteStateBlackhole
		}
		out = append(out, route)
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
