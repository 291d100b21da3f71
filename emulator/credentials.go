package emulator

import (
	"fmt"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Credentials mints what a client needs to call as ref (see world.Principal
// for its forms). A role's are those of a session, as a service that uses the
// role gets them: the trust policy is not asked. Anonymous has none.
func (l *Lab) Credentials(ref string, o SessionOptions) (world.Credential, error) {
	p, err := l.World().Principal(ref)
	if err != nil {
		return world.Credential{}, err
	}
	switch p.Caller.Kind {
	case authz.Anonymous:
		return world.Credential{Principal: p}, nil
	case authz.AssumedRole, authz.Role:
		return l.roleSession(p, o)
	case authz.User, authz.Root:
		return l.longTerm(p, o)
	default:
		return world.Credential{}, fmt.Errorf("%s cannot sign requests: it is a %s", ref, p.Caller.Kind)
	}
}

// CredentialsAs mints credentials of ref without session options.
func (l *Lab) CredentialsAs(ref string) (world.Credential, error) {
	return l.Credentials(ref, SessionOptions{})
}

func (l *Lab) roleSession(p *world.Principal, o SessionOptions) (world.Credential, error) {
	policies, err := l.sessionPolicies(p.Account.ID, o)
	if err != nil {
		return world.Credential{}, err
	}
	name := o.Name
	if name == "" {
		name = p.Caller.ARN[strings.LastIndex(p.Caller.ARN, "/")+1:]
	}
	lasts := o.Duration
	if lasts == 0 {
		lasts = time.Hour
	}
	now := l.now()
	return l.worlds.Issue(now, world.Session{
		Kind: authz.AssumedRole, Account: p.Account.ID,
		Principal: p.Role.Name, PrincipalID: p.Role.ID, Name: name,
		Policies: policies, Tags: o.Tags, SourceIdentity: o.SourceIdentity,
		IssuedAt: now, ExpiresAt: now.Add(lasts),
	}), nil
}

func (l *Lab) longTerm(p *world.Principal, o SessionOptions) (world.Credential, error) {
	if len(o.Policies)+len(o.PolicyARNs)+len(o.Tags) > 0 || o.SourceIdentity != "" {
		return world.Credential{}, fmt.Errorf("%s has long-term keys, which carry no session policy, tags or source identity; use a role", p.Caller.ARN)
	}
	c, ok := l.World().LongTermCredential(p)
	if !ok {
		return world.Credential{}, fmt.Errorf("%s has no active access key", p.Caller.ARN)
	}
	return *c, nil
}

func (l *Lab) sessionPolicies(account string, o SessionOptions) ([]authz.Attached, error) {
	if len(o.Policies)+len(o.PolicyARNs) == 0 {
		return nil, nil
	}
	out := []authz.Attached{}
	for _, p := range o.Policies {
		out = append(out, authz.Attached{Name: "session policy", Document: p.Document})
	}
	for _, arn := range o.PolicyARNs {
		p, ok := l.World().ManagedPolicy(arn, account)
		if !ok {
			return nil, fmt.Errorf("session policy %s does not exist", arn)
		}
		out = append(out, p)
	}
	return out, nil
}
