package engine_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

// Whatever a policy and a request say, there is a decision, and it is that of
// stock OPA over the whole input: no value makes the rules fail, and no
// statement that matters is left out.
func FuzzDecide(f *testing.F) {
	for _, operator := range []string{"StringLike", "NumericLessThan", "DateGreaterThan", "Bool", "IpAddress", "BinaryEquals", "ArnLike", "Null", "ForAllValues:StringEqualsIfExists", "NoSuchOperator"} {
		f.Add("s3:Get*", "arn:aws:s3:::data/*", operator, "aws:SourceIp", "10.0.0.0/8", "10.1.2.3", true)
		f.Add("S3:getobject", "arn:aws:s3:::data/${aws:SourceIp}", operator, "AWS:sourceip", "*", "[", false)
		f.Add("s3:?etObject", "arn:aws:s3:::da??/*", operator, "aws:CurrentTime", "2024-05-01T10:00Z", "2024-13", true)
	}
	f.Fuzz(func(t *testing.T, action, pattern, operator, key, want, got string, effect bool) {
		condition := when(operator, key, want, got)
		s := []authz.Statement{
			{Effect: "Allow", Action: []string{action}, Resource: []string{pattern}},
			{Effect: "Allow", NotAction: []string{action}, Resource: []string{"*"}},
			{Effect: "Deny", Action: []string{"*"}, Resource: []string{pattern}},
		}
		if effect {
			s[2].Effect = "Allow"
		}
		condition(&s[2])
		call := getObject(by(session(home)), identity(s...), boundary(s[2]),
			scp(level(allow("*", "*")), s), resource(deny("s3:*", pattern, toAll, condition)), with(key, got))
		d, err := testEngine(t).Decide(context.Background(), call)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(engine.Input(call)); err != nil {
			t.Fatal(err)
		}
		checkDecision(t, d)
		checkStock(t, stock, call, d)
	})
}
