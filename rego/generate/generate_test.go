package generate_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/generate"
)

func calls(first uint64, n int) map[string]*authz.Call {
	all := map[string]*authz.Call{}
	for name, c := range generate.Calls(first, n) {
		all[name] = c
	}
	return all
}

// A failure names a world and a call, which must be the same the next time.
func TestTheSameSeedMakesTheSameCalls(t *testing.T) {
	once := calls(7, 40)
	if len(once) != 40 {
		t.Fatalf("%d names for 40 calls", len(once))
	}
	if diff := cmp.Diff(once, calls(7, 40)); diff != "" {
		t.Errorf("the same calls differ:\n%s", diff)
	}
	for name, c := range calls(10, 4) {
		if diff := cmp.Diff(once[name], c); diff != "" {
			t.Errorf("call %s of its world alone differs:\n%s", name, diff)
		}
	}
}

// The calls of a world share documents, so that what is kept for a document is
// met again.
func TestCallsShareDocuments(t *testing.T) {
	seen, shared := map[*authz.Document]bool{}, 0
	for _, c := range generate.Calls(0, 100) {
		for _, a := range c.Policies.Identity {
			if seen[a.Document] {
				shared++
			}
			seen[a.Document] = true
		}
	}
	if shared < 30 {
		t.Errorf("100 calls meet an identity policy again %d times", shared)
	}
}

// Everything that policies can say is said.
func TestEverythingIsGenerated(t *testing.T) {
	seen := map[string]int{}
	for _, c := range generate.Calls(0, 1500) {
		seen["caller "+string(c.Caller.Kind)]++
		if c.WildcardOnly {
			seen["wildcard-only"]++
		}
		if c.Caller.ServiceLinked {
			seen["service-linked"]++
		}
		if c.Caller.ManagementAccount {
			seen["management account"]++
		}
		if c.Caller.Account != "" && c.ResourceAccount != "" && c.Caller.Account != c.ResourceAccount {
			seen["cross account, same organization "+map[bool]string{true: "yes", false: "no"}[c.Caller.Organization == c.ResourceOrganization]]++
		}
		p := c.Policies
		lists := append(append([][]authz.Attached{p.Identity, p.Boundary, p.Session, p.Endpoint, p.Resource}, p.SCP...), p.RCP...)
		for _, list := range lists {
			for _, a := range list {
				lookAt(a.Document, seen)
			}
		}
	}
	want := []string{
		"caller anonymous", "caller root", "caller user", "caller assumed-role", "caller federated-user", "caller role",
		"caller service", "caller web-identity", "wildcard-only", "service-linked", "management account",
		"cross account, same organization yes", "cross account, same organization no",
		"NotAction", "NotResource", "NotPrincipal", "any", "AWS", "Service", "Federated", "CanonicalUser",
		"deep", "variable", "default", "ifexists", "foranyvalue:", "forallvalues:", "version ", "version 2008-10-17", "version 2012-10-17",
	}
	for _, operator := range generate.Operators() {
		want = append(want, strings.ToLower(operator))
	}
	for _, what := range want {
		if seen[what] < 3 {
			t.Errorf("%q is met %d times in 1,500 calls", what, seen[what])
		}
	}
}

func lookAt(d *authz.Document, seen map[string]int) {
	seen["version "+d.Version]++
	if len(d.Statements) > 30 {
		seen["deep"]++
	}
	for _, s := range d.Statements {
		for what, has := range map[string]bool{"NotAction": s.NotAction != nil, "NotResource": s.NotResource != nil, "NotPrincipal": s.NotPrincipal != nil} {
			if has {
				seen[what]++
			}
		}
		if p := s.Principal; p != nil {
			for what, has := range map[string]bool{"any": p.Any, "AWS": p.AWS != nil, "Service": p.Service != nil, "Federated": p.Federated != nil, "CanonicalUser": p.CanonicalUser != nil} {
				if has {
					seen[what]++
				}
			}
		}
		for _, r := range s.Resource {
			if strings.Contains(r, "${aws:username}") {
				seen["variable"]++
			}
			if strings.Contains(r, "'none'}") {
				seen["default"]++
			}
		}
		for _, c := range s.Condition {
			operator := strings.ToLower(c.Operator)
			for _, set := range []string{"foranyvalue:", "forallvalues:"} {
				if rest, ok := strings.CutPrefix(operator, set); ok {
					seen[set]++
					operator = rest
				}
			}
			if rest, ok := strings.CutSuffix(operator, "ifexists"); ok {
				seen["ifexists"]++
				operator = rest
			}
			seen[operator]++
		}
	}
}

