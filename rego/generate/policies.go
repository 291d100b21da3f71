package generate

import (
	"strconv"

	"github.com/denylab/denylab/rego/authz"
)

// policies are those that reach a situation's call. Whoever has none by his
// nature is mostly given none.
func (w *World) policies(s situation) authz.Policies {
	var p authz.Policies
	c := s.caller
	if limited(c) || w.chance(5) {
		who := c.PrincipalARN
		p.Identity = w.at("identity of "+who, func() []authz.Attached { return w.identity() })
		p.Boundary = w.at("boundary of "+who, func() []authz.Attached { return w.limit(authz.PermissionsBoundary, "Boundary") })
		if c.Kind != authz.User && c.Kind != authz.Role {
			p.Session = w.at("session of "+c.ARN, func() []authz.Attached { return w.limit(authz.SessionPolicy, "") })
			if c.Kind == authz.FederatedUser && p.Session == nil && !w.focus[authz.SessionPolicy] {
				p.Session = w.at("open session of "+c.ARN, func() []authz.Attached { return []authz.Attached{w.open("session", identityForm)} })
			}
		}
	}
	if c.Organization != "" {
		p.SCP = w.levels("scp", c.Account, authz.ServiceControlPolicy, controlForm)
	}
	if organizationOf(s.owner) != "" {
		p.RCP = w.levels("rcp", s.owner, authz.ResourceControlPolicy, rcpForm)
	}
	p.Endpoint = w.at("endpoint", w.endpoint)
	p.Resource = w.at("resource "+bucketOf(s.resource), func() []authz.Attached { return w.resourcePolicy(s) })
	return p
}

// limited: identity policies, boundary and session policy are asked about c.
func limited(c authz.Caller) bool {
	switch c.Kind {
	case authz.User, authz.Role, authz.AssumedRole, authz.FederatedUser:
		return true
	default:
		return false
	}
}

// at is what is attached at a place of the world; policies makes it the first
// time.
func (w *World) at(place string, policies func() []authz.Attached) []authz.Attached {
	if _, ok := w.attached[place]; !ok {
		w.attached[place] = policies()
	}
	return w.attached[place]
}

// attach is a policy in a place: a new document, or now and then one that is
// attached elsewhere too.
func (w *World) attach(name string, f form) authz.Attached {
	if !f.principals && f.resources && len(w.documents) > 0 && w.chance(6) {
		return authz.Attached{Name: name, Document: pick(w.dice, w.documents)}
	}
	return authz.Attached{Name: name, Document: w.document(f)}
}

// open is a policy that allows everything.
func (w *World) open(name string, f form) authz.Attached {
	d := &authz.Document{Version: "2012-10-17", Statements: []authz.Statement{w.openStatement(f)}, File: name + ".json"}
	return authz.Attached{Name: name, Document: d}
}

func (w *World) identity() []authz.Attached {
	elsewhere := w.focus[authz.KMSGrant] || w.focus[authz.S3ACL]
	switch {
	case w.focus[authz.IdentityPolicy]:
		policies := []authz.Attached{}
		for i := range w.IntN(4) {
			a := w.attach("Identity"+strconv.Itoa(i+1), identityForm)
			if w.chance(40) {
				a.ARN = "arn:aws:iam::" + home + ":policy/" + a.Name
			}
			policies = append(policies, a)
		}
		return policies
	case elsewhere && w.chance(30):
		return []authz.Attached{}
	default:
		return []authz.Attached{w.open("Open", identityForm)}
	}
}

// limit is a boundary or session policy.
func (w *World) limit(layer authz.Layer, name string) []authz.Attached {
	if !w.focus[layer] {
		if w.chance(85) {
			return nil
		}
		return []authz.Attached{w.open(name, identityForm)}
	}
	switch {
	case len(w.focus) > 2 && w.chance(40):
		return nil
	case w.chance(6):
		return []authz.Attached{}
	}
	f := identityForm
	f.open = w.chance(40)
	policies := []authz.Attached{w.attach(name, f)}
	if layer == authz.SessionPolicy && w.chance(30) {
		policies = append(policies, w.attach("Passed", identityForm))
	}
	return policies
}

// levels are the control policies of an account, from the organization's root
// down.
func (w *World) levels(kind, account string, layer authz.Layer, f form) [][]authz.Attached {
	place := kind + " of " + account
	absent := w.at(place, func() []authz.Attached {
		if w.chance(map[bool]int{true: 5, false: 70}[w.focus[layer]]) {
			return nil
		}
		return []authz.Attached{}
	}) == nil
	if absent {
		return nil
	}
	names := []string{"r-root", "ou-ml", "ou-deep", account}
	if account == partner {
		names = []string{"r-root", account}
	}
	levels := [][]authz.Attached{}
	for _, level := range names {
		levels = append(levels, w.at(kind+" at "+level, func() []authz.Attached { return w.controls(kind, level, layer, f) }))
	}
	return levels
}

func (w *World) controls(kind, level string, layer authz.Layer, f form) []authz.Attached {
	policies := []authz.Attached{}
	if kind == "scp" && (!w.focus[layer] || w.chance(80)) {
		full := w.open("FullAWSAccess", f)
		full.ARN, full.Level = "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess", level
		policies = append(policies, full)
	}
	if w.focus[layer] && w.chance(map[string]int{"scp": 45, "rcp": 28}[kind]) {
		a := w.attach("Control-"+level, f)
		a.ARN, a.Level = "arn:aws:organizations::"+management+":policy/"+ownOrganization+"/"+kind+"/p-"+level, level
		policies = append(policies, a)
	}
	return policies
}

func (w *World) endpoint() []authz.Attached {
	switch {
	case !w.focus[authz.VPCEndpointPolicy] && w.chance(85), len(w.focus) > 2 && w.chance(40):
		return nil
	case !w.focus[authz.VPCEndpointPolicy]:
		return []authz.Attached{w.open("vpce-1", bucketForm)}
	case w.chance(5):
		return []authz.Attached{}
	}
	f := bucketForm
	f.open = w.chance(50)
	return []authz.Attached{w.attach("vpce-1", f)}
}

// resourcePolicy is the policy of a bucket, key, role or queue. One that the
// world is not about lets everybody in, or, where a grant or an ACL is to
// decide, nobody.
func (w *World) resourcePolicy(s situation) []authz.Attached {
	f := bucketForm
	switch s.action.on {
	case role:
		f = trustForm
	case nothing, alias, user, table:
		return nil
	}
	switch {
	case w.focus[authz.ResourcePolicy] && w.chance(10):
		return nil
	case w.focus[authz.ResourcePolicy]:
		return []authz.Attached{w.attach("", f)}
	case (w.focus[authz.KMSGrant] || w.focus[authz.S3ACL]) && w.chance(75),
		w.focus[authz.S3BlockPublicAccess] && w.chance(60), s.action.on == bucket && w.chance(20):
		return nil
	}
	open := w.open("", f)
	if s.caller.Account != "" && w.chance(70) {
		open.Document.Statements[0].Principal = &authz.Principals{AWS: []string{rootARN(s.owner), s.caller.Account}}
	}
	if s.caller.Kind == authz.WebIdentity {
		open.Document.Statements[0].Principal = &authz.Principals{Federated: []string{s.caller.Provider}}
	}
	return []authz.Attached{open}
}
