package engine

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/policy"
)

// The rules may read nothing of a call but what class_key.go writes down. Who
// makes them read more has to think of the key: then this table changes, too.
func TestRulesReadOnly(t *testing.T) {
	anywhere := []string{"*"}
	known := map[string][]string{
		"input.call.action":        {"statement.rego"}, // to print it
		"input.call.action_lower":  anywhere,
		"input.call.service":       anywhere,
		"input.call.resource":      {"statement.rego", "call.rego"}, // ":role/", ":key/"
		"input.call.wildcard_only": anywhere,
		// Values are read by the names that a statement gives (context_keys).
		"input.context": {"condition.rego", "variable.rego", "report.rego"},
		// The encryption context is compared with the constraints of grants.
		"input.kms.encryption_context": {"kms_grant.rego"},
	}
	for _, name := range []string{"call.resource_account", "call.resource_organization",
		"caller.kind", "caller.arn", "caller.principal_arn", "caller.account", "caller.organization", "caller.unique_id",
		"caller.canonical_id", "caller.service", "caller.provider", "caller.service_linked", "caller.management_account",
		"policies.identity", "policies.boundary", "policies.session", "policies.scp", "policies.rcp", "policies.endpoint",
		"policies.resource", "policies",
		"s3", "s3.bucket_owner", "s3.bucket_owner_canonical_id", "s3.object_owner", "s3.ownership", "s3.bucket_acl",
		"s3.object_acl", "s3.public_access", "s3.payer", "s3.payer_confirmed", "s3.request_canned_acl", "s3.request_grants",
		"s3.request_policy", "s3.upload", "s3.access_point_vpc", "s3.source_vpc",
		"kms", "kms.aws_managed", "kms.grants", "kms.tokens", "kms.request_grant",
		"access_grants", "access_grants.target", "access_grants.permission", "access_grants.identities", "access_grants.grants"} {
		known["input."+name] = anywhere
	}
	for file, text := range policy.Modules() {
		module, err := ast.ParseModuleWithOpts(file, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		ast.WalkRefs(module, func(ref ast.Ref) bool {
			if ref[0].Value.Compare(ast.InputRootDocument.Value) != 0 {
				return false
			}
			name := "input"
			for _, part := range ref[1:min(len(ref), 3)] {
				s, ok := part.Value.(ast.String)
				if !ok || name == "input.context" {
					break
				}
				name += "." + string(s)
			}
			if in := known[name]; !slices.Equal(in, anywhere) && !slices.Contains(in, file) {
				t.Errorf("%s reads %s, which the key of a decision may not hold", ref[0].Location, name)
			}
			return false
		})
	}
}

// Whatever of a call changes, it is told apart, but for what the rules do not
// read; and the decision is the one that is reached without a memory.
func TestEveryFieldTellsCallsApart(t *testing.T) {
	remembering, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	forgetful, err := New(Options{NoMemo: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for name, base := range memoryCalls() {
		first := wholeKey(remembering, base())
		changes, same := 0, 0
		for path, change := range changesOf(reflect.ValueOf(base()).Elem(), "") {
			call := base()
			change(reflect.ValueOf(call).Elem())
			if cmp.Equal(base(), call) {
				continue
			}
			changes++
			if wholeKey(remembering, call) != first {
				continue
			}
			same++
			if !unread.MatchString(name + path) {
				t.Errorf("%s with another %s is taken for the same call", name, path)
			}
			want, err := forgetful.Decide(ctx, base())
			if err != nil {
				t.Fatal(err)
			}
			got, err := forgetful.Decide(ctx, call)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s with another %s is another decision (-before +with):\n%s", name, path, diff)
			}
		}
		if changes < 100 || same == 0 {
			t.Errorf("%s: %d changes, of which %d change nothing, show too little", name, changes, same)
		}
	}
}

// unread is what may change without another key: a resource that no variable is
// compared with, how something is spelled that has no case, and context that no
// statement reads. A single value is its first one, and no grants are none.
var unread = regexp.MustCompile(`^a decryption\.Resource=|\.Context.*unread|\.Context.*\.Values\+$|\.S3\.RequestGrants=\[\]$|\.Action="S3:GETOBJECT"`)

// wholeKey is everything that the memory finds a decision by.
func wholeKey(e *Engine, call *authz.Call) string {
	s := &scratch{}
	c := e.memory.class(call, s)
	whole := fmt.Sprintf("%p %x", c, s.key)
	s.key = s.key[:0]
	s.key.decision(call, c)
	return fmt.Sprintf("%s %x", whole, s.key)
}

// memoryCalls make calls that are allowed, each anew but for its documents.
func memoryCalls() map[string]func() *authz.Call {
	document := func(s authz.Statement) *authz.Document {
		return &authz.Document{Version: variableVersion, Statements: []authz.Statement{s}}
	}
	read := document(authz.Statement{Effect: "Allow", Action: []string{"s3:Get*", "kms:*"},
		Resource: []string{"arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data/?.csv", "arn:aws:kms:*", "arn:aws:s3:us-east-1:*"},
		Condition: []authz.Condition{
			{Operator: "StringEquals", Key: "aws:PrincipalTag/Team", Values: []string{"a"}},
			{Operator: "ForAnyValue:StringLike", Key: "aws:TagKeys", Values: []string{"x*"}},
		}})
	bucketPolicy := document(authz.Statement{Effect: "Deny", Principal: &authz.Principals{Any: true}, Action: []string{"*"},
		NotResource: []string{"arn:aws:s3:::data*", "arn:aws:kms:*"}})
	keyPolicy := document(authz.Statement{Effect: "Allow", Principal: &authz.Principals{AWS: []string{"111122223333"}},
		Action: []string{"kms:Describe*"}, Resource: []string{"*"}})
	instancePolicy := document(authz.Statement{Effect: "Allow", Principal: &authz.Principals{AWS: []string{"111122223333"}},
		Action: []string{"s3:GetDataAccess"}, Resource: []string{"arn:aws:s3:*:*:access-grants/${aws:username}", "arn:aws:s3:*:access-grants/default"}})
	base := func() *authz.Call {
		return &authz.Call{
			Action: "s3:GetObject", Resource: "arn:aws:s3:::data/k/1", ResourceAccount: "111122223333", ResourceOrganization: "o-1",
			Caller: authz.Caller{Kind: authz.User, ARN: "arn:aws:iam::111122223333:user/k", PrincipalARN: "arn:aws:iam::111122223333:user/k",
				Account: "111122223333", Organization: "o-1", UniqueID: "AIDA1", CanonicalID: "c1"},
			Context: authz.Context{"aws:username": authz.One("k"), "AWS:principaltag/team": authz.One("a"),
				"aws:TagKeys": authz.Many("x1"), "aws:unread": authz.One("u")},
			Policies: authz.Policies{
				Identity: []authz.Attached{{Name: "read", Document: read}},
				Resource: []authz.Attached{{Name: "bucket", Document: bucketPolicy}},
			},
		}
	}
	return map[string]func() *authz.Call{
		"a read": func() *authz.Call {
			c := base()
			c.S3 = &authz.S3{BucketOwner: "111122223333", BucketOwnerCanonicalID: "c1", ObjectOwner: "111122223333",
				Ownership: "ObjectWriter", Payer: "BucketOwner",
				BucketACL: []authz.Grant{{Grantee: "c1", Permission: "READ"}}, ObjectACL: []authz.Grant{{Grantee: "c2", Permission: "READ"}}}
			return c
		},
		"a decryption": func() *authz.Call {
			c := base()
			c.Action, c.Resource = "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1"
			c.Policies.Resource = []authz.Attached{{Name: "key", Document: keyPolicy}}
			c.KMS = &authz.KMS{EncryptionContext: map[string]string{"a": "b"}, Tokens: []string{"t"}, Grants: []authz.KeyGrant{{ID: "g",
				GranteePrincipal: c.Caller.ARN, Operations: []string{"Decrypt"}, ContextSubset: map[string]string{"a": "b"}}},
				RequestGrant: &authz.KeyGrant{ID: "h", GranteePrincipal: "p", Operations: []string{"Decrypt"}, ContextSubset: map[string]string{"a": "b"}}}
			return c
		},
		"a grant of access": func() *authz.Call {
			c := base()
			c.Action, c.Resource = "s3:GetDataAccess", "arn:aws:s3:us-east-1:111122223333:access-grants/default"
			c.Policies.Resource = []authz.Attached{{Name: "instance", Document: instancePolicy}}
			c.AccessGrants = &authz.AccessGrants{Target: "s3://data/k/*", Permission: "READ", Identities: []string{"u"},
				Grants: []authz.AccessGrant{{ID: "g", Scope: "s3://data/*", Permission: "READ", Grantee: c.Caller.PrincipalARN}}}
			return c
		},
	}
}

// Of spellings of one key the rules see the last; so does the memory.
func TestSpellingsOfOneKey(t *testing.T) {
	remembering, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	call := memoryCalls()["a read"]()
	for _, row := range []struct {
		upper, lower string
		want         bool
	}{{"k", "k", true}, {"k", "other", false}, {"other", "k", true}} {
		call.Context["AWS:UserName"], call.Context["aws:username"] = authz.One(row.upper), authz.One(row.lower)
		d, err := remembering.Decide(context.Background(), call)
		if err != nil {
			t.Fatal(err)
		}
		if d.Allowed != row.want {
			t.Errorf("AWS:UserName=%s aws:username=%s: allowed = %v", row.upper, row.lower, d.Allowed)
		}
	}
}

// A memory that has grown too large starts anew, and answers as before.
func TestMemoryIsBounded(t *testing.T) {
	m := newMemory()
	m.grown(largest)
	first := m.views.Load()
	m.grown(1)
	if m.views.Load() == first || m.held.Load() != 0 {
		t.Errorf("a memory of more than %d was kept", largest)
	}
}

func TestMemoryIsShared(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 200 {
				call := memoryCalls()["a read"]()
				call.Resource = fmt.Sprintf("arn:aws:s3:::data/%s/%d-%d", strings.Repeat("k", 1+j%2), i, j)
				d, err := e.Decide(context.Background(), call)
				if err != nil || d.Allowed != (j%2 == 0) {
					t.Errorf("%s: %v, %v", call.Resource, d.Allowed, err)
				}
			}
		})
	}
	wg.Wait()
}

// An evaluation that takes too long is an error, neither allow nor deny.
func TestLimit(t *testing.T) {
	e, err := New(Options{Limit: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Decide(context.Background(), memoryCalls()["a read"]())
	if err == nil || !strings.Contains(err.Error(), "longer than 1ns") || d.Allowed {
		t.Errorf("Decide = %v, %v", d, err)
	}
}
