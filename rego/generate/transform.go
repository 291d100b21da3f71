package generate

import (
	"math/rand/v2"
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// A Transformation makes another call of one, by chance where there is a choice.
// It is nil when the call has nothing of the kind. The call and its documents
// stay as they are: documents are immutable, so what changes is made anew.
type Transformation func(*rand.Rand, *authz.Call) *authz.Call

// A place is where policies are attached: a layer, or one level of one.
type place struct {
	layer authz.Layer
	list  *[]authz.Attached
}

// names: the statements there name principals.
func (p place) names() bool {
	switch p.layer {
	case authz.ResourceControlPolicy, authz.VPCEndpointPolicy, authz.ResourcePolicy:
		return true
	default:
		return false
	}
}

// copied is a copy of the call whose lists of policies may be changed through
// its places, which are those that something is attached to.
func copied(c *authz.Call) (*authz.Call, []place) {
	made := *c
	p := &made.Policies
	var places []place
	add := func(layer authz.Layer, list *[]authz.Attached) {
		if *list != nil {
			*list = append([]authz.Attached{}, *list...)
			places = append(places, place{layer, list})
		}
	}
	levels := func(layer authz.Layer, levels *[][]authz.Attached) {
		*levels = slices.Clone(*levels)
		for i := range *levels {
			add(layer, &(*levels)[i])
		}
	}
	levels(authz.ResourceControlPolicy, &p.RCP)
	levels(authz.ServiceControlPolicy, &p.SCP)
	add(authz.VPCEndpointPolicy, &p.Endpoint)
	add(authz.ResourcePolicy, &p.Resource)
	add(authz.IdentityPolicy, &p.Identity)
	add(authz.PermissionsBoundary, &p.Boundary)
	add(authz.SessionPolicy, &p.Session)
	return &made, places
}

// rewritten is the call with every document rewritten, also the one that the
// request brings.
func rewritten(c *authz.Call, rewrite func([]authz.Statement) []authz.Statement) *authz.Call {
	made, places := copied(c)
	for _, p := range places {
		for i, a := range *p.list {
			if a.Document != nil {
				(*p.list)[i].Document = withStatements(a.Document, rewrite(statements(a.Document)))
			}
		}
	}
	if c.S3 != nil && c.S3.RequestPolicy != nil {
		s3 := *c.S3
		s3.RequestPolicy = withStatements(s3.RequestPolicy, rewrite(statements(s3.RequestPolicy)))
		made.S3 = &s3
	}
	return made
}

func withStatements(d *authz.Document, s []authz.Statement) *authz.Document {
	return &authz.Document{Version: d.Version, ID: d.ID, Statements: s, File: d.File}
}

// statements are copies of a document's statements that share nothing with it.
func statements(d *authz.Document) []authz.Statement {
	all := slices.Clone(d.Statements)
	for i := range all {
		s := &all[i]
		s.Principal, s.NotPrincipal = copiedPrincipals(s.Principal), copiedPrincipals(s.NotPrincipal)
		s.Action, s.NotAction = slices.Clone(s.Action), slices.Clone(s.NotAction)
		s.Resource, s.NotResource = slices.Clone(s.Resource), slices.Clone(s.NotResource)
		s.Condition = slices.Clone(s.Condition)
		for j := range s.Condition {
			s.Condition[j].Values = slices.Clone(s.Condition[j].Values)
		}
	}
	return all
}

func copiedPrincipals(p *authz.Principals) *authz.Principals {
	if p == nil {
		return nil
	}
	return &authz.Principals{
		Any: p.Any, AWS: slices.Clone(p.AWS), Service: slices.Clone(p.Service),
		Federated: slices.Clone(p.Federated), CanonicalUser: slices.Clone(p.CanonicalUser),
	}
}
