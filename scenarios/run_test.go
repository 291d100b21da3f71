package scenarios_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/denylab/denylab/scenarios"
	"github.com/google/go-cmp/cmp"
)

// load loads scenarios that must be sound.
func load(t testing.TB, files map[string]string) []*scenarios.Scenario {
	t.Helper()
	list, problems := scenarios.Load(memory(files))
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	return list
}

func runOne(t testing.TB, text string) scenarios.Result {
	t.Helper()
	var r scenarios.Runner
	report, err := r.Run(t.Context(), load(t, map[string]string{"minimal.yaml": text}))
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Scenarios) != 1 {
		t.Fatalf("%d results", len(report.Scenarios))
	}
	return report.Scenarios[0]
}

func TestReport(t *testing.T) {
	var r scenarios.Runner
	report, err := r.Run(t.Context(), load(t, map[string]string{"x/minimal.yaml": minimal(t)}))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "scenarios": [
  {
   "id": "minimal",
   "title": "A user without policies may not read",
   "rows": [
    "D02"
   ],
   "source": "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
   "outcome": "pass",
   "steps": [
    {
     "as": "user/Reader",
     "action": "s3:GetObject",
     "resource": "arn:aws:s3:::data/hello.txt",
     "status": 403,
     "code": "AccessDenied",
     "message": "User: arn:aws:iam::111122223333:user/Reader is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::data/hello.txt\" because no identity-based policy allows the s3:GetObject action",
     "layer": "identity_policy",
     "verdict": "implicitDeny",
     "statement": ""
    }
   ],
   "cure": {
    "why": "An identity-based policy that allows s3:GetObject is what a user of the bucket's account needs.",
    "outcome": "pass",
    "steps": [
     {
      "as": "user/Reader",
      "action": "s3:GetObject",
      "resource": "arn:aws:s3:::data/hello.txt",
      "status": 200,
      "code": "",
      "message": "",
      "layer": "",
      "verdict": "allowed",
      "statement": "#1"
     }
    ]
   }
  }
 ],
 "summary": {
  "passed": 1,
  "failed": 0
 }
}`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestFixtures(t *testing.T) {
	list, problems := scenarios.Load(scenarios.Dir("testdata/catalogue"))
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	var done []string
	r := scenarios.Runner{Done: func(s scenarios.Result) { done = append(done, s.ID) }}
	first, err := r.Run(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range first.Scenarios {
		for _, p := range s.Problems {
			t.Errorf("%s: %s", s.ID, p)
		}
	}
	if diff := cmp.Diff([]string{"assumed-read", "endpoint-read", "every-kind-of-input", "presigned-read", "saved-ciphertext"}, done); diff != "" {
		t.Error(diff)
	}
	second, err := (&scenarios.Runner{Parallel: 1}).Run(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(first)
	b, _ := json.Marshal(second)
	if string(a) != string(b) {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
}

const secondChange = `
    - accounts:
        "111122223333":
          users:
            Reader:
              tags: {needed: "no"}
