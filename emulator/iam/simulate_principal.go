package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// accountIn is the account of an ARN, or the account id that it is.
func accountIn(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return arn
}

// kindIn is the kind and name of the user, group or role of an ARN.
func kindIn(arn string) (k kind, name string) {
	resource := arn[strings.LastIndexByte(arn, ':')+1:]
	before, _, _ := strings.Cut(resource, "/")
	return kind(before), resource[strings.LastIndexByte(resource, '/')+1:]
}

// entityTarget is the target of an operation on a user, group or role that the
// request names by its ARN.
func (r *request) entityTarget(arn string) target {
	return target{arn: arn, account: accountIn(arn), shown: arn}
}

// entity is the user, group or role of the account with an ARN.
func (r *request) entity(arn string) (bearer, *awsproto.Error) {
	k, name := kindIn(arn)
	if k != user && k != group && k != role || !strings.HasPrefix(arn, "arn:aws:iam::") {
		return bearer{}, invalidInput("Invalid Entity Arn: %s", arn)
	}
	b, ok := bearerOf(r.account(), k, name)
	if !ok || b.arn != arn {
		return bearer{}, noSuch(k, name)
	}
	return b, nil
}

// principal takes the policies of a user, group or role, and who that is.
func (s *simulation) principal(arn string) *awsproto.Error {
	b, err := s.entity(arn)
	if err != nil {
		return err
	}
	s.policies.Identity = []authz.Attached{}
	for _, of := range s.bearing(b) {
		s.borne(of)
	}
	s.is(b)
	if b.boundary != nil && *b.boundary != "" && !b.serviceLinked {
		if name, p, ok := s.account().Managed(*b.boundary); ok {
			s.policies.Boundary = []authz.Attached{s.attach(managedSource(name, *b.boundary, p), *b.boundary, p.Document)}
		}
	}
	return nil
}

// bearing are b and, of a user, its groups.
func (r *request) bearing(b bearer) []bearer {
	all := []bearer{b}
	if b.kind == user {
		u := r.account().Users[b.name]
		for _, name := range slices.Sorted(slices.Values(u.Groups)) {
			if g := r.account().Groups[name]; g != nil {
				all = append(all, ofGroup(g))
			}
		}
	}
	return all
}

// borne adds the policies that are attached to one user, group or role.
func (s *simulation) borne(b bearer) {
	for _, name := range names(*b.policies) {
		p := (*b.policies)[name]
		from := source{id: string(b.kind) + "_" + b.name + "_" + name, kind: types.PolicySourceType(b.kind), text: p.JSON}
		s.policies.Identity = append(s.policies.Identity, s.attach(from, "", p.Document))
	}
	for _, arn := range slices.Sorted(slices.Values(*b.managed)) {
		if name, p, ok := s.account().Managed(arn); ok {
			s.policies.Identity = append(s.policies.Identity, s.attach(managedSource(name, arn, p), arn, p.Document))
		}
	}
}

func managedSource(name, arn string, p *world.Policy) source {
	kind := types.PolicySourceTypeUserManaged
	if _, _, ok := iampolicy.AWSManaged(arn); ok {
		kind = types.PolicySourceTypeAwsManaged
	}
	return source{id: name, kind: kind, text: p.JSON}
}

// is makes b the caller, with the condition keys about it and the SCPs of its
// account. A group calls as a user that has its policies and nothing else.
func (s *simulation) is(b bearer) {
	w := s.x.World
	p := &world.Principal{Account: s.account()}
	p.Caller = authz.Caller{Kind: authz.User, ARN: b.arn, PrincipalARN: b.arn, Account: s.accountID(), UniqueID: b.id, CanonicalID: s.account().CanonicalID, ServiceLinked: b.serviceLinked}
	p.Caller.Organization, p.Caller.ManagementAccount, _ = w.OrganizationOf(s.accountID())
	switch b.kind {
	case user:
		p.User = s.account().Users[b.name]
	case role:
		p.Caller.Kind, p.Role = authz.Role, s.account().Roles[b.name]
		p.Session = &world.Session{Kind: authz.AssumedRole, Name: world.DefaultSessionName, IssuedAt: s.x.Now}
	}
	s.caller = p.Caller
	s.policies.SCP = w.Policies(p).SCP
	s.context = authz.Context{}
	maps.Copy(s.context, w.PrincipalContext(p, s.x.Now))
	if b.kind == role { // a session would have them, the role itself has not
		for _, key := range []string{"aws:userid", "aws:TokenIssueTime", "aws:MultiFactorAuthPresent"} {
			delete(s.context, key)
		}
	}
}

// callAs makes the user, group or role with an ARN the caller, who keeps the
// policies of the simulation.
func (s *simulation) callAs(arn string) *awsproto.Error {
	b, err := s.entity(arn)
	if err == nil {
		s.is(b)
		return nil
	}
	// AWS takes the ARN of a user that it does not have, too.
	if k, _ := kindIn(arn); k != user && k != role && k != group {
		return invalidInput("Invalid Entity Arn: %s", arn) // [U]
	}
	account := accountIn(arn)
	s.caller = authz.Caller{Kind: authz.User, ARN: arn, PrincipalARN: arn, Account: account}
	s.caller.Organization, s.caller.ManagementAccount, _ = s.x.World.OrganizationOf(account)
	s.context = authz.Context{"aws:PrincipalArn": authz.One(arn), "aws:PrincipalAccount": authz.One(account)}
	return nil
}
