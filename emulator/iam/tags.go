package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxTags is how many tags a resource may have
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
const maxTags = 50

// tagsOf are the tags of a request, whose keys compare without case.
func tagsOf(list []types.Tag) (map[string]string, *awsproto.Error) {
	tags, seen := map[string]string{}, map[string]bool{}
	for _, t := range list {
		folded := strings.ToLower(*t.Key)
		switch {
		case strings.HasPrefix(folded, "aws:"):
			return nil, invalidInput("Tag keys beginning with aws: are reserved") // [U]
		case seen[folded]:
			return nil, invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		}
		seen[folded] = true
		tags[*t.Key] = *t.Value
	}
	return tags, nil
}

// tagList is tags as answers have them.
func tagList(tags map[string]string) []types.Tag {
	all := []types.Tag{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		value := tags[key]
		all = append(all, types.Tag{Key: &key, Value: &value})
	}
	return all
}

// A tagged is something that has tags: how to ask about it, and where they are.
type tagged struct {
	target func(*request) (target, *awsproto.Error)
	// tags finds them in an account, or says that there is no such thing.
	tags func(*world.Account) (*map[string]string, *awsproto.Error)
}

func userTags(name string) tagged { return bearerTags(user, name) }
func roleTags(name string) tagged { return bearerTags(role, name) }

func bearerTags(k kind, name string) tagged {
	return tagged{
		target: func(r *request) (target, *awsproto.Error) { return r.existing(k, name).byARN(), nil },
		tags: func(a *world.Account) (*map[string]string, *awsproto.Error) {
			b, err := find(a, k, name)
			return b.tags, err
		},
	}
}

func policyTags(arn string) tagged {
	return tagged{
		target: func(r *request) (target, *awsproto.Error) { return r.policyTarget(arn) },
		tags: func(a *world.Account) (*map[string]string, *awsproto.Error) {
			p, err := ownPolicy(a, arn)
			if err != nil {
				return nil, err
			}
			return &p.Tags, nil
		},
	}
}

// tag is https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
// and its like.
func (r *request) tag(on tagged, list []types.Tag) *awsproto.Error {
	tags, err := tagsOf(list)
	if err != nil {
		return err
	}
	if err := r.allowedTags(on, requestTags(tags)); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		had, err := on.tags(a)
		if err != nil {
			return err
		}
		merged := without(*had, slices.Collect(maps.Keys(tags)))
		maps.Copy(merged, tags)
		if len(merged) > maxTags {
			return overQuota("TagsPerResource", maxTags) // [U]
		}
		*had = merged
		return nil
	})
}

func (r *request) untag(on tagged, keys []string) *awsproto.Error {
	if err := r.allowedTags(on, authz.Context{"aws:TagKeys": authz.Many(keys...)}); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		had, err := on.tags(a)
		if err != nil {
			return err
		}
		*had = without(*had, keys)
		return nil
	})
}

func (r *request) listTags(on tagged, marker *string, size *int32) (page[types.Tag], *awsproto.Error) {
	if err := r.allowedTags(on, nil); err != nil {
		return page[types.Tag]{}, err
	}
	tags, err := on.tags(r.account())
	if err != nil {
		return page[types.Tag]{}, err
	}
	return paged(tagList(*tags), func(t types.Tag) string { return *t.Key }, marker, size)
}

func (r *request) allowedTags(on tagged, keys authz.Context) *awsproto.Error {
	t, err := on.target(r)
	if err != nil {
		return err
	}
	return r.allowed(t, keys)
}

// without is a copy of tags without some keys, in whatever case.
func without(tags map[string]string, keys []string) map[string]string {
	rest := map[string]string{}
	for key, value := range tags {
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, key) }) {
			rest[key] = value
		}
	}
	return rest
}
