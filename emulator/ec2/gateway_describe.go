package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A gatewayAt is an internet gateway of an account.
type gatewayAt struct {
	id, account string
	it          *world.InternetGateway
}

var gatewayLister = lister[gatewayAt]{
	atMost: 1000, kind: "internet-gateway", id: func(g gatewayAt) string { return g.id },
	tags: func(g gatewayAt) map[string]string { return g.it.Tags },
	fields: map[string]func(gatewayAt) []string{
		"internet-gateway-id": func(g gatewayAt) []string { return one(g.id) },
		"owner-id":            func(g gatewayAt) []string { return one(g.account) },
		"attachment.vpc-id":   func(g gatewayAt) []string { return one(g.it.VPC) },
		"attachment.state": func(g gatewayAt) []string {
			if g.it.VPC == "" {
				return nil
			}
			return one("available")
		},
	},
}

// describeGateways is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html.
func (r *request) describeGateways(in *sdk.DescribeInternetGatewaysInput) (*sdk.DescribeInternetGatewaysOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	var all []gatewayAt
	for id, g := range r.account().InternetGateways {
		all = append(all, gatewayAt{id, r.accountID(), g})
	}
	page, next, err := gatewayLister.list(all, search{in.InternetGatewayIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeInternetGatewaysOutput{InternetGateways: each(page, gatewayOut), NextToken: next}, err
}

func gatewayOut(g gatewayAt) types.InternetGateway {
	out := types.InternetGateway{InternetGatewayId: aws.String(g.id), OwnerId: aws.String(g.account), Tags: tagList(g.it.Tags),
		Attachments: []types.InternetGatewayAttachment{}}
	if g.it.VPC != "" {
		out.Attachments = append(out.Attachments, types.InternetGatewayAttachment{VpcId: aws.String(g.it.VPC), State: "available"})
	}
	return out
}
