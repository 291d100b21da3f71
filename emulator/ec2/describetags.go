package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A tagOf is one tag of one thing.
type tagOf struct {
	of         thing
	key, value string
}

var tagLister = lister[tagOf]{
	id: func(t tagOf) string { return t.of.id + "/" + t.key },
	fields: map[string]func(tagOf) []string{
		"key":           func(t tagOf) []string { return one(t.key) },
		"value":         func(t tagOf) []string { return one(t.value) },
		"resource-id":   func(t tagOf) []string { return one(t.of.id) },
		"resource-type": func(t tagOf) []string { return one(t.of.kind) },
	},
}

// describeTags is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html.
func (r *request) describeTags(in *sdk.DescribeTagsInput) (*sdk.DescribeTagsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	var all []tagOf
	for _, t := range r.taggable(r.account()) {
		for key, value := range t.tags {
			all = append(all, tagOf{t.thing, key, value})
		}
	}
	page, next, err := tagLister.list(all, search{filters: in.Filters, token: in.NextToken, size: in.MaxResults})
	out := &sdk.DescribeTagsOutput{NextToken: next, Tags: []types.TagDescription{}}
	for _, t := range page {
		out.Tags = append(out.Tags, types.TagDescription{
			Key: aws.String(t.key), Value: aws.String(t.value),
			ResourceId: aws.String(t.of.id), ResourceType: types.ResourceType(t.of.kind),
		})
	}
	return out, err
}
