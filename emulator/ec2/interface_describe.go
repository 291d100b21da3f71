package ec2

import (
	"encoding/hex"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

type interfaceAt = within[world.NetworkInterface]

var interfaceLister = lister[interfaceAt]{
	atMost: 1000, kind: "network-interface", id: func(n interfaceAt) string { return n.id },
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
