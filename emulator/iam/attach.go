package iam

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// maxAttached is how many managed policies may be attached to one user, group
// or role
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const maxAttached = 10

// attach is https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
// and its like for users and groups.
func (r *request) attach(k kind, name, arn string) *awsproto.Error {
	if err := r.allowedAttachment(k, name, arn); err != nil {
		return err
	}
	return r.edit(k, name, func(b bearer) *awsproto.Error {
		_, _, found := r.attachable(arn)
		switch {
		case !found:
			return notAttachable(arn)
		case slices.Contains(*b.managed, arn):
			return nil
		case len(*b.managed) >= maxAttached:
			return overQuota("PoliciesPer"+k.title(), maxAttached) // [U]
		}
		*b.managed = append(*b.managed, arn)
		return nil
	})
}

func (r *request) detach(k kind, name, arn string) *awsproto.Error {
	if err := r.allowedAttachment(k, name, arn); err != nil {
		return err
	}
	return r.edit(k, name, func(b bearer) *awsproto.Error {
		at := slices.Index(*b.managed, arn)
		if at < 0 {
			return noSuchPolicy(arn)
		}
		*b.managed = slices.Delete(*b.managed, at, at+1)
		return nil
	})
}

func (r *request) allowedAttachment(k kind, name, arn string) *awsproto.Error {
	if !strings.HasPrefix(arn, "arn:") {
		return malformedARN()
	}
	return r.allowed(r.existing(k, name), authz.Context{"iam:PolicyARN": authz.One(arn)})
}

func (r *request) listAttached(k kind, name string, prefix, marker *string, size *int32) (page[types.AttachedPolicy], *awsproto.Error) {
	if err := r.allowed(r.existing(k, name), nil); err != nil {
		return page[types.AttachedPolicy]{}, err
	}
	b, err := find(r.account(), k, name)
	if err != nil {
		return page[types.AttachedPolicy]{}, err
	}
	var all []types.AttachedPolicy
	for _, p := range attachedPolicies(*b.managed) {
		if strings.HasPrefix(pathOf(*p.PolicyArn), or(prefix, "/")) {
			all = append(all, p)
		}
	}
	return paged(all, func(p types.AttachedPolicy) string { return *p.PolicyArn }, marker, size)
}

func attachedPolicies(arns []string) []types.AttachedPolicy {
	all := []types.AttachedPolicy{}
	for _, arn := range slices.Sorted(slices.Values(arns)) {
		all = append(all, types.AttachedPolicy{PolicyArn: aws.String(arn), PolicyName: aws.String(arn[strings.LastIndexByte(arn, '/')+1:])})
	}
	return all
}

// pathOf is the path in an ARN: /service-role/ in
// arn:aws:iam::aws:policy/service-role/NAME.
func pathOf(arn string) string {
	resource := arn[strings.LastIndexByte(arn, ':')+1:]
	return resource[strings.IndexByte(resource, '/') : strings.LastIndexByte(resource, '/')+1]
}

// putBoundary is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
// and its like for users.
func (r *request) putBoundary(k kind, name, arn string) *awsproto.Error {
	if !strings.HasPrefix(arn, "arn:") {
		return malformedARN()
	}
	if err := r.allowed(r.existing(k, name), boundaryKey(&arn)); err != nil {
		return err
	}
	return r.edit(k, name, func(b bearer) *awsproto.Error {
		if _, _, found := r.attachable(arn); !found {
			return notAttachable(arn)
		}
		*b.boundary = arn
		return nil
	})
}

func (r *request) deleteBoundary(k kind, name string) *awsproto.Error {
	if err := r.allowed(r.existing(k, name), nil); err != nil {
		return err
	}
	return r.edit(k, name, func(b bearer) *awsproto.Error {
		if *b.boundary == "" {
			return noSuchEntity("The %s with name %s does not have a permissions boundary", k, b.name) // [U]
		}
		*b.boundary = ""
		return nil
	})
}

// boundaryKey is iam:PermissionsBoundary of a request that sets one.
func boundaryKey(arn *string) authz.Context {
	if arn == nil {
		return nil
	}
	return authz.Context{"iam:PermissionsBoundary": authz.One(*arn)}
}
