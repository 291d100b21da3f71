package ec2

import (
	"net/netip"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

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

// near: a route's target is in the VPC of its table, or attached to it.
func near(a *world.Account, t tableAt, target string) *awsproto.Error {
	switch g := a.InternetGateways[target]; {
	case g != nil && g.VPC != t.vpc.ID:
		return invalidParameter("route table %s and network gateway %s belong to different networks", t.id, target)
	case g == nil && t.vpc.NetworkInterfaces[target] == nil:
		return invalidParameter("route table %s and interface %s belong to different networks", t.id, target)
	}
	return nil
}
