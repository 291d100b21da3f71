package engine

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/policy"
)

// A statementRow asks the rules about one statement, through the normaliser.
type statementRow struct {
	name      string
	version   string // "2012-10-17" when empty; "none" for a document without Version
	statement authz.Statement
	call      map[string]any // merged over a GetObject of bucket/key
	context   map[string]any // lower-cased keys
	want      bool
}

// statementRules are the rule files that read statements; they need no others.
var statementRules = []string{"statement.", "principal.", "pattern.", "variable.", "condition"}

// prepared compiles a query over those rules once.
func prepared(query string) func() (rego.PreparedEvalQuery, error) {
	return sync.OnceValues(func() (rego.PreparedEvalQuery, error) {
		options := []func(*rego.Rego){rego.Query(query)}
		for name, text := range policy.Modules() {
			if slices.ContainsFunc(statementRules, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
				options = append(options, rego.Module(name, text))
			}
		}
		return rego.New(options...).PrepareForEval(context.Background())
	})
}

var statementQuery = prepared(`
	matches := data.denylab.statement.matches(input.statement)
	misses := data.denylab.statement.misses(input.statement)
	class := data.denylab.principal.class(input.statement)
	principal_misses := data.denylab.principal.misses(input.statement)
`)

// evaluate answers a prepared query's bindings for input.
func evaluate(t testing.TB, query func() (rego.PreparedEvalQuery, error), input ast.Value) map[string]any {
	t.Helper()
	q, err := query()
	if err != nil {
		t.Fatal(err)
	}
	results, err := q.Eval(context.Background(), rego.EvalParsedInput(input))
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 1 {
		t.Fatalf("the query is undefined for %v", input)
	}
	return results[0].Bindings
}

// statementInput is the input document for one statement of a document.
func statementInput(t testing.TB, version string, s authz.Statement, fields map[string]any) ast.Value {
	t.Helper()
	switch version {
	case "":
		version = variableVersion
	case "none":
		version = ""
	}
	input, err := ast.InterfaceToValue(fields)
	if err != nil {
		t.Fatal(err)
	}
	d := &authz.Document{Version: version, Statements: []authz.Statement{s}, File: "policy.json"}
	o := input.(ast.Object)
	o.Insert(ast.StringTerm("statement"), normalStatements(d).Elem(0))
	return o
}

func (row statementRow) run(t *testing.T) {
	t.Helper()
	call := map[string]any{"action": "s3:GetObject", "resource": "arn:aws:s3:::bucket/key", "wildcard_only": false}
	for k, v := range row.call {
		call[k] = v
	}
	call["action_lower"] = strings.ToLower(call["action"].(string))
	keys := row.context
	if keys == nil {
		keys = map[string]any{}
	}
	input := statementInput(t, row.version, row.statement, map[string]any{"call": call, "context": keys})
	got := evaluate(t, statementQuery, input)
	if got["matches"] != row.want {
		t.Errorf("matches = %v, want %v; misses %v", got["matches"], row.want, got["misses"])
	}
	if misses := got["misses"].([]any); (len(misses) == 0) != row.want {
		t.Errorf("matches is %v but misses are %v", row.want, misses)
	}
}

func runStatements(t *testing.T, rows []statementRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, row.run)
	}
}

func actions(names ...string) authz.Statement {
	return authz.Statement{Effect: "Allow", Action: names, Resource: []string{"*"}}
}

func resources(patterns ...string) authz.Statement {
	return authz.Statement{Effect: "Allow", Action: []string{"*"}, Resource: patterns}
}

func notResource(patterns ...string) authz.Statement {
	return authz.Statement{Effect: "Allow", Action: []string{"*"}, NotResource: patterns}
}

func resourceCall(arn string) map[string]any { return map[string]any{"resource": arn} }

