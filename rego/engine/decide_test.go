package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

// A decisionRow asks the rules about one call. Its name begins with the part of
// AWS's evaluation logic that it shows: §2 same account, §3 cross account, §4
// organizations, §5 principals, §6 services, §7 STS, §8 KMS, §9 S3 (.2
// ownership, .3 ACLs, .4 Block Public Access, .5 Requester Pays, .7 anonymous,
// .8 deletes), §10 endpoints, §12 which layer is named, §13 boundaries.
type decisionRow struct {
	name string
	call *authz.Call
	// want is "allow", or the layer that is named, its verdict, and the
	// statement or setting that decided, if any: "identity_policy implicitDeny",
	// "resource_policy explicitDeny DenyAll".
	want string
}

func runDecisions(t *testing.T, rows []decisionRow) {
	t.Helper()
	e := testEngine(t)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			d, err := e.Decide(context.Background(), row.call)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, sentence(d)); diff != "" {
				t.Errorf("decision (-want +got):\n%s\nverdicts: %v", diff, d.Verdicts)
			}
			checkDecision(t, d)
			checkStock(t, strict, row.call, d)
		})
	}
}

// sentence is a decision in a row's words.
func sentence(d authz.Decision) string {
	if d.Allowed {
		return "allow"
	}
	return strings.TrimSpace(strings.Join([]string{string(d.Layer), string(d.Verdict), d.Finding.Statement()}, " "))
}

// checkDecision checks what holds of every decision.
func checkDecision(t *testing.T, d authz.Decision) {
	t.Helper()
	if d.Allowed != (d.Layer == "") || d.Allowed != (d.Verdict == authz.Allowed) || d.Allowed != (d.Disclosure == "") {
		t.Errorf("allowed %v does not go with layer %q, verdict %q, disclosure %q", d.Allowed, d.Layer, d.Verdict, d.Disclosure)
	}
	for _, layer := range authz.Layers() {
		switch d.Verdicts[layer] {
		case authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny, authz.NotApplicable:
		default:
			t.Errorf("layer %s says %q", layer, d.Verdicts[layer])
		}
	}
	if d.Verdict == authz.ExplicitDeny {
		if d.Verdicts[d.Layer] != authz.ExplicitDeny {
			t.Errorf("layer %s is named for an explicit deny and says %s", d.Layer, d.Verdicts[d.Layer])
		}
		if d.Finding == nil {
			t.Errorf("layer %s denies explicitly without a finding", d.Layer)
		}
	}
}

func testEngine(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
