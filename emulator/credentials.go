package emulator

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"time"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// SessionOptions shape the credentials that Lab.Credentials mints for a role.
type SessionOptions struct {
	// Policies and PolicyARNs are session policies: documents, and ARNs of
	// managed policies of AWS or the role's account.
	Policies   []*world.Policy
	PolicyARNs []string
	// Tags are session tags.
	Tags map[string]string
	// SourceIdentity is aws:SourceIdentity, Name the role session name; the
	// default is the one in the reference, else world.DefaultSessionName.
	SourceIdentity string
	Name           string
	// DirectoryUser is the name of the user of IAM Identity Center whose
	// identity-enhanced session it is, if it is one.
	DirectoryUser string
	// Duration of the session; 0 means one hour. A negative one makes
	// credentials that have expired.
	Duration time.Duration

	// ofService: the lab itself uses them, for a job; keys are condition keys of
	// all their calls, contexts what the session that the job was made in carries.
	ofService bool
	keys      map[string]string
	contexts  []world.ProvidedContext
}

// Credentials mints what a client needs to call as ref (see world.Principal
// for its forms). A role's are those of a session, as a service that uses the
// role gets them: the trust policy is not asked. Users and root users have
// their long-term keys, anonymous has none. The error says what in ref or o
// cannot be.
func (l *Lab) Credentials(ref string, o SessionOptions) (world.Credential, error) {
	p, err := l.World().Principal(ref)
	if err != nil {
		return world.Credential{}, err
	}
	switch p.Caller.Kind {
	case authz.Anonymous:
		if !reflect.ValueOf(o).IsZero() {
			return world.Credential{}, fmt.Errorf("%s has no session; use a role", ref)
		}
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
	if o.Name == "" {
		o.Name = p.Session.Name
	}
	if err := o.check(); err != nil {
		return world.Credential{}, err
	}
	policies, err := l.sessionPolicies(p.Account.ID, o)
	if err != nil {
		return world.Credential{}, err
	}
	contexts, err := l.contexts(o.DirectoryUser)
	if err != nil {
		return world.Credential{}, err
	}
	lasts := o.Duration
	if lasts == 0 {
		lasts = time.Hour
	}
	now := l.now()
	c := l.worlds.Issue(now, world.Session{
		Kind: authz.AssumedRole, Account: p.Account.ID,
		Principal: p.Role.Name, PrincipalID: p.Role.ID, Name: o.Name,
		OfService: o.ofService, Keys: o.keys, Policies: policies, Tags: maps.Clone(o.Tags), SourceIdentity: o.SourceIdentity,
		Contexts: append(contexts, o.contexts...), IssuedAt: now, ExpiresAt: now.Add(lasts),
	})
	if c.Principal == nil { // the world has changed meanwhile
		return world.Credential{}, fmt.Errorf("there is no role %s any more", p.Role.ARN)
	}
	return c, nil
}

// sessionName is the form of role session names and source identities
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
var sessionName = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)

func (l *Lab) contexts(user string) ([]world.ProvidedContext, error) {
	if user == "" {
		return nil, nil
	}
	c, err := l.World().ContextOf(user)
	if err != nil {
		return nil, err
	}
	return []world.ProvidedContext{c}, nil
}

func (o SessionOptions) check() error {
	const form = "%s %q: want 2 to 64 letters, digits and +=,.@_-"
	switch {
	case !sessionName.MatchString(o.Name):
		return fmt.Errorf(form, "session name", o.Name)
	case o.SourceIdentity != "" && !sessionName.MatchString(o.SourceIdentity):
		return fmt.Errorf(form, "source identity", o.SourceIdentity)
	}
	return nil
}

func (l *Lab) longTerm(p *world.Principal, o SessionOptions) (world.Credential, error) {
	if !reflect.ValueOf(o).IsZero() {
		return world.Credential{}, fmt.Errorf("%s has long-term keys, which have no session policies, tags, source identity, name or duration; use a role", p.Caller.ARN)
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
	for i, p := range o.Policies {
		if p == nil || p.Document == nil {
			return nil, fmt.Errorf("session policy %d has no document", i+1)
		}
		out = append(out, authz.Attached{Name: "session policy", Document: p.Document})
	}
	for _, arn := range o.PolicyARNs {
		p, ok := l.World().ManagedPolicy(arn, account)
		if !ok {
			return nil, fmt.Errorf("session policy %q: there is no such managed policy; write its ARN", arn)
		}
		out = append(out, p)
	}
	return out, nil
}
