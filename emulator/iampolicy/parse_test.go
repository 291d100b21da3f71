package iampolicy_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
	"github.com/google/go-cmp/cmp"
)

func TestParseKeepsWhatWasWrittenAndWhere(t *testing.T) {
	text := `{
  "Version": "2012-10-17", "Id": "x",
  "Statement": [
    {"Sid": "ü", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": ["a", "b"]}, {
      "Effect": "Deny", "NotPrincipal": {"AWS": ["*", "111122223333"], "Service": "s3.amazonaws.com"},
      "NotAction": [], "NotResource": "*",
      "Condition": {"NumericEquals": {"k:n": [1.50, 2e3]}, "Bool": {"k:b": true, "k:c": "false"}}}
  ]
}`
	got, err := iampolicy.Parse([]byte(text), "p.json")
	if err != nil {
		t.Fatal(err)
	}
	want := &authz.Document{Version: "2012-10-17", ID: "x", File: "p.json", Statements: []authz.Statement{
		{Sid: "ü", Effect: "Allow", Principal: &authz.Principals{Any: true},
			Action: []string{"s3:GetObject"}, Resource: []string{"a", "b"}, Line: 4, Column: 5},
		{Effect: "Deny",
			NotPrincipal: &authz.Principals{Any: true, AWS: []string{"111122223333"}, Service: []string{"s3.amazonaws.com"}},
			NotAction:    []string{}, NotResource: []string{"*"},
			Condition: []authz.Condition{
				{Operator: "NumericEquals", Key: "k:n", Values: []string{"1.50", "2e3"}},
				{Operator: "Bool", Key: "k:b", Values: []string{"true"}},
				{Operator: "Bool", Key: "k:c", Values: []string{"false"}},
			}, Line: 4, Column: 106},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestASingleStatementNeedsNoArray(t *testing.T) {
	doc, err := iampolicy.Parse([]byte(`{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`), "")
	if err != nil || len(doc.Statements) != 1 {
		t.Fatalf("got %v, %v", doc, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text, at, hint string
	}{
		{"nothing", ``, "1:1", "the end of the text"},
		{"no JSON", "{\n  \"Statement\": [}", "2:17", "JSON value"},
		{"a comma too many", "{\"Statement\": [{},]}", "1:19", "remove the comma"},
		{"a missing comma", "{\"Version\": \"x\"\n\"Id\": \"y\"}", "2:1", "write a comma"},
		{"single quotes", "{'Version': 1}", "1:2", "double quotes"},
		{"an open string", "{\"Version\": \"2012\n}", "1:18", "close the quote"},
		{"text after the document", `{"Statement":[{}]} x`, "1:20", "remove"},
		{"a bad number", `{"Statement":[{"Condition":{"Bool":{"a:b":01}}}]}`, "1:43", "not a JSON number"},
		{"too deep", strings.Repeat("[", 100), "1:34", "nested deeper"},
		{"an array", `[]`, "1:1", "write an object"},
		{"an unknown element", `{"Statment":[]}`, "1:2", `did you mean "Statement"?`},
		{"a lower-case element", "{\"Statement\":[{\n \"action\":\"*\"}]}", "2:2", `did you mean "Action"?`},
		{"an element twice", `{"Statement":[{"Effect":"Allow","Effect":"Deny"}]}`, "1:33", "written twice"},
		{"an operator twice", `{"Statement":[{"Condition":{"Bool":{},"Bool":{}}}]}`, "1:39", "written twice"},
		{"a key twice", `{"Statement":[{"Condition":{"Bool":{"a:b":1,"a:b":2}}}]}`, "1:45", "written twice"},
		{"no statement", `{"Version":"2012-10-17"}`, "1:1", `add a "Statement"`},
		{"an empty statement", `{"Statement":[]}`, "1:14", "at least one"},
		{"a number for an action", `{"Statement":[{"Action":1}]}`, "1:25", "write a string or an array"},
		{"an object among actions", `{"Statement":[{"Action":["a",{}]}]}`, "1:30", "write a string"},
		{"a bare principal", `{"Statement":[{"Principal":"111122223333"}]}`, "1:28", `{"AWS": "111122223333"}`},
		{"an unknown principal type", `{"Statement":[{"Principal":{"Aws":"*"}}]}`, "1:29", `did you mean "AWS"?`},
		{"a null condition", `{"Statement":[{"Condition":null}]}`, "1:28", "Condition is null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := iampolicy.Parse([]byte(c.text), "")
			var e *iampolicy.SyntaxError
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want a SyntaxError", err)
			}
			if !strings.HasPrefix(e.Error(), c.at+": ") || !strings.Contains(e.Hint, c.hint) {
				t.Errorf("got %v, want it at %s with the hint %q", e, c.at, c.hint)
			}
			if e.Code != "MalformedPolicyDocument" || e.Message != "Syntax errors in policy." {
				t.Errorf("got %s %q, want IAM's words", e.Code, e.Message)
			}
		})
	}
}

func TestNodesRenderAsTheyWereWritten(t *testing.T) {
	text := `{"b":[1.50,true,null,"<&\"\u0041"],"a":{}}`
	n, err := iampolicy.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(n.JSON()), `{"b":[1.50,true,null,"<&\"A"],"a":{}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzParse: nothing panics, the parser takes exactly what JSON allows, and
// what it renders means the same.
func FuzzParse(f *testing.F) {
	f.Add(`{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":["s3:*"],"Resource":"*","Condition":{"Bool":{"aws:x":[true,1.0]}}}]}`)
	f.Add(`{"Statement":{"Principal":{"AWS":"*"}}}`)
	f.Add("{\"a\":\"\\ud800\u2028\\\\\",\n\t\"b\":-0.1e+5}")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := iampolicy.Parse([]byte(text), "f")
		var e *iampolicy.SyntaxError
		if err != nil && (!errors.As(err, &e) || e.Line < 1 || e.Column < 1) {
			t.Fatalf("error without a place: %v", err)
		}
		if doc != nil {
			for _, k := range []iampolicy.Kind{iampolicy.Identity, iampolicy.Trust, iampolicy.Key, iampolicy.SCP,
				iampolicy.RCP, iampolicy.Endpoint, iampolicy.Bucket("b")} {
				iampolicy.Validate(doc, k)
			}
			iampolicy.UnknownActions(doc)
		}
		n, err := iampolicy.ParseJSON([]byte(text))
		if err == nil && !json.Valid([]byte(text)) {
			t.Fatal("took text that is not JSON")
		}
		if err == nil {
			again, err := iampolicy.ParseJSON(n.JSON())
			if err != nil || string(again.JSON()) != string(n.JSON()) {
				t.Fatalf("rendering is not stable: %v", err)
			}
		}
	})
}
