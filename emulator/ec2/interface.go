package ec2

import (
	"cmp"
	"encoding/hex"
	"net/netip"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createInterface is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html,
// with one address.
func (r *request) createInterface(in *sdk.CreateNetworkInterfaceInput) (*sdk.CreateNetworkInterfaceOutput, *awsproto.Error) {
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
		return failure("InsufficientFreeAddressesInSubnet", "The specified subnet does not have enough free addresses to satisfy the request.")
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

type interfaceAt = within[world.NetworkInterface]

var interfaceLister = lister[interfaceAt]{
	kind: "network-interface", id: func(n interfaceAt) string { return n.id },
	tags: func(n interfaceAt) map[string]string { return n.it.Tags },
	fields: map[string]func(interfaceAt) []string{
		"network-interface-id": func(n interfaceAt) []string { return one(n.id) },
		"vpc-id":               func(n interfaceAt) []string { return one(n.vpc.ID) },
		"subnet-id":            func(n interfaceAt) []string { return one(n.it.Subnet) },
		"group-id":             func(n interfaceAt) []string { return n.it.SecurityGroups },
		"description":          func(n interfaceAt) []string { return one(n.it.Description) },
		"private-ip-address":   func(n interfaceAt) []string { return one(n.it.PrivateIP) },
		"owner-id":             func(n interfaceAt) []string { return one(n.vpc.Account) },
		"interface-type":       func(n interfaceAt) []string { return one(string(interfaceType(n))) },
		"status":               func(n interfaceAt) []string { return one(string(status(n))) },
		"requester-managed":    func(n interfaceAt) []string { return flag(n.it.Endpoint != "") },
		"availability-zone":    func(n interfaceAt) []string { return one(zoneOf(n)) },

		"addresses.private-ip-address": func(n interfaceAt) []string { return one(n.it.PrivateIP) },
	},
}

func interfaceType(n interfaceAt) types.NetworkInterfaceType {
	if n.it.Endpoint != "" {
		return types.NetworkInterfaceTypeVpcEndpoint
	}
	return types.NetworkInterfaceTypeInterface
}

func status(n interfaceAt) types.NetworkInterfaceStatus {
	if n.it.Endpoint != "" {
		return types.NetworkInterfaceStatusInUse
	}
	return types.NetworkInterfaceStatusAvailable
}

func zoneOf(n interfaceAt) string {
	if s := n.vpc.Subnets[n.it.Subnet]; s != nil {
		return s.AvailabilityZone
	}
	return ""
}

// describeInterfaces is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html.
func (r *request) describeInterfaces(in *sdk.DescribeNetworkInterfacesInput) (*sdk.DescribeNetworkInterfacesOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := interfaceLister.list(interfaces.all(r.account()), search{in.NetworkInterfaceIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeNetworkInterfacesOutput{NetworkInterfaces: each(page, r.interfaceOut), NextToken: next}, err
}

func (r *request) interfaceOut(n interfaceAt) types.NetworkInterface {
	managed := n.it.Endpoint != ""
	out := types.NetworkInterface{
		NetworkInterfaceId: aws.String(n.id), VpcId: aws.String(n.vpc.ID), SubnetId: aws.String(n.it.Subnet), OwnerId: aws.String(n.vpc.Account),
		AvailabilityZone: aws.String(zoneOf(n)), AvailabilityZoneId: aws.String(zoneID(zoneOf(n))), Description: aws.String(n.it.Description),
		Groups: groupsOut(n.vpc, n.it.SecurityGroups), InterfaceType: interfaceType(n), Status: status(n), MacAddress: aws.String(mac(n.id)),
		PrivateIpAddress: aws.String(n.it.PrivateIP), RequesterManaged: aws.Bool(managed), SourceDestCheck: aws.Bool(!managed),
		PrivateIpAddresses: []types.NetworkInterfacePrivateIpAddress{{PrivateIpAddress: aws.String(n.it.PrivateIP), Primary: aws.Bool(true)}},
		Ipv6Addresses:      []types.NetworkInterfaceIpv6Address{}, TagSet: tagList(n.it.Tags),
	}
	if managed {
		out.RequesterId = aws.String("amazon-aws")
	}
	return out
}

// mac is an interface's hardware address, one of those for private use.
func mac(id string) string {
	digits := world.NetworkID("mac", id)
	raw, err := hex.DecodeString(digits[len(digits)-10:])
	if err != nil { // ids are hexadecimal
		return ""
	}
	out := "02"
	for _, b := range raw {
		out += ":" + hex.EncodeToString([]byte{b})
	}
	return out
}
