package iam

import (
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A kind is a type of IAM resource, as AWS's texts and ARNs name it.
type kind string

const (
	user            kind = "user"
	group           kind = "group"
	role            kind = "role"
	policy          kind = "policy"
	instanceProfile kind = "instance-profile"
)

func (k kind) title() string { return strings.ToUpper(string(k[:1])) + string(k[1:]) }

// A bearer is a user, group or role: what policies are attached to. It points
// into the account that it was found in.
type bearer struct {
	kind          kind
	name, arn, id string
	policies      *map[string]*world.Policy
	managed       *[]string
	// boundary and tags are nil for groups, which have none.
	boundary      *string
	tags          *map[string]string
	serviceLinked bool
}

// bearerOf finds a user, group or role by its name, in whatever case: names are
// unique without regard to it.
func bearerOf(a *world.Account, k kind, name string) (bearer, bool) {
	switch k {
	case user:
		if u, ok := named(a.Users, name); ok {
			return ofUser(u), true
		}
	case group:
		if g, ok := named(a.Groups, name); ok {
			return ofGroup(g), true
		}
	case role:
		if o, ok := named(a.Roles, name); ok {
			return ofRole(o), true
		}
	}
	return bearer{}, false
}

func ofUser(u *world.User) bearer {
	return bearer{kind: user, name: u.Name, arn: u.ARN, id: u.ID, policies: &u.Policies, managed: &u.Managed, boundary: &u.Boundary, tags: &u.Tags}
}

func ofGroup(g *world.Group) bearer {
	return bearer{kind: group, name: g.Name, arn: g.ARN, id: g.ID, policies: &g.Policies, managed: &g.Managed}
}

func ofRole(o *world.Role) bearer {
	return bearer{kind: role, name: o.Name, arn: o.ARN, id: o.ID, policies: &o.Policies, managed: &o.Managed,
		boundary: &o.Boundary, tags: &o.Tags, serviceLinked: o.ServiceLinked}
}

// named is the entry of m with a name, in whatever case.
func named[T any](m map[string]*T, name string) (*T, bool) {
	if v, ok := m[name]; ok {
		return v, true
	}
	for other, v := range m {
		if strings.EqualFold(other, name) {
			return v, true
		}
	}
	return nil, false
}

// find is bearerOf with AWS's error.
func find(a *world.Account, k kind, name string) (bearer, *awsproto.Error) {
	b, ok := bearerOf(a, k, name)
	if !ok {
		return b, noSuch(k, name)
	}
	return b, nil
}

// arn is that of something new in the caller's account.
func (r *request) arn(k kind, path, name string) string {
	return "arn:aws:iam::" + r.accountID() + ":" + string(k) + path + name
}

// existing is the target of an operation on a user, group or role that the
// request names. One that does not exist is asked about all the same: who may
// not ask must not learn that.
func (r *request) existing(k kind, name string) target {
	t := target{arn: r.arn(k, "/", name), account: r.accountID(), shown: string(k) + " " + name}
	b, ok := bearerOf(r.account(), k, name)
	if !ok {
		return t
	}
	t.arn = b.arn
	if b.tags != nil {
		t.keys = resourceTags(*b.tags, "iam:ResourceTag/")
	}
	if b.boundary != nil && *b.boundary != "" && readBoundary[r.x.Operation] {
		t.keys["iam:PermissionsBoundary"] = authz.One(*b.boundary)
	}
	return t
}

// readBoundary are the operations that have the principal's present boundary in
// iam:PermissionsBoundary
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
var readBoundary = map[string]bool{
	"AttachRolePolicy": true, "AttachUserPolicy": true, "DeleteRole": true,
	"DeleteRolePermissionsBoundary": true, "DeleteRolePolicy": true,
	"DeleteUserPermissionsBoundary": true, "DeleteUserPolicy": true,
	"DetachRolePolicy": true, "DetachUserPolicy": true, "GetRole": true,
	"PutRolePolicy": true, "PutUserPolicy": true, "UpdateAssumeRolePolicy": true,
	"UpdateRole": true, "UpdateRoleDescription": true,
}

// created is the target of an operation that makes something.
func (r *request) created(k kind, path, name string) target {
	arn := r.arn(k, path, name)
	return target{arn: arn, account: r.accountID(), shown: arn}
}

// listed is the target of an operation that lists what is below a path.
func (r *request) listed(k kind, path string) target { return everything(r.arn(k, path, "")) }

// byARN is an existing target that refusals name by its ARN.
func (t target) byARN() target {
	t.shown = t.arn
	return t
}
