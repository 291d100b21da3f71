package engine_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/generate"
)

// A property relates the decisions over a call and over what a transformation
// makes of it.
type property struct {
	name string
	// transform makes the call of the second decision. before, if there is one,
	// makes that of the first.
	before, transform generate.Transformation
	// except are calls that the property does not speak of.
	except func(*authz.Call) bool
	holds  func(before, after authz.Decision) bool
}

// The exceptions are AWS's own:
//
//   - An Allow can make a bucket policy public, and RestrictPublicBuckets then
//     refuses other accounts: to take that Allow away lets those in that another
//     statement names.
//   - A GetFederationToken session without a session policy may do nothing: to
//     give it one allows more.
var properties = []property{
	{name: "adding a Deny never allows", transform: generate.AddDeny, holds: neverAllows},
	{name: "removing an Allow elsewhere than from the resource's policy never allows", transform: generate.RemoveAllowElsewhere, holds: neverAllows},
	{name: "removing an Allow never allows", transform: generate.RemoveAllow, except: restrictsPublicBuckets, holds: neverAllows},
	{name: "removing a grant never allows", transform: generate.RemoveGrant, holds: neverAllows},
	{name: "an SCP never grants", before: generate.Without(authz.ServiceControlPolicy), transform: generate.AddSCPAllow, holds: neverAllows},
	{name: "an RCP never grants", before: generate.Without(authz.ResourceControlPolicy), holds: neverAllows},
	{name: "an endpoint policy never grants", before: generate.Without(authz.VPCEndpointPolicy), holds: neverAllows},
	{name: "a boundary never grants", before: generate.Without(authz.PermissionsBoundary), holds: neverAllows},
	{name: "a session policy never grants", before: generate.Without(authz.SessionPolicy), except: isFederated, holds: neverAllows},
	{name: "widening a boundary never denies", transform: generate.WidenBoundary, holds: neverDenies},
	{name: "reordering statements changes nothing", transform: generate.ReorderStatements, holds: sameButForTheStatement},
	{name: "splitting arrays changes nothing", transform: generate.SplitArrays, holds: sameButForTheStatement},
	{name: "the case of actions changes nothing", transform: generate.CaseOfActions, holds: same},
	{name: "permuting context keys changes nothing", transform: generate.PermuteContext, holds: same},
}

func restrictsPublicBuckets(c *authz.Call) bool {
	return c.S3 != nil && c.S3.PublicAccess.RestrictPublicBuckets
}

func isFederated(c *authz.Call) bool { return c.Caller.Kind == authz.FederatedUser }

func neverAllows(before, after authz.Decision) bool { return before.Allowed || !after.Allowed }

func neverDenies(before, after authz.Decision) bool { return !before.Allowed || after.Allowed }

func same(before, after authz.Decision) bool { return cmp.Equal(before, after) }

// sameButForTheStatement: of several statements that decide the first is named,
// which another order changes.
func sameButForTheStatement(before, after authz.Decision) bool {
	for _, d := range []*authz.Decision{&before, &after} {
		if f := d.Finding; f != nil {
			d.Finding = &authz.Finding{Layer: f.Layer, Verdict: f.Verdict, Setting: f.Setting}
		}
	}
	return cmp.Equal(before, after)
}

func TestProperties(t *testing.T) {
	e := testEngine(t)
	for i, p := range properties {
		t.Run(p.name, func(t *testing.T) {
			asked := 0
			for name, c := range generatedFrom(t, 50*i, 200) {
				broken := func(c *authz.Call) string {
					if p.except != nil && p.except(c) {
						return ""
					}
					first, second := transformed(p.before, c), transformed(p.transform, c)
					if first == nil || second == nil {
						return ""
					}
					asked++
					before, after := decide(t, e, first), decide(t, e, second)
					if p.holds(before, after) {
						return ""
					}
					return fmt.Sprintf("before %s, after %s\n%s", sentence(before), sentence(after), cmp.Diff(before, after))
				}
				if broken(c) != "" {
					counterexample(t, name, c, broken)
					return
				}
			}
			if asked < 25 {
				t.Errorf("only %d calls were asked", asked)
			}
		})
	}
}

func transformed(by generate.Transformation, c *authz.Call) *authz.Call {
	if by == nil {
		return c
	}
	return by(chance(), c)
}
