package generate

import (
	"iter"
	"maps"
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// Minimise takes away what it can of a call that fails: policies, statements,
// conditions, condition keys and grants, as long as what is left fails too.
func Minimise(c *authz.Call, fails func(*authz.Call) bool) *authz.Call {
	for again := true; again; {
		again = false
		for kept := 0; ; {
			less := nth(lesser(c), kept)
			if less == nil {
				break
			}
			if fails(less) {
				c, again = less, true
			} else {
				kept++ // what comes before is needed: go on behind it
			}
		}
	}
	return c
}

// nth is the call that n others come before, or nil.
func nth(calls iter.Seq[*authz.Call], n int) *authz.Call {
	for c := range calls {
		if n--; n < 0 {
			return c
		}
	}
	return nil
}

// lesser yields the calls that lack one thing that c has, the largest first.
func lesser(c *authz.Call) iter.Seq[*authz.Call] {
	return func(yield func(*authz.Call) bool) {
		for _, layer := range []authz.Layer{authz.ResourceControlPolicy, authz.ServiceControlPolicy, authz.VPCEndpointPolicy, authz.PermissionsBoundary, authz.SessionPolicy} {
			if made := Without(layer)(nil, c); countOf(made) < countOf(c) && !yield(made) {
				return
			}
		}
		if !lesserPolicies(c, yield) || !lesserSettings(c, yield) {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(c.Context)) {
			made := *c
			made.Context = maps.Clone(c.Context)
			delete(made.Context, name)
			if !yield(&made) {
				return
			}
		}
	}
}

// countOf is how many places a call has policies in.
func countOf(c *authz.Call) int {
	_, places := copied(c)
	return len(places)
}

func lesserPolicies(c *authz.Call, yield func(*authz.Call) bool) bool {
	_, places := copied(c)
	for i := range places {
		for j, a := range *places[i].list {
			made, copies := copied(c)
			*copies[i].list = without(*copies[i].list, j)
			if !yield(made) {
				return false
			}
			if a.Document == nil {
				continue
			}
			for _, d := range lesserDocuments(a.Document) {
				made, copies := copied(c)
				(*copies[i].list)[j].Document = d
				if !yield(made) {
					return false
				}
			}
		}
	}
	return true
}

// lesserDocuments lack one statement, condition or value of d.
func lesserDocuments(d *authz.Document) []*authz.Document {
	var all []*authz.Document
	for i := range d.Statements {
		all = append(all, withStatements(d, without(statements(d), i)))
	}
	less := func(i int, change func(*authz.Statement)) {
		s := statements(d)
		change(&s[i])
		all = append(all, withStatements(d, s))
	}
	for i, s := range d.Statements {
		for j := range s.Condition {
			less(i, func(s *authz.Statement) { s.Condition = without(s.Condition, j) })
		}
		for element := range 4 {
			for j := range *listOf(&s, element) {
				if len(*listOf(&s, element)) > 1 {
					less(i, func(s *authz.Statement) {
						list := listOf(s, element)
						*list = without(*list, j)
					})
				}
			}
		}
	}
	return all
}

func listOf(s *authz.Statement, element int) *[]string {
	return []*[]string{&s.Action, &s.NotAction, &s.Resource, &s.NotResource}[element]
}

func lesserSettings(c *authz.Call, yield func(*authz.Call) bool) bool {
	if c.S3 != nil {
		for i := range c.S3.BucketACL {
			s3 := *c.S3
			s3.BucketACL = without(s3.BucketACL, i)
			if !yield(withS3(c, &s3)) {
				return false
			}
		}
		for i := range c.S3.ObjectACL {
			s3 := *c.S3
			s3.ObjectACL = without(s3.ObjectACL, i)
			if !yield(withS3(c, &s3)) {
				return false
			}
		}
	}
	if c.KMS != nil {
		for i := range c.KMS.Grants {
			kms := *c.KMS
			kms.Grants = without(kms.Grants, i)
			made := *c
			made.KMS = &kms
			if !yield(&made) {
				return false
			}
		}
	}
	if c.AccessGrants != nil {
		for i := range c.AccessGrants.Grants {
			grants := *c.AccessGrants
			grants.Grants = without(grants.Grants, i)
			made := *c
			made.AccessGrants = &grants
			if !yield(&made) {
				return false
			}
		}
	}
	return true
}

func withS3(c *authz.Call, s3 *authz.S3) *authz.Call {
	made := *c
	made.S3 = s3
	return &made
}
