package sts

import (
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type sessionTokenResult struct{ Credentials credentials }

// getSessionToken is
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html:
// a user's or root's own permissions under temporary keys. No permission is
// needed, so the rules are not asked. An MFA code makes the session one with MFA.
func (r *request) getSessionToken(form awsproto.Form) (any, *awsproto.Error) {
	p := &parameters{form: form}
	seconds := p.duration(900, 129600)
	shown := p.readMFA()
	if err := p.failure(); err != nil {
		return nil, err
	}
	caller := r.principal()
	if !longTerm(caller) {
		return nil, withSessionCredentials("GetSessionToken")
	}
	used, err := shown.of(caller)
	if err != nil {
		return nil, err
	}
	session := r.session(caller, seconds)
	session.Kind, session.MFA = caller.Caller.Kind, used
	return sessionTokenResult{r.issued(session)}, nil
}

// longTerm says whether the caller is a user or root with its own keys, which
// alone may ask for these tokens.
func longTerm(p *world.Principal) bool {
	return p.Session == nil && (p.Caller.Kind == authz.User || p.Caller.Kind == authz.Root)
}

// session is a session of the caller itself: 12 hours unless it asked for
// something else, and never more than one hour for root.
func (r *request) session(caller *world.Principal, seconds int) world.Session {
	if seconds == 0 {
		seconds = 43200
	}
	if caller.Caller.Kind == authz.Root {
		seconds = min(seconds, 3600)
	}
	s := world.Session{
		Account: caller.Caller.Account, PrincipalID: caller.Caller.UniqueID,
		IssuedAt: r.x.Now, ExpiresAt: r.x.Now.Add(time.Duration(seconds) * time.Second),
	}
	if caller.User != nil {
		s.Principal = caller.User.Name
	}
	return s
}

type federationTokenResult struct {
	Credentials      credentials
	FederatedUser    federatedUser
	PackedPolicySize int `xml:",omitempty"`
}

type federatedUser struct{ FederatedUserId, Arn string }

// getFederationToken is
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html.
func (r *request) getFederationToken(form awsproto.Form) (any, *awsproto.Error) {
	p := &parameters{form: form}
	name := p.text("Name", true, 2, 32, namePattern)
	seconds := p.duration(900, 129600)
	tags, policies := p.readTags(), p.readPolicies()
	if err := p.failure(); err != nil {
		return nil, err
	}
	caller := r.principal()
	if !longTerm(caller) {
		return nil, withSessionCredentials("GetFederationToken")
	}
	if err := tags.check(nil); err != nil {
		return nil, err
	}
	attached, err := policies.attached(r.x.World, caller.Caller.Account)
	if err != nil {
		return nil, err
	}
	percent, err := packed(policies, tags)
	if err != nil {
		return nil, err
	}
	arn := "arn:aws:sts::" + caller.Caller.Account + ":federated-user/" + name
	if err := r.mayFederate(arn, tags); err != nil {
		return nil, err
	}
	session := r.session(caller, seconds)
	session.Kind, session.Name, session.Policies = authz.FederatedUser, name, attached
	session.Tags, _ = tags.all()
	return federationTokenResult{r.issued(session), federatedUser{caller.Caller.Account + ":" + name, arn}, percent}, nil
}

func (r *request) mayFederate(arn string, tags *sessionTags) *awsproto.Error {
	c := authz.Context{}
	tags.addTo(c)
	actions := []string{"sts:GetFederationToken"}
	if tags.any() {
		actions = append(actions, "sts:TagSession")
	}
	for _, action := range actions {
		q := gate.Question{Action: action, Resource: arn, ResourceAccount: r.principal().Caller.Account, Context: c}
		if err := r.ask(q); err != nil {
			return err
		}
	}
	return nil
}
