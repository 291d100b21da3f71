package ec2

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createInterface is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html,
// with one address.
func (r *request) createInterface(in *sdk.CreateNetworkInterfaceInput) (*sdk.CreateNetworkInterfaceOutput, *awsproto.Error) {
	if len(in.PrivateIpAddresses)+len(in.Ipv6Addresses)+len(in.Ipv4Prefixes)+len(in.Ipv6Prefixes) > 0 || in.InterfaceType != "" ||
		in.SecondaryPrivateIpAddressCount != nil || in.Ipv6AddressCount != nil || in.Ipv4PrefixCount != nil || in.Ipv6PrefixCount != nil {
		return nil, unsupported("emulates network interfaces with one IPv4 address only.")
	}
	tags, err := specified(in.TagSpecifications, "network-interface")
	if err != nil {
		return nil, err
	}
	subnet, _, noSubnet := subnets.named(r, *in.SubnetId)
	asks := []ask{{on: subnet}}
	more, noGroup := groups.several(r, in.Groups)
	if err := r.permit(r.making("network-interface", nil, tags, append(asks, more...)...)...); err != nil {
		return nil, err
	}
	if missing := cmp.Or(noSubnet, noGroup); missing != nil {
		return nil, missing
	}
	var id string
	err = r.change(func(a *world.Account) *awsproto.Error {
		s, err := subnets.find(a, *in.SubnetId)
		if err != nil {
			return err
		}
		made := &world.NetworkInterface{Subnet: s.id, SecurityGroups: with(nil, in.Groups), Description: aws.ToString(in.Description), Tags: tags}
		if err := place(s, made, aws.ToString(in.PrivateIpAddress)); err != nil {
			return err
		}
		id = newID(a, "eni", s.id)
		s.vpc.NetworkInterfaces[id] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	n, err := interfaces.find(r.now(), id)
	if err != nil {
		return nil, err
	}
	out := r.interfaceOut(n)
	return &sdk.CreateNetworkInterfaceOutput{NetworkInterface: &out, ClientToken: in.ClientToken}, nil
}

// place gives an interface its address in a subnet, the first free one unless
// it wants another.
func place(s within[world.Subnet], n *world.NetworkInterface, wanted string) *awsproto.Error {
	for _, id := range n.SecurityGroups {
		if s.vpc.SecurityGroups[id] == nil {
			return invalidParameter("You have specified two resources that belong to different networks.")
		}
	}
	n.PrivateIP = s.vpc.FreeAddress(s.it)
	if n.PrivateIP == "" {
		return noFreeAddress()
	}
	if wanted == "" {
		return nil
	}
	ip, err := netip.ParseAddr(wanted)
	if cidr, cidrErr := netip.ParsePrefix(s.it.CIDR); err != nil || cidrErr != nil || !cidr.Contains(ip) {
		return failure("InvalidParameterValue", "Address does not fall within the subnet's address range")
	}
	for _, other := range s.vpc.NetworkInterfaces {
		if other.PrivateIP == wanted {
			return failure("InvalidIPAddress.InUse", "The specified address is already in use.")
		}
	}
	n.PrivateIP = wanted
	return nil
}

// deleteInterface is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html.
func (r *request) deleteInterface(in *sdk.DeleteNetworkInterfaceInput) (*sdk.DeleteNetworkInterfaceOutput, *awsproto.Error) {
	on, _, missing := interfaces.named(r, *in.NetworkInterfaceId)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.DeleteNetworkInterfaceOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		n, err := interfaces.find(a, *in.NetworkInterfaceId)
		switch {
		case err != nil:
			return err
		case n.it.Endpoint != "":
			return failure("OperationNotPermitted", "You are not allowed to manage 'vpce' attachments.") // [U]
		case targeted(a, n.id):
			return failure("DependencyViolation", "Network interface %s has a dependent object", n.id) // [U]
		}
		delete(n.vpc.NetworkInterfaces, n.id)
		return nil
	})
}

// dropInterface deletes an interface of an endpoint, and the routes to it, which
// AWS leaves without a target.
func dropInterface(v *world.VPC, id string) {
	for _, t := range v.RouteTables {
		t.Routes = slices.DeleteFunc(slices.Clone(t.Routes), func(r world.Route) bool { return r.Target == id })
	}
	delete(v.NetworkInterfaces, id)
}
