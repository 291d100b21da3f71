package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// addTags is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html.
func (r *request) addTags(in *sdk.AddTagsInput) (*sdk.AddTagsOutput, *awsproto.Error) {
	keys := requestTags(in.Tags)
	rec, err := r.tagged(in.ResourceArn, keys)
	if err != nil {
		return nil, err
	}
	r.h.records.tag(rec, func(tags map[string]string) {
		for key, value := range tagMap(in.Tags) {
			tags[key] = value
		}
	})
	return &sdk.AddTagsOutput{Tags: tagList(r.h.records.tagsOf(rec))}, nil
}

// deleteTags is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteTags.html.
func (r *request) deleteTags(in *sdk.DeleteTagsInput) (*sdk.DeleteTagsOutput, *awsproto.Error) {
	rec, err := r.tagged(in.ResourceArn, authz.Context{"aws:TagKeys": authz.Many(in.TagKeys...)})
	if err != nil {
		return nil, err
	}
	r.h.records.tag(rec, func(tags map[string]string) {
		for _, key := range in.TagKeys {
			delete(tags, key)
		}
	})
	return &sdk.DeleteTagsOutput{}, nil
}

// listTags is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTags.html.
func (r *request) listTags(in *sdk.ListTagsInput) (*sdk.ListTagsOutput, *awsproto.Error) {
	rec, err := r.tagged(in.ResourceArn, nil)
	if err != nil {
		return nil, err
	}
	return &sdk.ListTagsOutput{Tags: tagList(r.h.records.tagsOf(rec))}, nil
}

func (r *request) tagged(arn *string, keys authz.Context) (*record, *awsproto.Error) {
	if err := r.allowed(aws.ToString(arn), keys); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(aws.ToString(arn))
	if !ok || rec.account != r.accountID() {
		return nil, notFound()
	}
	return rec, nil
}

func tagList(tags map[string]string) []types.Tag {
	out := []types.Tag{}
	for _, key := range sortedIDs(tags) {
		out = append(out, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return out
}
