package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// dhcpOptionsID is the id of an account's default DHCP options, which all its
// VPCs have.
func dhcpOptionsID(account string) string { return world.NetworkID("dopt", account) }

var dhcpLister = lister[string]{
	atMost: 1000, kind: "dhcp-options", id: dhcpOptionsID, tags: func(string) map[string]string { return nil },
	fields: map[string]func(string) []string{
		"dhcp-options-id": func(account string) []string { return one(dhcpOptionsID(account)) },
		"owner-id":        one,
		"key":             func(string) []string { return []string{"domain-name", "domain-name-servers"} },
	},
}

// describeDHCPOptions is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeDhcpOptions.html.
func (r *request) describeDHCPOptions(in *sdk.DescribeDhcpOptionsInput) (*sdk.DescribeDhcpOptionsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := dhcpLister.list(one(r.accountID()), search{in.DhcpOptionsIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeDhcpOptionsOutput{DhcpOptions: each(page, r.dhcpOut), NextToken: next}, err
}

func (r *request) dhcpOut(account string) types.DhcpOptions {
	domain := r.x.Region + ".compute.internal"
	if r.x.Region == "us-east-1" {
		domain = "ec2.internal"
	}
	return types.DhcpOptions{
		DhcpOptionsId: aws.String(dhcpOptionsID(account)), OwnerId: aws.String(account), Tags: []types.Tag{},
		DhcpConfigurations: []types.DhcpConfiguration{
			{Key: aws.String("domain-name"), Values: []types.AttributeValue{{Value: aws.String(domain)}}},
			{Key: aws.String("domain-name-servers"), Values: []types.AttributeValue{{Value: aws.String("AmazonProvidedDNS")}}},
		},
	}
}

// describeAttributes is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html,
// for the attributes about networks.
func (r *request) describeAttributes(in *sdk.DescribeAccountAttributesInput) (*sdk.DescribeAccountAttributesOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	vpc := "none"
	for _, v := range r.account().VPCs {
		if v.Default {
			vpc = v.ID
		}
	}
	out := &sdk.DescribeAccountAttributesOutput{AccountAttributes: []types.AccountAttribute{}}
	for _, a := range []struct{ name, value string }{{"default-vpc", vpc}, {"supported-platforms", "VPC"}} {
		if len(in.AttributeNames) == 0 || has(each(in.AttributeNames, func(n types.AccountAttributeName) string { return string(n) }), a.name) {
			out.AccountAttributes = append(out.AccountAttributes, types.AccountAttribute{AttributeName: aws.String(a.name),
				AttributeValues: []types.AccountAttributeValue{{AttributeValue: aws.String(a.value)}}})
		}
	}
	return out, nil
}
