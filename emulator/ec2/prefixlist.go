package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A prefixList is an AWS-managed list of a service's networks.
type prefixList struct {
	id, name string
	cidrs    []string
}

// prefixLists are those of the services with gateway endpoints. The ids are
// AWS's in us-east-1 and made elsewhere; of the networks there are more at AWS.
func (r *request) prefixLists() []prefixList {
	s3, dynamodb := "pl-63a5400a", "pl-02cd2c6b"
	if r.x.Region != "us-east-1" {
		s3, dynamodb = world.NetworkID("pl", r.x.Region, "s3"), world.NetworkID("pl", r.x.Region, "dynamodb")
	}
	return []prefixList{
		{dynamodb, r.serviceName("dynamodb"), []string{"52.94.0.0/22", "52.119.224.0/20"}},
		{s3, r.serviceName("s3"), []string{"52.216.0.0/15", "54.231.0.0/16"}},
	}
}

func (r *request) prefixListByID(id string) *prefixList {
	for _, l := range r.prefixLists() {
		if l.id == id {
			return &l
		}
	}
	return nil
}

// prefixListOf is the list of the networks of a service such as s3.
func (r *request) prefixListOf(service string) *prefixList {
	for _, l := range r.prefixLists() {
		if l.name == r.serviceName(service) {
			return &l
		}
	}
	return nil
}

var prefixLister = lister[prefixList]{
	kind: "prefix-list", id: func(l prefixList) string { return l.id },
	fields: map[string]func(prefixList) []string{
		"prefix-list-id":   func(l prefixList) []string { return one(l.id) },
		"prefix-list-name": func(l prefixList) []string { return one(l.name) },
	},
}

// describePrefixLists is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html.
func (r *request) describePrefixLists(in *sdk.DescribePrefixListsInput) (*sdk.DescribePrefixListsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := prefixLister.list(r.prefixLists(), search{in.PrefixListIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribePrefixListsOutput{NextToken: next, PrefixLists: each(page, func(l prefixList) types.PrefixList {
		return types.PrefixList{PrefixListId: aws.String(l.id), PrefixListName: aws.String(l.name), Cidrs: l.cidrs}
	})}, err
}
