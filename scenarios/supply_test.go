package scenarios_test

import (
	"context"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/scenarios"
)

// Whatever condition key a call of the catalogue lacks, its explanation says what
// would supply it.
func TestEveryMissingKeyOfTheCatalogueHasASupplier(t *testing.T) {
	list, diagnostics := scenarios.Load(scenarios.Catalogue())
	if err := diagnostics.Err(); err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	runner := &scenarios.Runner{Parallel: 1, Step: func(e scenarios.StepEvent) {
		if e.Result.Entry == nil {
			return
		}
		calls, _, err := e.Lab.ExplainExchange(context.Background(), e.Result.Entry.ID)
		if err != nil {
			t.Error(err)
		}
		for _, x := range calls {
			if len(x.Suppliers) != len(x.MissingContext) {
				t.Errorf("%s on %s lacks %v, supplied by %v", x.Action, x.Resource, x.MissingContext, x.Suppliers)
			}
			for _, s := range x.Suppliers {
				missing[s.Key] = true
				check(t, s)
			}
		}
	}}
	if _, err := runner.Run(context.Background(), list); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"aws:SourceVpce", "s3:x-amz-acl"} {
		if !missing[key] {
			t.Errorf("no call of the catalogue lacks %s: the test looks past what it is for", key)
		}
	}
}

func check(t *testing.T, s explain.Supplier) {
	t.Helper()
	if s.By == "" || strings.Contains(s.By, "AWS documents no condition key") || !strings.HasPrefix(s.Page, "https://docs.aws.amazon.com/") {
		t.Errorf("%s comes with %q (%s)", s.Key, s.By, s.Page)
	}
}
