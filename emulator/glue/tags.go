package glue

import (
	"maps"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// tagResource is https://docs.aws.amazon.com/glue/latest/webapi/API_TagResource.html.
func (r *request) tagResource(in *sdk.TagResourceInput) (*sdk.TagResourceOutput, *awsproto.Error) {
	arn, err := r.taggable(in.ResourceArn, requestTags(in.TagsToAdd))
	if err != nil {
		return nil, err
	}
	r.h.records.tag(arn, func(tags map[string]string) { maps.Copy(tags, in.TagsToAdd) })
	return &sdk.TagResourceOutput{}, nil
}

// untagResource is https://docs.aws.amazon.com/glue/latest/webapi/API_UntagResource.html.
func (r *request) untagResource(in *sdk.UntagResourceInput) (*sdk.UntagResourceOutput, *awsproto.Error) {
	arn, err := r.taggable(in.ResourceArn, authz.Context{"aws:TagKeys": authz.Many(in.TagsToRemove...)})
	if err != nil {
		return nil, err
	}
	r.h.records.tag(arn, func(tags map[string]string) {
		for _, key := range in.TagsToRemove {
			delete(tags, key)
		}
	})
	return &sdk.UntagResourceOutput{}, nil
}

// getTags is https://docs.aws.amazon.com/glue/latest/webapi/API_GetTags.html.
func (r *request) getTags(in *sdk.GetTagsInput) (*sdk.GetTagsOutput, *awsproto.Error) {
	arn, err := r.taggable(in.ResourceArn, nil)
	if err != nil {
		return nil, err
	}
	tags := r.h.records.tagsOf(arn)
	if tags == nil {
		tags = map[string]string{}
	}
	return &sdk.GetTagsOutput{Tags: tags}, nil
}

// taggable asks about the operation on a resource that must be there: a job or
// a connection.
func (r *request) taggable(of *string, keys authz.Context) (string, *awsproto.Error) {
	arn := aws.ToString(of)
	if err := r.allowed(keys, arn); err != nil {
		return "", err
	}
	resource, own := strings.CutPrefix(arn, r.arn(""))
	there := false
	switch what, name, _ := strings.Cut(resource, "/"); {
	case !own:
	case what == "job":
		_, there = r.h.records.jobs.get(id{r.accountID(), name})
	case what == "connection":
		_, there = r.h.records.connections.get(id{r.accountID(), name})
	}
	if !there {
		return "", noResource(arn)
	}
	return arn, nil
}
