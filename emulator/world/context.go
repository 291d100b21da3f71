package world

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/rego/authz"
)

// PrincipalContext are the condition keys about who calls
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties).
// now is the time of the request; a session that was not issued yet counts as
// issued now.
func (w *World) PrincipalContext(p *Principal, now time.Time) authz.Context {
	c := authz.Context{}
	w.AddPrincipal(c, p, now)
	return c
}

// AddPrincipal adds the keys of PrincipalContext to c.
func (w *World) AddPrincipal(c authz.Context, p *Principal, now time.Time) {
	if p != nil && p.of != nil && p.of == w.index {
		maps.Copy(c, p.keys)
	} else {
		maps.Copy(c, w.principalKeys(p))
	}
	if p != nil && p.Account != nil && p.Session != nil {
		p.Session.context(c, now)
	}
}

// principalKeys are the keys that do not depend on the time.
func (w *World) principalKeys(p *Principal) authz.Context {
	c := authz.Context{}
	switch {
	case p == nil || p.Caller.Kind == authz.Anonymous:
		c["aws:PrincipalType"] = authz.One("Anonymous")
		c["aws:userid"] = authz.One("anonymous")
		return c
	case p.Caller.Kind == authz.Service:
		c["aws:PrincipalIsAWSService"] = authz.One("true")
		c["aws:PrincipalServiceName"] = authz.One(p.Caller.Service)
		c["aws:PrincipalServiceNamesList"] = authz.Many(p.Caller.Service)
		return c
	case p.Account == nil:
		return c
	}
	c["aws:PrincipalArn"] = authz.One(principalARN(p))
	c["aws:PrincipalAccount"] = authz.One(p.Account.ID)
	c["aws:PrincipalIsAWSService"] = authz.One("false")
	c["aws:PrincipalType"] = authz.One(principalType(p.Caller.Kind))
	c["aws:userid"] = authz.One(userID(p))
	if p.User != nil && p.Caller.Kind == authz.User {
		c["aws:username"] = authz.One(p.User.Name)
	}
	if id, _, path := w.OrganizationOf(p.Account.ID); id != "" {
		c["aws:PrincipalOrgID"] = authz.One(id)
		c["aws:PrincipalOrgPaths"] = authz.Many(path)
	}
	if p.Session != nil {
		maps.Copy(c, w.IdentityContext(p.Session.Contexts))
	}
	for key, value := range principalTags(p) {
		c["aws:PrincipalTag/"+key] = authz.One(value)
	}
	return c
}

// principalARN is aws:PrincipalArn: the role's ARN for a role session, but a
// federated user's own.
func principalARN(p *Principal) string {
	if p.Caller.Kind == authz.FederatedUser {
		return p.Caller.ARN
	}
	return p.Caller.PrincipalARN
}

func principalType(k authz.CallerKind) string {
	switch k {
	case authz.Root:
		return "Account"
	case authz.User:
		return "User"
	case authz.FederatedUser:
		return "FederatedUser"
	default:
		return "AssumedRole"
	}
}

// userID is aws:userid
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable).
func userID(p *Principal) string {
	switch p.Caller.Kind {
	case authz.Root:
		return p.Account.ID
	case authz.FederatedUser:
		return p.Account.ID + ":" + p.Session.Name
	case authz.AssumedRole:
		return p.Caller.UniqueID + ":" + p.Session.Name
	default:
		return p.Caller.UniqueID
	}
}

// principalTags are the tags of the role or user with the session's over them.
// Tag keys compare without case.
func principalTags(p *Principal) map[string]string {
	var own map[string]string
	switch {
	case p.Role != nil:
		own = p.Role.Tags
	case p.User != nil:
		own = p.User.Tags
	}
	all, spelling := map[string]string{}, map[string]string{}
	for key, value := range own {
		all[key], spelling[strings.ToLower(key)] = value, key
	}
	if p.Session != nil {
		for key, value := range p.Session.Tags {
			delete(all, spelling[strings.ToLower(key)])
			all[key] = value
		}
	}
	return all
}

// context adds the keys that only temporary credentials have.
func (s *Session) context(c authz.Context, now time.Time) {
	issued := s.IssuedAt
	if issued.IsZero() {
		issued = now
	}
	c["aws:TokenIssueTime"] = authz.One(issued.UTC().Format(time.RFC3339))
	c["aws:MultiFactorAuthPresent"] = authz.One(strconv.FormatBool(s.MFA))
	if s.MFA {
		c["aws:MultiFactorAuthAge"] = authz.One(strconv.FormatInt(int64(now.Sub(issued)/time.Second), 10))
	}
	if s.SourceIdentity != "" {
		c["aws:SourceIdentity"] = authz.One(s.SourceIdentity)
	}
	for key, value := range s.Keys {
		c[key] = authz.One(value)
	}
}

// ResourceContext are the condition keys about whose a resource is; none for
// an action without a resource.
func (w *World) ResourceContext(account string) authz.Context {
	c := authz.Context{}
	w.AddResource(c, account)
	return c
}

// AddResource adds the keys of ResourceContext to c.
func (w *World) AddResource(c authz.Context, account string) {
	if account == "" {
		return
	}
	c["aws:ResourceAccount"] = authz.One(account)
	if id, _, path := w.OrganizationOf(account); id != "" {
		c["aws:ResourceOrgID"] = authz.One(id)
		c["aws:ResourceOrgPaths"] = authz.Many(path)
	}
}

// SourceContext are the condition keys of a call that a service makes by itself
// on behalf of a resource: its ARN and whose it is
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid).
func (w *World) SourceContext(arn, account string) authz.Context {
	c := authz.Context{"aws:SourceArn": authz.One(arn), "aws:SourceAccount": authz.One(account)}
	if id, _, path := w.OrganizationOf(account); id != "" {
		c["aws:SourceOrgID"] = authz.One(id)
		c["aws:SourceOrgPaths"] = authz.Many(path)
	}
	return c
}
