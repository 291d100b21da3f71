package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

var subnetLister = lister[within[world.Subnet]]{
	atMost: 1000, kind: "subnet", id: func(s within[world.Subnet]) string { return s.id },
	tags: func(s within[world.Subnet]) map[string]string { return s.it.Tags },
	fields: map[string]func(within[world.Subnet]) []string{
		"subnet-id":            func(s within[world.Subnet]) []string { return one(s.id) },
		"vpc-id":               func(s within[world.Subnet]) []string { return one(s.vpc.ID) },
		"cidr-block":           func(s within[world.Subnet]) []string { return one(s.it.CIDR) },
		"cidrBlock":            func(s within[world.Subnet]) []string { return one(s.it.CIDR) },
		"availability-zone":    func(s within[world.Subnet]) []string { return one(s.it.AvailabilityZone) },
		"availabilityZone":     func(s within[world.Subnet]) []string { return one(s.it.AvailabilityZone) },
		"availability-zone-id": func(s within[world.Subnet]) []string { return one(zoneID(s.it.AvailabilityZone)) },
		"default-for-az":       func(s within[world.Subnet]) []string { return flag(s.vpc.Default) },
		"owner-id":             func(s within[world.Subnet]) []string { return one(s.vpc.Account) },
		"state":                func(within[world.Subnet]) []string { return one("available") },

		"map-public-ip-on-launch": func(s within[world.Subnet]) []string { return flag(s.it.MapPublicIPOnLaunch) },
	},
}

// describeSubnets is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html.
func (r *request) describeSubnets(in *sdk.DescribeSubnetsInput) (*sdk.DescribeSubnetsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := subnetLister.list(subnets.all(r.account()), search{in.SubnetIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeSubnetsOutput{Subnets: each(page, r.subnetOut), NextToken: next}, err
}

func (r *request) subnetOut(s within[world.Subnet]) types.Subnet {
	return types.Subnet{
		SubnetId: aws.String(s.id), VpcId: aws.String(s.vpc.ID), OwnerId: aws.String(s.vpc.Account), CidrBlock: aws.String(s.it.CIDR),
		SubnetArn: aws.String(r.arn(thing{kind: "subnet", id: s.id})), State: types.SubnetStateAvailable,
		AvailabilityZone: aws.String(s.it.AvailabilityZone), AvailabilityZoneId: aws.String(zoneID(s.it.AvailabilityZone)),
		AvailableIpAddressCount: aws.Int32(int32(s.vpc.FreeAddresses(s.it))), // at most a /16
		DefaultForAz:            aws.Bool(s.vpc.Default), MapPublicIpOnLaunch: aws.Bool(s.it.MapPublicIPOnLaunch),
		AssignIpv6AddressOnCreation: aws.Bool(false), EnableDns64: aws.Bool(false), Ipv6Native: aws.Bool(false),
		MapCustomerOwnedIpOnLaunch: aws.Bool(false), Ipv6CidrBlockAssociationSet: []types.SubnetIpv6CidrBlockAssociation{},
		PrivateDnsNameOptionsOnLaunch: &types.PrivateDnsNameOptionsOnLaunch{HostnameType: types.HostnameTypeIpName,
			EnableResourceNameDnsARecord: aws.Bool(false), EnableResourceNameDnsAAAARecord: aws.Bool(false)},
		Tags: tagList(s.it.Tags),
	}
}
