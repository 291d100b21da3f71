package engine

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/denylab/denylab/rego/authz"
)

var countQuery = prepared(`n := count([s | some s in input.statements; data.denylab.statement.matches(s)])`)

// BenchmarkStatement is the time of one statement, by what must be looked at:
// an evaluation asks a hundred and the cost is divided.
func BenchmarkStatement(b *testing.B) {
	both := resources("*")
	both.Condition = append(when("StringEquals aws:SourceVpc", "vpc-1").Condition,
		when("ArnLike aws:PrincipalArn", "arn:aws:iam::*:role/*").Condition...)
	for _, row := range []struct {
		name      string
		statement authz.Statement
	}{
		{"another action", actions("kms:Decrypt", "kms:Get*")},
		{"another resource", resources("arn:aws:s3:::other/*")},
		{"exact and prefix", authz.Statement{Action: []string{"s3:GetObject"}, Resource: []string{"arn:aws:s3:::bucket/*"}}},
		{"regex", resources("arn:aws:s3:*:*:bucket/*")},
		{"variable", resources("arn:aws:s3:::bucket/${aws:username}*")},
		{"variable and regex", resources("arn:aws:s3:*:*:bucket/${aws:username}*")},
		{"two conditions", both},
		{"address", when("NotIpAddress aws:SourceIp", "10.0.0.0/8", "192.168.0.0/16")},
		{"date", when("DateLessThan aws:CurrentTime", "2030-01-01")},
		{"missing key", when("StringNotEqualsIfExists aws:SourceVpce", "vpce-1")},
	} {
		b.Run(row.name, func(b *testing.B) {
			input := statementInput(b, "", row.statement, map[string]any{
				"call": map[string]any{"action": "s3:GetObject", "action_lower": "s3:getobject",
					"resource": "arn:aws:s3:::bucket/key", "wildcard_only": false},
				"context": map[string]any{"aws:username": "k", "aws:sourcevpc": "vpc-1", "aws:sourceip": "203.0.113.9",
					"aws:currenttime": "2024-05-01T10:00:00Z", "aws:principalarn": "arn:aws:iam::111122223333:role/r"},
			}).(ast.Object)
			const copies = 100
			statements := make([]*ast.Term, copies)
			for i := range statements {
				s := distinct(row.statement, strconv.Itoa(i))
				d := &authz.Document{Version: variableVersion, Statements: []authz.Statement{s}}
				statements[i] = normalStatements(d).Elem(0)
			}
			input.Insert(ast.StringTerm("statements"), ast.ArrayTerm(statements...))
			q, err := countQuery()
			if err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			for b.Loop() {
				if _, err := q.Eval(context.Background(), rego.EvalParsedInput(input)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*copies), "ns/statement")
		})
	}
}

// distinct adds a value to every element of s, because OPA answers a function
// that it has already answered for the same arguments from memory.
func distinct(s authz.Statement, mark string) authz.Statement {
	s.Action = append(slices.Clone(s.Action), "x:"+mark)
	s.Resource = append(slices.Clone(s.Resource), "arn:aws:x:::"+mark)
	s.Condition = slices.Clone(s.Condition)
	for i := range s.Condition {
		s.Condition[i].Values = append(slices.Clone(s.Condition[i].Values), mark)
	}
	return s
}
