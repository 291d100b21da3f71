package iam

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxAccessKeys is how many access keys one user may have
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const maxAccessKeys = 2

// An owner is whose access keys an operation is about: a user, or the account's
// root user, which has no name.
type owner struct{ name string }

// keyOwner is whom a request names, else who calls.
func (r *request) keyOwner(sent *string) (owner, *awsproto.Error) {
	if sent == nil && r.x.Identity.Principal.Caller.Kind == authz.Root {
		return owner{}, nil
	}
	name, err := r.userName(sent)
	return owner{name}, err
}

func (r *request) ownerTarget(o owner) target {
	if o.name != "" {
		return r.existing(user, o.name)
	}
	arn := r.x.Identity.Principal.Caller.ARN
	return target{arn: arn, account: r.accountID(), shown: arn}
}

// keys points at the owner's access keys in an account; name is the user's as
// it is written there, nil for root.
func (o owner) keys(a *world.Account) (keys *[]world.AccessKey, name *string, err *awsproto.Error) {
	if o.name == "" {
		return &a.RootAccessKeys, nil, nil
	}
	u, ok := named(a.Users, o.name)
	if !ok {
		return nil, nil, noSuch(user, o.name)
	}
	return &u.AccessKeys, &u.Name, nil
}

func noSuchKey(id string) *awsproto.Error {
	return noSuchEntity("The Access Key with id %s cannot be found.", id)
}

// createAccessKey is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html.
func (r *request) createAccessKey(in *sdk.CreateAccessKeyInput) (*sdk.CreateAccessKeyOutput, *awsproto.Error) {
	o, err := r.keyOwner(in.UserName)
	if err != nil {
		return nil, err
	}
	t := r.ownerTarget(o)
	if err := r.allowed(t, nil); err != nil {
		return nil, err
	}
	out := &types.AccessKey{Status: types.StatusTypeActive, CreateDate: &r.x.Now}
	err = r.change(func(a *world.Account) *awsproto.Error {
		keys, name, err := o.keys(a)
		switch {
		case err != nil:
			return err
		case len(*keys) >= maxAccessKeys:
			return overQuota("AccessKeysPerUser", maxAccessKeys)
		}
		key := world.NewAccessKey(a.Make("access key of " + t.arn)...)
		key.Created = r.x.Now
		out.UserName, out.AccessKeyId, out.SecretAccessKey = name, &key.ID, &key.Secret
		*keys = append(*keys, key)
		return nil
	})
	return &sdk.CreateAccessKeyOutput{AccessKey: out}, err
}

// updateAccessKey is https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html.
func (r *request) updateAccessKey(in *sdk.UpdateAccessKeyInput) *awsproto.Error {
	return r.editKey(in.UserName, *in.AccessKeyId, func(keys *[]world.AccessKey, at int) *awsproto.Error {
		if in.Status == types.StatusTypeExpired {
			return validation("Invalid status value: Expired") // [U] AWS alone lets keys expire
		}
		(*keys)[at].Inactive = in.Status == types.StatusTypeInactive
		return nil
	})
}

// deleteAccessKey is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html.
func (r *request) deleteAccessKey(in *sdk.DeleteAccessKeyInput) *awsproto.Error {
	return r.editKey(in.UserName, *in.AccessKeyId, func(keys *[]world.AccessKey, at int) *awsproto.Error {
		*keys = slices.Delete(*keys, at, at+1)
		return nil
	})
}

func (r *request) editKey(userName *string, id string, edit func(keys *[]world.AccessKey, at int) *awsproto.Error) *awsproto.Error {
	o, err := r.keyOwner(userName)
	if err != nil {
		return err
	}
	if err := r.allowed(r.ownerTarget(o), nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		keys, _, err := o.keys(a)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(*keys, func(k world.AccessKey) bool { return k.ID == id })
		if at < 0 {
			return noSuchKey(id)
		}
		return edit(keys, at)
	})
}

// listAccessKeys is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html.
func (r *request) listAccessKeys(in *sdk.ListAccessKeysInput) (*sdk.ListAccessKeysOutput, *awsproto.Error) {
	o, err := r.keyOwner(in.UserName)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(r.ownerTarget(o), nil); err != nil {
		return nil, err
	}
	keys, name, err := o.keys(r.account())
	if err != nil {
		return nil, err
	}
	var all []types.AccessKeyMetadata
	for _, k := range *keys {
		status := types.StatusTypeActive
		if k.Inactive {
			status = types.StatusTypeInactive
		}
		all = append(all, types.AccessKeyMetadata{UserName: name, AccessKeyId: aws.String(k.ID), Status: status, CreateDate: aws.Time(k.Created)})
	}
	p, err := paged(all, func(k types.AccessKeyMetadata) string { return *k.AccessKeyId }, in.Marker, in.MaxItems)
	return &sdk.ListAccessKeysOutput{AccessKeyMetadata: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// getAccessKeyLastUsed is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html.
// The lab does not keep when a key was used: it answers as AWS does for one
// that never was.
func (r *request) getAccessKeyLastUsed(in *sdk.GetAccessKeyLastUsedInput) (*sdk.GetAccessKeyLastUsedOutput, *awsproto.Error) {
	name := ""
	for _, u := range r.account().Users {
		if slices.ContainsFunc(u.AccessKeys, func(k world.AccessKey) bool { return k.ID == *in.AccessKeyId }) {
			name = u.Name
		}
	}
	if err := r.allowed(r.existing(user, name), nil); err != nil {
		return nil, err
	}
	root := slices.ContainsFunc(r.account().RootAccessKeys, func(k world.AccessKey) bool { return k.ID == *in.AccessKeyId })
	if name == "" && !root {
		return nil, noSuchKey(*in.AccessKeyId)
	}
	return &sdk.GetAccessKeyLastUsedOutput{
		UserName:          aws.String(name),
		AccessKeyLastUsed: &types.AccessKeyLastUsed{Region: aws.String("N/A"), ServiceName: aws.String("N/A")},
	}, nil
}
