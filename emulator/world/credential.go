package world

// Credential finds what an access key id stands for: a long-term key of a user
// or of an account's root user, or a session. It is false for a key that does
// not exist, is inactive or belongs to a closed account.
//
// A session whose role or user is gone, or whose account is closed, is found
// without a Principal: it is dead, but AWS looks at its expiry first.
func (w *World) Credential(accessKeyID string) (*Credential, bool) {
	x := w.find()
	c, ok := x.known.get(accessKeyID)
	if session, _ := w.Sessions.Get(accessKeyID); !ok || c.Principal.Session != session {
		if c, ok = w.credential(accessKeyID); ok && c.Principal != nil && x == w.index {
			c.Principal.keys, c.Principal.of = w.principalKeys(c.Principal), x
			x.known.put(c)
		}
	}
	return c, ok
}

func (w *World) credential(accessKeyID string) (*Credential, bool) {
	if h, ok := w.find().longTerm[accessKeyID]; ok {
		if h.key.Inactive || h.account.Closed {
			return nil, false
		}
		return w.longTerm(h), true
	}
	s, ok := w.Sessions.Get(accessKeyID)
	if !ok {
		return nil, false
	}
	p, _ := w.SessionPrincipal(s)
	return &Credential{AccessKeyID: s.AccessKeyID, Secret: s.Secret, Token: s.Token, ExpiresAt: s.ExpiresAt, Principal: p}, true
}

func (w *World) longTerm(h holder) *Credential {
	c := &Credential{AccessKeyID: h.key.ID, Secret: h.key.Secret}
	if h.user != nil {
		c.Principal = w.user(h.account, h.user)
	} else {
		c.Principal = w.root(h.account)
	}
	return c
}

// LongTermCredential is the first active long-term key pair of a user or root
// user; false for everybody else.
func (w *World) LongTermCredential(p *Principal) (*Credential, bool) {
	if p == nil || p.Account == nil || p.Session != nil {
		return nil, false
	}
	keys := p.Account.RootAccessKeys
	if p.User != nil {
		keys = p.User.AccessKeys
	}
	for _, k := range keys {
		if !k.Inactive {
			return w.longTerm(holder{key: k, account: p.Account, user: p.User}), true
		}
	}
	return nil, false
}

// AccountOfKey is the account whose an access key is, also when it is inactive
// or has expired; "" when there is none.
func (w *World) AccountOfKey(accessKeyID string) string {
	if h, ok := w.find().longTerm[accessKeyID]; ok {
		return h.account.ID
	}
	if s, ok := w.Sessions.Get(accessKeyID); ok {
		return s.Account
	}
	return ""
}
