package ec2

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// createTags is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html.
func (r *request) createTags(in *sdk.CreateTagsInput) (*sdk.CreateTagsOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	if err := r.permitTags(in.Resources, requestTags(tags)); err != nil {
		return nil, err
	}
	return &sdk.CreateTagsOutput{}, r.editTags(in.Resources, func(had map[string]string) *awsproto.Error {
		maps.Copy(had, tags)
		if len(had) > maxTags {
			return tooManyTags()
		}
		return nil
	})
}

// deleteTags is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html:
// without tags it deletes all, and a tag with a value only if it has that value.
func (r *request) deleteTags(in *sdk.DeleteTagsInput) (*sdk.DeleteTagsOutput, *awsproto.Error) {
	if err := r.permitTags(in.Resources, deletedTags(in.Tags)); err != nil {
		return nil, err
	}
	return &sdk.DeleteTagsOutput{}, r.editTags(in.Resources, func(had map[string]string) *awsproto.Error {
		if len(in.Tags) == 0 {
			clear(had)
		}
		for _, t := range in.Tags {
			if key := aws.ToString(t.Key); t.Value == nil || had[key] == *t.Value {
				delete(had, key)
			}
		}
		return nil
	})
}

func deletedTags(tags []types.Tag) authz.Context {
	c := authz.Context{}
	var keys []string
	for _, t := range tags {
		keys = append(keys, aws.ToString(t.Key))
		if t.Value != nil {
			c["aws:RequestTag/"+*t.Key] = authz.One(*t.Value)
		}
	}
	if len(keys) > 0 {
		c["aws:TagKeys"] = authz.Many(keys...)
	}
	return c
}

// permitTags asks about every one of the things with ids, and refuses what does
// not exist after what is not allowed.
func (r *request) permitTags(ids []string, keys authz.Context) *awsproto.Error {
	all := r.taggable(r.account())
	var asks []ask
	var missing *awsproto.Error
	for _, id := range ids {
		on, err := namedTag(all, id)
		if err != nil && missing == nil {
			missing = err
		}
		if on.kind == "" {
			return err // there is no resource to ask about
		}
		asks = append(asks, ask{on: on, keys: keys})
	}
	if err := r.permit(asks...); err != nil {
		return err
	}
	return missing
}

func namedTag(all []tagged, id string) (thing, *awsproto.Error) {
	prefix, _, _ := strings.Cut(id, "-")
	kind := prefixes[prefix]
	i := slices.IndexFunc(all, func(t tagged) bool { return t.id == id })
	switch {
	case kind == "":
		return thing{}, failure("InvalidID", "The ID '%s' is not valid", id)
	case i < 0:
		return thing{kind: kind, id: id}, notFound[kind](id)
	}
	return all[i].thing, nil
}

func (r *request) editTags(ids []string, edit func(map[string]string) *awsproto.Error) *awsproto.Error {
	return r.change(func(a *world.Account) *awsproto.Error {
		all := r.taggable(a)
		for _, id := range ids {
			i := slices.IndexFunc(all, func(t tagged) bool { return t.id == id })
			if i < 0 {
				_, err := namedTag(all, id)
				return err
			}
			if *all[i].set == nil {
				*all[i].set = map[string]string{}
			}
			if err := edit(*all[i].set); err != nil {
				return err
			}
		}
		return nil
	})
}