// What a transformation is given stays as it is, for documents are immutable.
func TestTransformationsCopy(t *testing.T) {
	for name, transform := range map[string]generate.Transformation{
		"AddDeny": generate.AddDeny, "AddSCPAllow": generate.AddSCPAllow, "WidenBoundary": generate.WidenBoundary,
		"RemoveAllow": generate.RemoveAllow, "RemoveAllowElsewhere": generate.RemoveAllowElsewhere, "RemoveGrant": generate.RemoveGrant,
		"Without": generate.Without(authz.ServiceControlPolicy), "ReorderStatements": generate.ReorderStatements,
		"SplitArrays": generate.SplitArrays, "CaseOfActions": generate.CaseOfActions, "PermuteContext": generate.PermuteContext,
		"ChangeFacts": func(r *rand.Rand, c *authz.Call) *authz.Call { return generate.ChangeFacts(r, c)[0] },
	} {
		t.Run(name, func(t *testing.T) {
			before, changed := calls(0, 60), 0
			for name, c := range generate.Calls(0, 60) {
				if made := transform(rand.New(rand.NewPCG(1, 1)), c); made != nil && !reflect.DeepEqual(made, c) {
					changed++
				}
				if diff := cmp.Diff(before[name], c); diff != "" {
					t.Errorf("the call it was given has changed:\n%s", diff)
				}
			}
			if changed < 10 {
				t.Errorf("it changes %d of 60 calls", changed)
			}
		})
	}
}

// What is left of a failing call is what makes it fail.
func TestMinimise(t *testing.T) {
	allow := authz.Statement{Effect: "Allow", Action: []string{"s3:*", "ec2:*"}, Resource: []string{"*"}}
	deny := authz.Statement{Effect: "Deny", Action: []string{"s3:Get*", "s3:Put*"}, Resource: []string{"*"},
		Condition: []authz.Condition{{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"true"}}}}
	policies := []authz.Attached{
		{Name: "A", Document: &authz.Document{Statements: []authz.Statement{allow, deny}}},
		{Name: "B", Document: &authz.Document{Statements: []authz.Statement{allow}}},
	}
	call := &authz.Call{
		Action: "s3:GetObject", Context: authz.Context{"aws:SourceIp": authz.One("10.0.0.1")},
		Policies:     authz.Policies{Identity: policies, Boundary: policies, SCP: [][]authz.Attached{policies}},
		S3:           &authz.S3{BucketACL: []authz.Grant{{Permission: "READ"}}, ObjectACL: []authz.Grant{{Permission: "READ"}}},
		KMS:          &authz.KMS{Grants: []authz.KeyGrant{{ID: "grant-1"}}},
		AccessGrants: &authz.AccessGrants{Grants: []authz.AccessGrant{{ID: "grant-1"}}},
	}
	denies := func(c *authz.Call) bool {
		for _, a := range c.Policies.Identity {
			for _, s := range a.Document.Statements {
				if s.Effect == "Deny" && slices.Contains(s.Action, "s3:Put*") {
					return true
				}
			}
		}
		return false
	}
	deny.Action, deny.Condition = []string{"s3:Put*"}, []authz.Condition{}
	want := &authz.Call{
		Action: "s3:GetObject", Context: authz.Context{},
		Policies:     authz.Policies{Identity: []authz.Attached{{Name: "A", Document: &authz.Document{Statements: []authz.Statement{deny}}}}},
		S3:           &authz.S3{BucketACL: []authz.Grant{}, ObjectACL: []authz.Grant{}},
		KMS:          &authz.KMS{Grants: []authz.KeyGrant{}},
		AccessGrants: &authz.AccessGrants{Grants: []authz.AccessGrant{}},
	}
	if diff := cmp.Diff(want, generate.Minimise(call, denies)); diff != "" {
		t.Errorf("the smallest call that fails (-want +got):\n%s", diff)
	}
}