// evaluation.md §1 and conditions.md §10: Action and NotAction.
func TestActionElement(t *testing.T) {
	put := map[string]any{"action": "s3:PutObject"}
	notGet := authz.Statement{NotAction: []string{"s3:Get*"}, Resource: []string{"*"}}
	runStatements(t, []statementRow{
		{name: "exact", statement: actions("s3:GetObject"), want: true},
		{name: "case does not matter", statement: actions("S3:getobject"), want: true},
		{name: "another action", statement: actions("s3:GetObject"), call: put, want: false},
		{name: "one of several", statement: actions("s3:GetObject", "s3:PutObject"), call: put, want: true},
		{name: "star", statement: actions("*"), want: true},
		{name: "star of every service", statement: actions("*:*"), want: true},
		{name: "service star", statement: actions("s3:*"), want: true},
		{name: "another service's star", statement: actions("kms:*"), want: false},
		{name: "prefix", statement: actions("s3:Get*"), want: true},
		{name: "prefix of nothing more", statement: actions("s3:GetObject*"), want: true},
		{name: "star in the middle", statement: actions("s3:*Object"), want: true},
		{name: "star in the middle does not overlap", statement: actions("s3:GetObj*bject"), want: false},
		{name: "stars around", statement: actions("s3:*tObj*"), want: true},
		{name: "question mark is one character", statement: actions("s3:?etObject"), want: true},
		{name: "question mark is not none", statement: actions("s3:GetObject?"), want: false},
		{name: "a dot is a dot", statement: actions("s3.GetObject"), want: false},
		{name: "unknown action grants nothing", statement: actions("s3:GetObjects"), want: false},
		{name: "variables are not for actions", statement: actions("s3:${aws:username}"),
			context: map[string]any{"aws:username": "GetObject"}, want: false},
		{name: "NotAction spares what it lists", statement: notGet, want: false},
		{name: "NotAction applies to the rest", statement: notGet, call: put, want: true},
		{name: "no action at all", statement: authz.Statement{Resource: []string{"*"}}, want: false},
		{name: "empty action list", statement: authz.Statement{Action: []string{}, Resource: []string{"*"}}, want: false},
	})
}

