package kms

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type tag struct{ TagKey, TagValue string }

// maxTags is how many tags a key can have.
const maxTags = 50

// tagsOf reads the tags of a request.
func tagsOf(tags []tag) (map[string]string, *awsproto.Error) {
	var c awsproto.Constraints
	all := map[string]string{}
	for i, t := range tags {
		c.Length(fmt.Sprintf("tags.%d.member.tagKey", i+1), t.TagKey, 1, 128)
		c.Length(fmt.Sprintf("tags.%d.member.tagValue", i+1), t.TagValue, 0, 256)
		all[t.TagKey] = t.TagValue
	}
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	for key := range all {
		if strings.HasPrefix(strings.ToLower(key), "aws:") {
			return nil, reservedTags()
		}
	}
	switch {
	case len(tags) > maxTags:
		return nil, tooManyTags()
	case len(all) < len(tags):
		return nil, duplicateTags()
	}
	return all, nil
}

// tagKeys are the condition keys of a request that sets tags.
func tagKeys(tags map[string]string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		c["aws:RequestTag/"+key] = authz.One(value)
	}
	if len(tags) > 0 {
		c["aws:TagKeys"] = authz.Many(slices.Sorted(maps.Keys(tags))...)
	}
	return c
}

type tagInput struct {
	KeyId   string
	Tags    []tag
	TagKeys []string // UntagResource only
}

// tagResource is https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html.
func (r *request) tagResource(in *tagInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	c.Required("tags", in.Tags != nil)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	named, err := r.managed("kms:TagResource", in.KeyId, tagKeys(tags))
	if err != nil {
		return nil, err
	}
	return nil, r.alter(named.Key, func(k *world.Key) *awsproto.Error {
		next := maps.Clone(k.Tags)
		if next == nil {
			next = map[string]string{}
		}
		maps.Copy(next, tags)
		if len(next) > maxTags {
			return tooManyTags()
		}
		k.Tags = next
		return nil
	})
}

// untagResource is https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html.
// To take off a tag that is not there is no error.
func (r *request) untagResource(in *tagInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	c.Required("tagKeys", in.TagKeys != nil)
	for i, key := range in.TagKeys {
		c.Length(fmt.Sprintf("tagKeys.%d.member", i+1), key, 1, 128)
	}
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	keys := authz.Context{}
	if len(in.TagKeys) > 0 {
		keys["aws:TagKeys"] = authz.Many(in.TagKeys...)
	}
	named, err := r.managed("kms:UntagResource", in.KeyId, keys)
	if err != nil {
		return nil, err
	}
	return nil, r.alter(named.Key, func(k *world.Key) *awsproto.Error {
		k.Tags = maps.Clone(k.Tags)
		maps.DeleteFunc(k.Tags, func(key, _ string) bool { return slices.Contains(in.TagKeys, key) })
		return nil
	})
}

type listTagsInput struct {
	KeyId string
	pageInput
}

type tagList struct {
	Tags []tag
	pageOutput
}

// listResourceTags is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html.
func (r *request) listResourceTags(in *listTagsInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	in.check(&c, 50)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:ListResourceTags", in.KeyId, nil)
	if err != nil {
		return nil, err
	}
	all := []tag{}
	for key, value := range named.Key.Tags {
		all = append(all, tag{key, value})
	}
	shown, page, err := paged(in.pageInput, 50, all, func(t tag) string { return t.TagKey })
	return tagList{shown, page}, err
}
