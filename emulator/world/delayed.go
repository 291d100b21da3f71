package world

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// What one snapshot says of a principal of a later one: changes of IAM that are
// not in force everywhere yet.

// SameButSessions says whether two snapshots differ in sessions only.
func (w *World) SameButSessions(other *World) bool { return w.index == other.index }

// Attached are the identity policies and the boundary that w has for a principal
// of a later snapshot: none for one that w does not know.
func (w *World) Attached(p *Principal) (identity, boundary []authz.Attached) {
	of, known := w.find().attached[p.Caller.UniqueID]
	if !known && p.Caller.UniqueID != "" {
		return []authz.Attached{}, nil
	}
	return of.identity, of.boundary
}

// Former is a principal of a later snapshot with the tags that w has for it.
func (w *World) Former(p *Principal) *Principal {
	former := *p
	former.of, former.keys = nil, nil // which are of the later snapshot
	switch {
	case p.Account == nil:
	case p.Role != nil:
		r := *p.Role
		r.Tags = nil
		if old := w.roleWithID(p.Account.ID, r.ID); old != nil {
			r.Tags = old.Tags
		}
		former.Role = &r
	case p.User != nil:
		u := *p.User
		u.Tags = nil
		if old := w.userWithID(p.Account.ID, u.ID); old != nil {
			u.Tags = old.Tags
		}
		former.User = &u
	}
	return &former
}

// Trust is the trust policy that w has for the role with an ARN; false when
// there is no such role.
func (w *World) Trust(roleARN string) (*Policy, bool) {
	r, ok := w.Role(roleARN)
	if !ok {
		return nil, false
	}
	return r.Trust, true
}

// IsRole says whether an ARN has the form of a role's.
func IsRole(arn string) bool {
	return strings.HasPrefix(arn, "arn:aws:iam::") && strings.Contains(arn, ":role/")
}

func (w *World) roleWithID(account, id string) *Role {
	if a := w.Accounts[account]; a != nil {
		for _, r := range a.Roles {
			if r.ID == id {
				return r
			}
		}
	}
	return nil
}

func (w *World) userWithID(account, id string) *User {
	if a := w.Accounts[account]; a != nil {
		for _, u := range a.Users {
			if u.ID == id {
				return u
			}
		}
	}
	return nil
}
