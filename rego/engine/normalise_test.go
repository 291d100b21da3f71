package engine

import (
	"encoding/json"
	"runtime"
	"testing"
	"weak"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// The normal form is also JSON, for any OPA to read.
func TestNormalFormIsJSON(t *testing.T) {
	d := &authz.Document{Version: variableVersion, File: "p.json", Statements: []authz.Statement{{
		Sid: "Read", Effect: "Allow", Line: 3, Column: 5,
		Principal: &authz.Principals{AWS: []string{"111122223333", "AROAEXAMPLE"}, Service: []string{"glue.amazonaws.com"}},
		Action:    []string{"s3:Get*", "s3:ListBucket", "s3:*Acl"},
		Resource:  []string{"arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:*:*:b"},
		Condition: []authz.Condition{
			{Operator: "ForAnyValue:NumericLessThanIfExists", Key: "S3:Max-Keys", Values: []string{"10", "ten"}},
			{Operator: "NotIpAddress", Key: "aws:SourceIp", Values: []string{"10.0.0.1", "10.0.0.0/8", "x"}},
		},
	}}}
	got, err := ast.JSON(NormalisePolicy(authz.Attached{Name: "n", ARN: "a", Level: "l", Document: d}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"name": "n", "arn": "a", "level": "l", "statements": [{
		"sid": "Read", "index": 0, "effect": "Allow", "file": "p.json", "line": 3, "column": 5,
		"principal": {"account": {"111122223333": true}, "aws": {"AROAEXAMPLE": true},
			"service": {"glue.amazonaws.com": true},
			"want": ["111122223333", "AROAEXAMPLE", "glue.amazonaws.com"]},
		"action": {"exact": {"s3:listbucket": true}, "prefix": ["s3:get"],
			"affix": [{"prefix": "s3:", "suffix": "acl", "min": 6}],
			"want": ["s3:Get*", "s3:ListBucket", "s3:*Acl"]},
		"resource": {"regex": ["^(?s:arn:aws:s3:[^:]*:[^:]*:b)$"],
			"template": [{"form": "prefix", "pieces": ["arn:aws:s3:::b/", {"key": "aws:username"}, "/"]}],
			"want": ["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:*:*:b"]},
		"action_starts": ["s3:get", "s3:listbucket", "s3:"],
		"resource_starts": ["arn:aws:s3:::b/", "arn:aws:s3:"],
		"condition": [
			{"operator": "ForAnyValue:NumericLessThanIfExists", "key": "S3:Max-Keys", "name": "s3:max-keys",
				"family": "number", "compare": "lt", "mode": "any", "absent": true, "set": "any", "if_exists": true,
				"numbers": [10], "want": ["10", "ten"]},
			{"operator": "NotIpAddress", "key": "aws:SourceIp", "name": "aws:sourceip", "family": "ip",
				"mode": "none", "absent": true, "negated": true, "ranges": ["10.0.0.1/32", "10.0.0.0/8"], "want": ["10.0.0.1", "10.0.0.0/8", "x"]}],
		"context_keys": {"aws:sourceip": "aws:SourceIp", "aws:username": "aws:username", "s3:max-keys": "S3:Max-Keys"}
	}]}`
	var wantValue, gotValue any
	if err := json.Unmarshal([]byte(want), &wantValue); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &gotValue); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wantValue, gotValue); diff != "" {
		t.Errorf("normal form (-want +got):\n%s", diff)
	}
}

func TestNormalFormIsKeptForADocument(t *testing.T) {
	d := &authz.Document{Statements: []authz.Statement{actions("s3:GetObject")}}
	one := NormalisePolicy(authz.Attached{Name: "one", Document: d})
	if NormalisePolicy(authz.Attached{Name: "one", Document: d}) != one {
		t.Error("the same attachment was normalised twice")
	}
	two := NormalisePolicy(authz.Attached{Name: "two", Document: d})
	if two == one || two.Compare(one) == 0 {
		t.Error("two attachments of one document share a name")
	}
	statements := func(p ast.Value) *ast.Term { return p.(ast.Object).Get(ast.StringTerm("statements")) }
	if statements(one) != statements(two) {
		t.Error("two attachments of one document do not share its statements")
	}
	copied := *d
	if normalStatements(&copied) == normalStatements(d) {
		t.Error("two documents share a normal form")
	}
	runtime.KeepAlive(d)
}

// normalStatements is the normal form of all of a document's statements.
func normalStatements(d *authz.Document) *ast.Array { return normalise(d).whole().Value.(*ast.Array) }

func TestNoDocumentHasNoStatements(t *testing.T) {
	got, err := ast.JSON(NormalisePolicy(authz.Attached{Name: "n"}))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"name": "n", "arn": "", "level": "", "statements": []any{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A lab that swaps worlds must not keep the policies of the old ones.
func TestNormalFormGoesWithItsDocument(t *testing.T) {
	key := func() weak.Pointer[authz.Document] {
		d := &authz.Document{Statements: []authz.Statement{actions("s3:GetObject")}}
		normalStatements(d)
		return weak.Make(d)
	}()
	for range 1000 {
		runtime.GC()
		if _, kept := normalDocuments.Load(key); !kept {
			return
		}
		runtime.Gosched() // cleanups run on their own goroutine
	}
	t.Error("the normal form outlived its document")
}
