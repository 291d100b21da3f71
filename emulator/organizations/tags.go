package organizations

import (
	"maps"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxTags is how many tags a resource may have
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
const maxTags = 50

// tagsOf are the tags of a request.
func tagsOf(list []types.Tag) (map[string]string, *awsproto.Error) {
	var tags map[string]string
	for _, t := range list {
		_, again := tags[*t.Key]
		switch {
		case strings.HasPrefix(strings.ToLower(*t.Key), "aws:"):
			return nil, systemTag()
		case again:
			return nil, duplicateTagKey()
		case tags == nil:
			tags = map[string]string{}
		}
		tags[*t.Key] = *t.Value
	}
	if len(tags) > maxTags {
		return nil, tooManyTags()
	}
	return tags, nil
}

// tagsAtBirth asks whether the caller may tag what it makes.
func (r *request) tagsAtBirth(made target, tags map[string]string, keys authz.Context) *awsproto.Error {
	if len(tags) == 0 {
		return nil
	}
	return r.allowed("organizations:TagResource", made, joined(requestTags(tags), keys))
}

// tagResource is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_TagResource.html.
func (r *request) tagResource(in *sdk.TagResourceInput) *awsproto.Error {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return err
	}
	return r.retag(*in.ResourceId, requestTags(tags), func(had map[string]string) (map[string]string, *awsproto.Error) {
		merged := map[string]string{}
		maps.Copy(merged, had)
		maps.Copy(merged, tags)
		if len(merged) > maxTags {
			return nil, tooManyTags()
		}
		return merged, nil
	})
}

// untagResource is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_UntagResource.html.
func (r *request) untagResource(in *sdk.UntagResourceInput) *awsproto.Error {
	keys := authz.Context{"aws:TagKeys": authz.Many(slices.Sorted(slices.Values(in.TagKeys))...)}
	return r.retag(*in.ResourceId, keys, func(had map[string]string) (map[string]string, *awsproto.Error) {
		rest := map[string]string{}
		maps.Copy(rest, had)
		for _, key := range in.TagKeys {
			delete(rest, key)
		}
		return rest, nil
	})
}

// retag asks about a resource and changes its tags.
func (r *request) retag(id string, keys authz.Context, edit func(map[string]string) (map[string]string, *awsproto.Error)) *awsproto.Error {
	if _, err := r.asked(keys, r.on(id)); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		tags, err := tagged(o, id)
		if err != nil {
			return err
		}
		*tags, err = edit(*tags)
		return err
	})
}

// tagged are the tags of the root, unit, account or policy, the resource policy
// included, with an id.
func tagged(o *world.Organization, id string) (*map[string]string, *awsproto.Error) {
	if p, ok := find(o, id); ok {
		return p.tags(), nil
	}
	if rp := o.ResourcePolicy; rp != nil && rp.ID == id {
		return &rp.Tags, nil
	}
	p, ok := findPolicy(o, id)
	switch {
	case !ok:
		return nil, noSuchTarget()
	case p.awsManaged():
		return nil, targetNotSupported()
	}
	return &p.Tags, nil
}

// listTagsForResource is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTagsForResource.html.
func (r *request) listTagsForResource(in *sdk.ListTagsForResourceInput) (*sdk.ListTagsForResourceOutput, *awsproto.Error) {
	o, err := r.asked(nil, r.on(*in.ResourceId))
	if err != nil {
		return nil, err
	}
	tags, err := tagged(o, *in.ResourceId)
	if err != nil {
		return nil, err
	}
	list, err := paged(tagList(*tags), func(t types.Tag) string { return *t.Key }, in.NextToken, nil)
	return &sdk.ListTagsForResourceOutput{Tags: list.items, NextToken: list.next}, err
}

func tagList(tags map[string]string) []types.Tag {
	all := []types.Tag{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		value := tags[key]
		all = append(all, types.Tag{Key: &key, Value: &value})
	}
	return all
}