`

func TestFailures(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		problems       []string // each in the problem of the same index
	}{
		{"another status", "status: 403", "status: 404",
			[]string{`minimal.yaml:13: step 1, s3.GetObject as user/Reader: status: want 404, got 403 AccessDenied: User:`}},
		{"another layer and statement", "layer: identity_policy", "layer: permissions_boundary, statement: Sid, policy: P, message: no",
			[]string{`message: want "no", got "User: `, `layer: want "permissions_boundary", got "identity_policy"`,
				`statement: want "Sid", got nothing`, `policy: want "P", got nothing`}},
		{"a want of success", "want: {status: 403, code: AccessDenied, action: s3:GetObject, layer: identity_policy, verdict: implicitDeny}", "want: {}",
			[]string{`step 2, s3.GetObject as user/Reader: want success, got 403 AccessDenied`}},
		{"a cure that does not cure", `s3:GetObject, Resource: "arn`, `s3:PutObject, Resource: "arn`,
			[]string{`cure step 1, s3.GetObject as user/Reader: want success, got 403 AccessDenied`}},
		{"a cure that can be dropped", "data/*\"}]\n", "data/*\"}]" + secondChange,
			[]string{`minimal.yaml:28: change 2 of the cure can be dropped: the steps succeed without it`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := minimal(t)
			if !strings.Contains(text, c.old) {
				t.Fatalf("the minimal scenario has no %q", c.old)
			}
			if c.name == "a want of success" { // else it would not load: nothing to cure
				text = strings.Replace(text, "steps:\n", "steps:\n  - {as: user/Reader, call: s3.ListBuckets, want: {status: 403}}\n", 1)
				text += "  steps: [{as: user/Reader, call: s3.GetObject, with: {Bucket: data, Key: hello.txt}}]\n"
			}
			got := runOne(t, strings.Replace(text, c.old, c.new, 1))
			if got.Outcome != scenarios.Fail || len(got.Problems) != len(c.problems) {
				t.Fatalf("%s, problems:\n%s", got.Outcome, strings.Join(got.Problems, "\n"))
			}
			for i, want := range c.problems {
				if !strings.Contains(got.Problems[i], want) {
					t.Errorf("want %s\ngot  %s", want, got.Problems[i])
				}
			}
		})
	}
}

func TestEveryChangeOfACureIsNeeded(t *testing.T) {
	// Two changes that only help together are both needed.
	text := strings.NewReplacer(
		"users: {Reader: {}}", "users: {Reader: {boundary: Cap}}\n      policies: {Cap: {policy: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \"s3:PutObject\", Resource: \"*\"}]}}}",
		"data/*\"}]\n", "data/*\"}]\n    - accounts: {\"111122223333\": {users: {Reader: {boundary: null}}}}\n",
	).Replace(minimal(t))
	if got := runOne(t, text); got.Outcome != scenarios.Pass {
		t.Error(strings.Join(got.Problems, "\n"))
	}
}

func TestCureNone(t *testing.T) {
	text, _, _ := strings.Cut(minimal(t), "cure:\n")
	got := runOne(t, text+"cure: {none: The user is not meant to read.}\n")
	if got.Outcome != scenarios.Pass || got.Cure.Outcome != scenarios.NoCure || got.Cure.Why != "The user is not meant to read." {
		t.Errorf("got %+v", got)
	}
}

func TestStepEvents(t *testing.T) {
	var got []string
	r := scenarios.Runner{Step: func(e scenarios.StepEvent) {
		what := "step"
		if e.Cure {
			what = "cure"
		}
		explained, ok, err := e.Lab.ExplainExchange(t.Context(), e.Result.Entry.ID)
		if err != nil || !ok || len(explained) == 0 {
			t.Errorf("the lab cannot explain %v: %v %v", e.Result.Entry.ID, ok, err)
		}
		got = append(got, what+" "+e.Step.Call)
	}}
	if _, err := r.Run(t.Context(), load(t, map[string]string{"minimal.yaml": minimal(t)})); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"step s3.GetObject", "cure s3.GetObject"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRunOfNothingIsAnError(t *testing.T) {
	var r scenarios.Runner
	if _, err := r.Run(t.Context(), nil); !errors.Is(err, scenarios.ErrNoScenarios) {
		t.Errorf("got %v", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var r scenarios.Runner
	_, err := r.Run(ctx, load(t, map[string]string{"minimal.yaml": minimal(t)}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Every scenario of the catalogue shows what it says.
func TestCatalogue(t *testing.T) {
	list, problems := scenarios.Load(scenarios.Catalogue())
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	if len(list) == 0 {
		t.Fatal("the catalogue is empty")
	}
	var r scenarios.Runner
	report, err := r.Run(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Scenarios {
		for _, p := range s.Problems {
			t.Errorf("%s: %s", s.ID, p)
		}
	}
}
