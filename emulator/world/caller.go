package world

import "github.com/denylab/denylab/rego/authz"

// Anonymous is who sends a request without a signature.
func Anonymous() *Principal {
	return &Principal{Caller: authz.Caller{Kind: authz.Anonymous, ARN: "anonymous"}}
}

// ServicePrincipal is an AWS service that acts by itself, such as
// "sagemaker.amazonaws.com".
func ServicePrincipal(service string) *Principal {
	return &Principal{Caller: authz.Caller{Kind: authz.Service, ARN: service, Service: service}}
}

// WebIdentity is somebody of whom only the identity provider is known, by its
// ARN or, for a provider that IAM has built in, its host.
func WebIdentity(provider string) *Principal {
	return &Principal{Caller: authz.Caller{Kind: authz.WebIdentity, ARN: provider, Provider: provider}}
}

// caller begins an account's caller.
func (w *World) caller(a *Account, kind authz.CallerKind, arn string) authz.Caller {
	organization, management, _ := w.OrganizationOf(a.ID)
	return authz.Caller{
		Kind: kind, ARN: arn, PrincipalARN: arn, Account: a.ID, CanonicalID: a.CanonicalID,
		Organization: organization, ManagementAccount: management,
	}
}

func (w *World) root(a *Account) *Principal {
	return &Principal{Caller: w.caller(a, authz.Root, rootARN(a.ID)), Account: a}
}

func (w *World) user(a *Account, u *User) *Principal {
	p := &Principal{Caller: w.caller(a, authz.User, u.ARN), Account: a, User: u}
	p.Caller.UniqueID = u.ID
	return p
}

// session is a session of a role.
func (w *World) roleSession(a *Account, r *Role, s *Session) *Principal {
	arn := "arn:aws:sts::" + a.ID + ":assumed-role/" + r.Name + "/" + s.Name
	p := &Principal{Caller: w.caller(a, authz.AssumedRole, arn), Account: a, Role: r, Session: s}
	p.Caller.PrincipalARN, p.Caller.UniqueID, p.Caller.ServiceLinked = r.ARN, r.ID, r.ServiceLinked
	return p
}

// SessionPrincipal is whom temporary credentials stand for; false when the
// role or user they were issued for is gone, even if another one has its name
// now.
func (w *World) SessionPrincipal(s *Session) (*Principal, bool) {
	a := w.Accounts[s.Account]
	if a == nil || a.Closed {
		return nil, false
	}
	switch s.Kind {
	case authz.AssumedRole:
		if r := a.Roles[s.Principal]; r != nil && r.ID == s.PrincipalID {
			return w.roleSession(a, r, s), true
		}
		return nil, false
	case authz.Root:
		p := w.root(a)
		p.Session = s
		return p, true
	}
	var p *Principal
	if u := a.Users[s.Principal]; u != nil && u.ID == s.PrincipalID {
		p = w.user(a, u)
	} else if s.Principal == "" {
		p = w.root(a)
	} else {
		return nil, false
	}
	p.Session = s
	if s.Kind == authz.FederatedUser {
		p.Caller.Kind = authz.FederatedUser
		p.Caller.ARN = "arn:aws:sts::" + a.ID + ":federated-user/" + s.Name
	}
	return p, true
}

// idOf is the unique id that a session of s's principal carries now.
func (w *World) idOf(s Session) string {
	a := w.Accounts[s.Account]
	switch {
	case a == nil:
	case s.Kind == authz.AssumedRole && a.Roles[s.Principal] != nil:
		return a.Roles[s.Principal].ID
	case s.Kind != authz.AssumedRole && a.Users[s.Principal] != nil:
		return a.Users[s.Principal].ID
	}
	return ""
}
