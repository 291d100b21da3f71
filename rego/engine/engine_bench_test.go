package engine_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// benchmarkCall is a role's read in a member account, with as many statements
// in its policies as asked for.
func benchmarkCall(statements int) *authz.Call {
	var s []authz.Statement
	for i := range statements {
		s = append(s, allow(fmt.Sprintf("service%d:Get* service%d:List* s3:GetObject", i, i), fmt.Sprintf("arn:aws:s3:::bucket-%d/*", i)))
	}
	s = append(s, allow("s3:GetObject", "arn:aws:s3:::data/*"))
	return getObject(by(session(home)), identity(s...), boundary(allow("s3:*", "*")),
		scp(everything, everything, level(allow("*", "*"), deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", "us-east-1")))),
		resource(deny("s3:*", "*", toAll, when("Bool", "aws:SecureTransport", "false"))),
		rcp(level(deny("s3:*", "*", toAll, when("StringNotEqualsIfExists", "aws:PrincipalOrgID", org)))),
		with("aws:RequestedRegion", "us-east-1"), with("aws:SecureTransport", "true"), with("aws:PrincipalOrgID", org))
}

func BenchmarkDecide(b *testing.B) {
	for _, statements := range []int{1, 40, 400} {
		b.Run(fmt.Sprint(statements), func(b *testing.B) {
			e, call := testEngine(b), benchmarkCall(statements)
			b.ReportAllocs()
			for b.Loop() {
				if d, err := e.Decide(context.Background(), call); err != nil || !d.Allowed {
					b.Fatal(d, err)
				}
			}
		})
	}
}

func BenchmarkReport(b *testing.B) {
	for _, statements := range []int{1, 40, 400} {
		b.Run(fmt.Sprint(statements), func(b *testing.B) {
			e, call := testEngine(b), benchmarkCall(statements)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Report(context.Background(), call); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
