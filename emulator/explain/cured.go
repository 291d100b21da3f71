package explain

import (
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// curedOf is call with the refusal d cured: the statement that denied is gone,
// the layer that was silent allows, the setting that stood in the way does not.
// ok is false for what nothing about the call can cure. call stays as it is.
func curedOf(call *authz.Call, d authz.Decision) (cured *authz.Call, ok bool) {
	c := *call
	f := d.Finding
	switch {
	case f != nil && (f.Setting == "RootUser" || f.Setting == "CrossAccountUse"):
		return nil, false
	case f != nil && f.Setting == "NetworkOrigin" && call.S3 != nil:
		s := *call.S3
		s.SourceVPC = s.AccessPointVPC
		c.S3 = &s
		return &c, true
	case f != nil && f.Index >= 0:
		for _, list := range lists(&c.Policies, d.Layer) {
			*list = without(*list, f)
		}
		return &c, true
	}
	if d.Layer == authz.S3AccessGrants && call.AccessGrants != nil {
		a := *call.AccessGrants
		a.Grants = append(slices.Clip(a.Grants), authz.AccessGrant{ID: "cure", Scope: a.Target, Permission: a.Permission, Grantee: call.Caller.PrincipalARN})
		c.AccessGrants = &a
		return &c, true
	}
	if change := settings[d.Layer]; change != nil && call.S3 != nil {
		s := *call.S3
		change(&s, &c, f)
		c.S3 = &s
		return &c, true
	}
	more := authz.Attached{Name: "cure", Document: allowing(call, d.Layer)}
	for _, list := range lists(&c.Policies, d.Layer) {
		*list = append(slices.Clip(*list), more)
	}
	return &c, true
}

// lists are the lists of policies of a layer, of which those of an organization
// have one for each level. They may be written to: the call they came from has
// its own.
func lists(p *authz.Policies, layer authz.Layer) []*[]authz.Attached {
	switch layer {
	case authz.IdentityPolicy:
		return []*[]authz.Attached{&p.Identity}
	case authz.PermissionsBoundary:
		return []*[]authz.Attached{&p.Boundary}
	case authz.SessionPolicy:
		return []*[]authz.Attached{&p.Session}
	case authz.VPCEndpointPolicy:
		return []*[]authz.Attached{&p.Endpoint}
	case authz.ResourcePolicy:
		return []*[]authz.Attached{&p.Resource}
	case authz.ServiceControlPolicy:
		return levels(&p.SCP)
	case authz.ResourceControlPolicy:
		return levels(&p.RCP)
	}
	return nil
}

func levels(of *[][]authz.Attached) []*[]authz.Attached {
	*of = slices.Clone(*of)
	var all []*[]authz.Attached
	for i := range *of {
		all = append(all, &(*of)[i])
	}
	return all
}

// without is the list without the statement of f. An inert one stands in its
// place, so that the others keep theirs.
func without(list []authz.Attached, f *authz.Finding) []authz.Attached {
	out := slices.Clone(list)
	for i, a := range out {
		if !holds(a, f) {
			continue
		}
		d := *a.Document
		d.Statements = slices.Clone(d.Statements)
		d.Statements[f.Index] = authz.Statement{Effect: "Deny", Action: []string{}}
		out[i].Document = &d
		break
	}
	return out
}

// holds: a is the policy that f is a statement of.
func holds(a authz.Attached, f *authz.Finding) bool {
	if a.Name != f.Policy || a.ARN != f.PolicyARN || a.Level != f.Level || a.Document == nil || f.Index >= len(a.Document.Statements) {
		return false
	}
	s := &a.Document.Statements[f.Index]
	return a.Document.File == f.File && s.Line == f.Line && s.Sid == f.Sid && s.Effect == "Deny" && len(s.Action)+len(s.NotAction) > 0
}

// allowing is a policy that allows the call; for the layers that name
// principals, to its caller.
func allowing(call *authz.Call, layer authz.Layer) *authz.Document {
	s := authz.Statement{Effect: "Allow", Action: []string{call.Action}, Resource: []string{"*"}}
	switch {
	case layer == authz.VPCEndpointPolicy, layer == authz.ResourcePolicy && call.Caller.Kind == authz.Anonymous:
		s.Principal = &authz.Principals{Any: true}
	case layer != authz.ResourcePolicy:
	case call.Caller.Kind == authz.Service:
		s.Principal = &authz.Principals{Service: []string{call.Caller.Service}}
	case call.Caller.Kind == authz.WebIdentity:
		s.Principal = &authz.Principals{Federated: []string{call.Caller.Provider}}
	default:
		s.Principal = &authz.Principals{AWS: []string{call.Caller.PrincipalARN}}
	}
	return &authz.Document{Version: "2012-10-17", Statements: []authz.Statement{s}}
}

// settings cure the layers that are no policies.
var settings = map[authz.Layer]func(s *authz.S3, call *authz.Call, f *authz.Finding){
	authz.S3ObjectOwnership: func(s *authz.S3, _ *authz.Call, _ *authz.Finding) {
		s.RequestCannedACL, s.RequestGrants = "", nil
	},
	authz.S3RequesterPays: func(s *authz.S3, call *authz.Call, _ *authz.Finding) {
		if s.PayerConfirmed = true; call.Caller.Kind == authz.Anonymous {
			s.Payer = "BucketOwner"
		}
	},
	authz.S3ACL: func(s *authz.S3, _ *authz.Call, _ *authz.Finding) { s.Ownership = "BucketOwnerEnforced" },
	authz.S3BlockPublicAccess: func(s *authz.S3, _ *authz.Call, f *authz.Finding) {
		b := &s.PublicAccess
		switch {
		case f == nil:
		case f.Setting == "BlockPublicAcls":
			b.BlockPublicAcls = false
		case f.Setting == "IgnorePublicAcls":
			b.IgnorePublicAcls = false
		case f.Setting == "BlockPublicPolicy":
			b.BlockPublicPolicy = false
		case f.Setting == "RestrictPublicBuckets":
			b.RestrictPublicBuckets = false
		}
	},
}
