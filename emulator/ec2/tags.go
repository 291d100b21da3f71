package ec2

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// The limits of tags
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions).
const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

// specified are the tags of a request that makes things of a kind.
func specified(specifications []types.TagSpecification, kind string) (map[string]string, *awsproto.Error) {
	var all []types.Tag
	for _, s := range specifications {
		if string(s.ResourceType) != kind {
			return nil, failure("InvalidParameterValue", "'%s' is not a valid taggable resource type for this operation.", s.ResourceType)
		}
		all = append(all, s.Tags...)
	}
	return tagsOf(all)
}

func tagsOf(list []types.Tag) (map[string]string, *awsproto.Error) {
	tags := map[string]string{}
	for _, t := range list {
		key, value := aws.ToString(t.Key), aws.ToString(t.Value)
		if err := checkTag(key, value); err != nil {
			return nil, err
		}
		if _, again := tags[key]; again {
			return nil, failure("InvalidParameterValue", "Duplicate tag key '%s' specified.", key)
		}
		tags[key] = value
	}
	if len(tags) > maxTags {
		return nil, tooManyTags()
	}
	return tags, nil
}

func checkTag(key, value string) *awsproto.Error {
	switch {
	case key == "":
		return failure("InvalidParameterValue", "Tag key cannot be empty.") // [U]
	case strings.HasPrefix(strings.ToLower(key), "aws:"):
		return failure("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
	case utf8.RuneCountInString(key) > maxTagKey:
		return failure("InvalidParameterValue", "Tag key exceeds the maximum length of %d characters", maxTagKey)
	case utf8.RuneCountInString(value) > maxTagValue:
		return failure("InvalidParameterValue", "Tag value exceeds the maximum length of %d characters", maxTagValue)
	}
	return nil
}

func tooManyTags() *awsproto.Error {
	return failure("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")
}

// requestTags are the condition keys of tags in a request.
func requestTags(tags map[string]string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		c["aws:RequestTag/"+key] = authz.One(value)
	}
	if len(tags) > 0 {
		c["aws:TagKeys"] = authz.Many(slices.Sorted(maps.Keys(tags))...)
	}
	return c
}

// tagging is the ask that follows when something is made with tags: who makes
// it needs ec2:CreateTags, with the action that makes it in ec2:CreateAction
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html).
func (r *request) tagging(kind string, tags map[string]string) []ask {
	if len(tags) == 0 {
		return nil
	}
	keys := requestTags(tags)
	keys["ec2:CreateAction"] = authz.One(r.x.Operation)
	return []ask{{action: "CreateTags", on: thing{kind: kind, id: "*"}, keys: keys}}
}

// making are the asks about something of a kind that is made with tags: the
// thing itself, what it is made with, and its tags.
func (r *request) making(kind string, keys authz.Context, tags map[string]string, with ...ask) []ask {
	made := requestTags(tags)
	maps.Copy(made, keys)
	asks := append([]ask{{on: thing{kind: kind, id: "*"}, keys: made}}, with...)
	return append(asks, r.tagging(kind, tags)...)
}

// tagList are tags as answers have them, by key.
func tagList(tags map[string]string) []types.Tag {
	out := []types.Tag{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		out = append(out, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return out
}