// evaluation.md §1: Resource and NotResource.
func TestResourceElement(t *testing.T) {
	key := resourceCall("arn:aws:kms:us-east-1:111122223333:key/k-1")
	notLogs := notResource("arn:aws:s3:::logs/*")
	runStatements(t, []statementRow{
		{name: "star", statement: resources("*"), want: true},
		{name: "exact", statement: resources("arn:aws:s3:::bucket/key"), want: true},
		{name: "case matters", statement: resources("arn:aws:s3:::bucket/KEY"), want: false},
		{name: "bucket is not its objects", statement: resources("arn:aws:s3:::bucket"), want: false},
		{name: "objects are not their bucket", statement: resources("arn:aws:s3:::bucket/*"),
			call: resourceCall("arn:aws:s3:::bucket"), want: false},
		{name: "prefix", statement: resources("arn:aws:s3:::bucket/*"), want: true},
		{name: "star crosses slashes", statement: resources("arn:aws:s3:::b*/c.txt"),
			call: resourceCall("arn:aws:s3:::bucket/a/b/c.txt"), want: true},
		{name: "star crosses colons of the resource part", statement: resources("arn:aws:s3:::bucket/*z"),
			call: resourceCall("arn:aws:s3:::bucket/x:y:z"), want: true},
		{name: "question mark", statement: resources("arn:aws:s3:::bucket/k?y"), want: true},
		{name: "question mark is one character, not one byte", statement: resources("arn:aws:s3:::bucket/?"),
			call: resourceCall("arn:aws:s3:::bucket/é"), want: true},
		{name: "newline in a key", statement: resources("arn:aws:s3:::bucket/a?b*c"),
			call: resourceCall("arn:aws:s3:::bucket/a\nb\n\nc"), want: true},
		{name: "a final newline is not the end", statement: resources("arn:aws:s3:::bucket/*a?y"),
			call: resourceCall("arn:aws:s3:::bucket/key\n"), want: false},
		{name: "star in the key is a character", statement: resources("arn:aws:s3:::bucket/a"),
			call: resourceCall("arn:aws:s3:::bucket/*"), want: false},
		{name: "escaped star in 2012-10-17", statement: resources("arn:aws:s3:::bucket/${*}"), want: false},
		{name: "escaped star is a star", statement: resources("arn:aws:s3:::bucket/${*}"),
			call: resourceCall("arn:aws:s3:::bucket/*"), want: true},
		{name: "escaped question mark", statement: resources("arn:aws:s3:::bucket/${?}x"),
			call: resourceCall("arn:aws:s3:::bucket/?x"), want: true},
		{name: "escaped dollar", statement: resources("arn:aws:s3:::bucket/${$}{x}"),
			call: resourceCall("arn:aws:s3:::bucket/${x}"), want: true},
		{name: "metacharacters are characters", statement: resources("arn:aws:s3:::bucket/(a|b)+[c]*?"),
			call: resourceCall("arn:aws:s3:::bucket/(a|b)+[c]xyz"), want: true},
		{name: "alternation is not known", statement: resources("arn:aws:s3:::bucket/{key,other}*?"), want: false},
		{name: "Region and account by star", statement: resources("arn:aws:kms:*:*:key/*"), call: key, want: true},
		{name: "star does not reach into the next part", statement: resources("arn:aws:kms:*:key/*"), call: key, want: false},
		{name: "parts must line up", statement: resources("arn:aws:kms:us-*:key/k-1"), call: key, want: false},
		{name: "star in the partition", statement: resources("arn:*:kms:us-east-1:111122223333:key/k-1"), call: key, want: true},
		{name: "question marks in the account", statement: resources("arn:aws:kms:*:11112222333?:key/*"), call: key, want: true},
		{name: "question mark is no colon", statement: resources("arn:aws:kms:us-east-1?111122223333:key/*"), call: key, want: false},
		{name: "final star of a short ARN covers the rest", statement: resources("arn:aws:kms:*"), call: key, want: true},
		{name: "final star after stars", statement: resources("arn:aws:*:us-east-1:*"), call: key, want: true},
		{name: "short ARN without final star", statement: resources("arn:aws:kms:*:k-1"), call: key, want: false},
		{name: "one of several", statement: resources("arn:aws:s3:::other", "arn:aws:s3:::bucket/key"), want: true},
		{name: "NotResource spares what it lists", statement: notLogs, call: resourceCall("arn:aws:s3:::logs/x"), want: false},
		{name: "NotResource applies to the rest", statement: notLogs, want: true},
		{name: "trust policy has no Resource", statement: authz.Statement{Action: []string{"*"}}, want: true},
		{name: "empty resource list", statement: authz.Statement{Action: []string{"*"}, Resource: []string{}}, want: false},
	})
}

// evaluation.md §1: actions without resource types.
func TestActionWithoutResourceTypes(t *testing.T) {
	metric := map[string]any{"action": "cloudwatch:PutMetricData", "resource": "*", "wildcard_only": true}
	list := map[string]any{"action": "s3:ListAllMyBuckets", "resource": "arn:aws:s3:::*", "wildcard_only": true}
	runStatements(t, []statementRow{
		{name: "star", statement: resources("*"), call: metric, want: true},
		{name: "an ARN", statement: resources("arn:aws:cloudwatch:*:*:*"), call: metric, want: false},
		{name: "ListAllMyBuckets by star", statement: resources("*"), call: list, want: true},
		{name: "ListAllMyBuckets by all of S3", statement: resources("arn:aws:s3:::*"), call: list, want: true},
		{name: "ListAllMyBuckets by one bucket", statement: resources("arn:aws:s3:::bucket"), call: list, want: false},
		{name: "ListAllMyBuckets by some buckets", statement: resources("arn:aws:s3:::b*"), call: list, want: false},
		{name: "another action by all of S3", statement: resources("arn:aws:s3:::*"), call: metric, want: false},
		{name: "NotResource of a bucket", statement: notResource("arn:aws:s3:::bucket"), call: list, want: true},
		{name: "NotResource of everything", statement: notResource("*"), call: list, want: false},
	})
}
