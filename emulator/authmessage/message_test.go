package authmessage_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/authmessage"
	"github.com/denylab/denylab/rego/authz"
)

const volume = "arn:aws:ec2:us-east-1:111122223333:volume/*"

func refused() (*authz.Call, authz.Decision) {
	document := &authz.Document{Version: "2012-10-17", Statements: []authz.Statement{
		{Effect: "Allow", Action: []string{"ec2:*"}, Resource: []string{"*"}},
		{Sid: "Encrypted", Effect: "Deny", Action: []string{"ec2:CreateVolume"}, Resource: []string{volume},
			Condition: []authz.Condition{{Operator: "Bool", Key: "ec2:Encrypted", Values: []string{"false"}}}},
	}}
	call := &authz.Call{
		Action: "ec2:CreateVolume", Resource: volume,
		Caller: authz.Caller{Kind: authz.User, ARN: "arn:aws:iam::111122223333:user/ada", UniqueID: "AIDAEXAMPLE"},
		Context: authz.Context{"aws:userid": authz.One("AIDAEXAMPLE"), "aws:username": authz.One("ada"),
			"ec2:Encrypted": authz.One("false"), "aws:TagKeys": authz.Many("a", "b")},
		Policies: authz.Policies{Identity: []authz.Attached{{Name: "other"}, {Name: "own", Document: document}}},
	}
	return call, authz.Decision{Layer: authz.IdentityPolicy, Verdict: authz.ExplicitDeny,
		Finding: &authz.Finding{Layer: authz.IdentityPolicy, Policy: "own", Sid: "Encrypted", Index: 1}}
}

const want = `{
 "allowed": false, "explicitDeny": true,
 "matchedStatements": {"items": [{"statementId": "Encrypted", "effect": "DENY",
  "principals": {"items": [{"value": "AIDAEXAMPLE"}]}, "principalGroups": {"items": []},
  "actions": {"items": [{"value": "ec2:CreateVolume"}]},
  "resources": {"items": [{"value": "arn:aws:ec2:us-east-1:111122223333:volume/*"}]},
  "conditions": {"items": [{"key": "ec2:Encrypted", "values": {"items": [{"value": "false"}]}}]}}]},
 "failures": {"items": []},
 "context": {
  "principal": {"id": "AIDAEXAMPLE", "name": "ada", "arn": "arn:aws:iam::111122223333:user/ada"},
  "action": "ec2:CreateVolume", "resource": "arn:aws:ec2:us-east-1:111122223333:volume/*",
  "conditions": {"items": [
   {"key": "aws:TagKeys", "values": {"items": [{"value": "a"}, {"value": "b"}]}},
   {"key": "aws:userid", "values": {"items": [{"value": "AIDAEXAMPLE"}]}},
   {"key": "aws:username", "values": {"items": [{"value": "ada"}]}},
   {"key": "ec2:Encrypted", "values": {"items": [{"value": "false"}]}}]}}
}`

func decoded(t *testing.T, message string) any {
	t.Helper()
	text, ok := authmessage.Decode("seed", message)
	if !ok {
		t.Fatalf("%q cannot be decoded", message)
	}
	return parsed(t, text)
}

func parsed(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAMessageTellsTheDecision(t *testing.T) {
	call, d := refused()
	if diff := cmp.Diff(parsed(t, want), decoded(t, authmessage.Encode("seed", call, d))); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

// Silence has no statement, and neither has a finding whose policy is another.
func TestOnlyTheStatementThatDeniedIsTold(t *testing.T) {
	for name, change := range map[string]func(*authz.Decision){
		"silence":        func(d *authz.Decision) { d.Verdict, d.Finding = authz.ImplicitDeny, nil },
		"a setting":      func(d *authz.Decision) { d.Finding.Index = -1 },
		"another layer":  func(d *authz.Decision) { d.Finding.Layer = authz.SessionPolicy },
		"another policy": func(d *authz.Decision) { d.Finding.Policy = "other" },
		"another Sid":    func(d *authz.Decision) { d.Finding.Sid = "" },
		"out of range":   func(d *authz.Decision) { d.Finding.Index = 2 },
	} {
		call, d := refused()
		change(&d)
		m := decoded(t, authmessage.Encode("seed", call, d)).(map[string]any)
		if items := m["matchedStatements"].(map[string]any)["items"].([]any); len(items) != 0 {
			t.Errorf("%s: %v", name, items)
		}
	}
}

func TestAMessageIsOpaqueAndAuthenticated(t *testing.T) {
	call, d := refused()
	message := authmessage.Encode("seed", call, d)
	if again := authmessage.Encode("seed", call, d); again != message {
		t.Error("the same refusal has two messages")
	}
	if len(message) > authmessage.MaxSize || strings.ContainsAny(message, "+/=\n") {
		t.Errorf("%d characters: %s", len(message), message)
	}
	if _, ok := authmessage.Decode("other", message); ok {
		t.Error("another lab reads it")
	}
	for i := range message {
		changed := message[:i] + string(message[i]^1) + message[i+1:]
		if text, ok := authmessage.Decode("seed", changed); ok {
			t.Errorf("with character %d changed it says %s", i, text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	call, d := refused()
	f.Add(authmessage.Encode("seed", call, d))
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, message string) {
		text, ok := authmessage.Decode("seed", message)
		if ok && !json.Valid([]byte(text)) {
			t.Errorf("%q decodes to %q", message, text)
		}
	})
}
