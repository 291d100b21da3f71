package generate

import (
	"math/rand/v2"
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// The transformations that give or take something.

// AddDeny adds a Deny to a policy: of everything, or of what one of the call's
// statements is about.
func AddDeny(r *rand.Rand, c *authz.Call) *authz.Call {
	made, places := copied(c)
	if len(places) == 0 {
		return nil
	}
	d := dice{r}
	p := pick(d, places)
	s := authz.Statement{Action: []string{"*"}, Resource: []string{"*"}}
	if from := pick(d, places); d.chance(80) && len(*from.list) > 0 {
		if a := pick(d, *from.list); a.Document != nil && len(a.Document.Statements) > 0 {
			s = pick(d, statements(a.Document))
		}
	}
	s.Sid, s.Effect = "Added", "Deny"
	if !p.names() {
		s.Principal, s.NotPrincipal = nil, nil
	} else if s.Principal == nil && s.NotPrincipal == nil {
		s.Principal = &authz.Principals{Any: true}
	}
	addStatement(d, p, s)
	return made
}

// AddSCPAllow adds an Allow of everything to every level of service control
// policies, or, where there are none, one level of it.
func AddSCPAllow(r *rand.Rand, c *authz.Call) *authz.Call {
	made, places := copied(c)
	s := authz.Statement{Sid: "Added", Effect: "Allow", Action: []string{"*"}, Resource: []string{"*"}}
	if made.Policies.SCP == nil {
		made.Policies.SCP = [][]authz.Attached{{}}
		places = []place{{authz.ServiceControlPolicy, &made.Policies.SCP[0]}}
	}
	for _, p := range places {
		if p.layer == authz.ServiceControlPolicy {
			addStatement(dice{r}, p, s)
		}
	}
	return made
}

// WidenBoundary lets the permissions boundary allow everything. It gives none to
// a caller who has none: that is no widening, and a Deny with NotPrincipal spares
// nobody who has one
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
func WidenBoundary(r *rand.Rand, c *authz.Call) *authz.Call {
	made, places := copied(c)
	for _, p := range places {
		if p.layer == authz.PermissionsBoundary {
			addStatement(dice{r}, p, authz.Statement{Sid: "Added", Effect: "Allow", Action: []string{"*"}, Resource: []string{"*"}})
			return made
		}
	}
	return nil
}

// addStatement adds s to a policy of the place, at any position, or as a policy
// of its own.
func addStatement(d dice, p place, s authz.Statement) {
	if len(*p.list) > 0 && d.chance(70) {
		a := &(*p.list)[d.IntN(len(*p.list))]
		if a.Document != nil {
			all := statements(a.Document)
			a.Document = withStatements(a.Document, slices.Insert(all, d.IntN(len(all)+1), s))
			return
		}
	}
	added := authz.Attached{Name: "Added", Document: &authz.Document{Version: "2012-10-17", Statements: []authz.Statement{s}}}
	if len(*p.list) > 0 {
		added.Level = (*p.list)[0].Level
	}
	*p.list = append(*p.list, added)
}

// RemoveAllow removes an Allow statement of a policy.
func RemoveAllow(r *rand.Rand, c *authz.Call) *authz.Call {
	made, places := copied(c)
	return removed(r, made, places)
}

// RemoveAllowElsewhere removes an Allow statement of a policy that is no resource
// policy.
func RemoveAllowElsewhere(r *rand.Rand, c *authz.Call) *authz.Call {
	made, places := copied(c)
	return removed(r, made, slices.DeleteFunc(places, func(p place) bool { return p.layer == authz.ResourcePolicy }))
}

func removed(r *rand.Rand, made *authz.Call, places []place) *authz.Call {
	type position struct {
		attached *authz.Attached
		index    int
	}
	var allows []position
	for _, p := range places {
		for i := range *p.list {
			a := &(*p.list)[i]
			if a.Document == nil {
				continue
			}
			for j, s := range a.Document.Statements {
				if s.Effect == "Allow" {
					allows = append(allows, position{a, j})
				}
			}
		}
	}
	if len(allows) == 0 {
		return nil
	}
	at := pick(dice{r}, allows)
	at.attached.Document = withStatements(at.attached.Document, slices.Delete(statements(at.attached.Document), at.index, at.index+1))
	return made
}

// RemoveGrant removes a grant of an ACL, of a KMS key or of S3 Access Grants.
func RemoveGrant(r *rand.Rand, c *authz.Call) *authz.Call {
	made := *c
	switch {
	case c.S3 != nil && len(c.S3.BucketACL)+len(c.S3.ObjectACL) > 0:
		s3 := *c.S3
		if n := len(s3.BucketACL); n > 0 && (len(s3.ObjectACL) == 0 || r.IntN(2) == 0) {
			s3.BucketACL = without(s3.BucketACL, r.IntN(n))
		} else {
			s3.ObjectACL = without(s3.ObjectACL, r.IntN(len(s3.ObjectACL)))
		}
		made.S3 = &s3
	case c.KMS != nil && len(c.KMS.Grants) > 0:
		kms := *c.KMS
		kms.Grants = without(kms.Grants, r.IntN(len(kms.Grants)))
		made.KMS = &kms
	case c.AccessGrants != nil && len(c.AccessGrants.Grants) > 0:
		grants := *c.AccessGrants
		grants.Grants = without(grants.Grants, r.IntN(len(grants.Grants)))
		made.AccessGrants = &grants
	default:
		return nil
	}
	return &made
}

func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// Without is the transformation that detaches every policy of a layer that only
// limits: a control policy, an endpoint policy, a boundary or a session policy.
func Without(layer authz.Layer) Transformation {
	return func(_ *rand.Rand, c *authz.Call) *authz.Call {
		made := *c
		p := &made.Policies
		switch layer {
		case authz.ResourceControlPolicy:
			p.RCP = nil
		case authz.ServiceControlPolicy:
			p.SCP = nil
		case authz.VPCEndpointPolicy:
			p.Endpoint = nil
		case authz.PermissionsBoundary:
			p.Boundary = nil
		case authz.SessionPolicy:
			p.Session = nil
		default:
			return nil
		}
		return &made
	}
}
