package iam

import (
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// putInline is https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
// and its like for users and groups.
func (r *request) putInline(k kind, name, policyName, text string) *awsproto.Error {
	if err := r.allowed(r.existing(k, name), nil); err != nil {
		return err
	}
	p, err := r.document(text, iampolicy.Inline)
	if err != nil {
		return err
	}
	return r.edit(k, name, func(b bearer) *awsproto.Error {
		size := iampolicy.Size(p.JSON)
		for other, q := range *b.policies {
			if other != policyName {
				size += iampolicy.Size(q.JSON)
			}
		}
		if limit := iampolicy.InlineLimit(string(k)); size > limit {
			return limitExceeded("Maximum policy size of %d bytes exceeded for %s %s", limit, k, b.name) // [U]
		}
		if *b.policies == nil {
			*b.policies = map[string]*world.Policy{}
		}
		(*b.policies)[policyName] = p
		return nil
	})
}

// edit changes a user, group or role of the caller's account, unless it is
// AWS's to change.
func (r *request) edit(k kind, name string, change func(bearer) *awsproto.Error) *awsproto.Error {
	return r.change(func(a *world.Account) *awsproto.Error {
		b, err := find(a, k, name)
		switch {
		case err != nil:
			return err
		case b.serviceLinked:
			return unmodifiable(k, b.name)
		}
		return change(b)
	})
}

// An inline is an inline policy as answers have it.
type inline struct{ of, name, document *string }

func (r *request) getInline(k kind, name, policyName string) (inline, *awsproto.Error) {
	if err := r.allowed(r.existing(k, name), nil); err != nil {
		return inline{}, err
	}
	b, err := find(r.account(), k, name)
	if err != nil {
		return inline{}, err
	}
	p := (*b.policies)[policyName]
	if p == nil {
		return inline{}, noSuchInline(k, policyName)
	}
	return inline{&b.name, &policyName, encoded(p)}, nil
}

func (r *request) deleteInline(k kind, name, policyName string) *awsproto.Error {
	if err := r.allowed(r.existing(k, name), nil); err != nil {
		return err
	}
	return r.edit(k, name, func(b bearer) *awsproto.Error {
		if (*b.policies)[policyName] == nil {
			return noSuchInline(k, policyName)
		}
		delete(*b.policies, policyName)
		return nil
	})
}

func (r *request) listInline(k kind, name string, marker *string, size *int32) (page[string], *awsproto.Error) {
	if err := r.allowed(r.existing(k, name), nil); err != nil {
		return page[string]{}, err
	}
	b, err := find(r.account(), k, name)
	if err != nil {
		return page[string]{}, err
	}
	return paged(slices.Collect(maps.Keys(*b.policies)), self, marker, size)
}

func noSuchInline(k kind, policyName string) *awsproto.Error {
	return noSuchEntity("The %s policy with name %s cannot be found.", k, policyName)
}
