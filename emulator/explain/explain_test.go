package explain_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/rego/authz"
)

const (
	role    = "arn:aws:iam::111122223333:role/jobs/Train"
	session = "arn:aws:sts::111122223333:assumed-role/Train/SageMaker"
)

func call() *authz.Call {
	return &authz.Call{
		Action: "s3:GetObject", Resource: "arn:aws:s3:::data/in/x.csv", ResourceAccount: "111122223333",
		Caller: authz.Caller{Kind: authz.AssumedRole, ARN: session, PrincipalARN: role, Account: "111122223333"},
	}
}

// refused is a report of a refusal by layer.
func refused(layer authz.Layer, verdict authz.Verdict, more map[authz.Layer]authz.Verdict) authz.Report {
	verdicts := map[authz.Layer]authz.Verdict{layer: verdict}
	for l, v := range more {
		verdicts[l] = v
	}
	return authz.Report{Decision: authz.Decision{Layer: layer, Verdict: verdict, Verdicts: verdicts}}
}

func at(layer authz.Layer, sid string) authz.Finding {
	return authz.Finding{Layer: layer, Verdict: authz.Allowed, Policy: "P", Sid: sid}
}

func near(layer authz.Layer, sid, element string, want ...string) authz.NearMiss {
	return authz.NearMiss{Finding: at(layer, sid), Effect: "Allow", Miss: authz.Miss{Element: element, Want: want, Got: []string{"-"}}}
}

func sids(misses []authz.NearMiss) string {
	var all []string
	for _, m := range misses {
		all = append(all, m.Finding.Sid)
	}
	return strings.Join(all, " ")
}

func textOf(t *testing.T, x explain.Explanation, color bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := x.Text(&b, color); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNearMissesAreRanked(t *testing.T) {
	r := refused(authz.IdentityPolicy, authz.ImplicitDeny, nil)
	r.NearMisses = []authz.NearMiss{
		near(authz.ResourcePolicy, "elsewhere", "Condition", "x"),
		near(authz.IdentityPolicy, "excluded", "NotAction", "s3:GetObject"),
		near(authz.IdentityPolicy, "stranger", "Resource", "arn:aws:s3:::logs/*"),
		near(authz.IdentityPolicy, "unlike", "Action", "s3:PutObject"),
		near(authz.IdentityPolicy, "alike", "Action", "s3:PutObject", "s3:GetObjectTagging"),
		near(authz.IdentityPolicy, "bucket", "Resource", "arn:aws:s3:::data"),
		near(authz.IdentityPolicy, "folder", "Resource", "arn:aws:s3:::other/*", "arn:aws:s3:::data/in/y.csv"),
		near(authz.IdentityPolicy, "condition", "Condition", "x"),
		near(authz.IdentityPolicy, "condition2", "Condition", "x"),
	}
	before := sids(r.NearMisses)
	x := explain.Of(call(), r)
	if got, want := sids(x.NearMisses), "condition condition2 folder bucket alike unlike stranger excluded elsewhere"; got != want {
		t.Errorf("ranked\n%s, want\n%s", got, want)
	}
	if sids(r.NearMisses) != before {
		t.Error("the report was written to")
	}
	if !strings.Contains(x.Cure, "Meet the condition") {
		t.Errorf("the cure is not the nearest miss: %s", x.Cure)
	}
}

// A managed policy of sixty statements makes a long list: the text shows five.
func TestTheTextShowsTheNearestFive(t *testing.T) {
	r := refused(authz.IdentityPolicy, authz.ImplicitDeny, nil)
	for i := range 60 {
		r.NearMisses = append(r.NearMisses, near(authz.IdentityPolicy, fmt.Sprint("S", i), "Action", "s3:Put"+fmt.Sprint(i)))
	}
	r.NearMisses = append(r.NearMisses, near(authz.IdentityPolicy, "Nearest", "Condition", "x"))
	x := explain.Of(call(), r)
	if len(x.NearMisses) != 61 {
		t.Errorf("the explanation has %d near misses, want all", len(x.NearMisses))
	}
	text := textOf(t, x, false)
	if n := strings.Count(text, "near miss: "); n != 5 || !strings.Contains(text, "\n… and 56 more near misses\n") {
		t.Errorf("%d near misses in\n%s", n, text)
	}
	if !strings.Contains(text, "near miss: Nearest of P (identity_policy)") {
		t.Errorf("the nearest is not shown:\n%s", text)
	}
	r.NearMisses = r.NearMisses[:5]
	if text := textOf(t, explain.Of(call(), r), false); strings.Count(text, "near miss: ") != 5 || strings.Contains(text, "more") {
		t.Errorf("five are not just shown:\n%s", text)
	}
}

func TestLongListsOfValuesAreCut(t *testing.T) {
	r := refused(authz.IdentityPolicy, authz.ImplicitDeny, nil)
	var want []string
	for i := range 9 {
		want = append(want, fmt.Sprint("arn:aws:s3:::b", i))
	}
	r.NearMisses = []authz.NearMiss{near(authz.IdentityPolicy, "S", "Resource", want...)}
	x := explain.Of(call(), r)
	const cut = "arn:aws:s3:::b0, arn:aws:s3:::b1, arn:aws:s3:::b2, arn:aws:s3:::b3, arn:aws:s3:::b4, … and 4 more"
	if text := textOf(t, x, false); !strings.Contains(text, "Resource: has "+cut+", the call has -\n") || !strings.Contains(x.Cure, cut) {
		t.Errorf("not cut:\n%s", text)
	}
	if len(x.NearMisses[0].Miss.Want) != 9 {
		t.Error("the explanation itself is cut")
	}
}

func TestTheLadderHasEveryLayerInOrder(t *testing.T) {
	r := refused(authz.PermissionsBoundary, authz.ImplicitDeny, map[authz.Layer]authz.Verdict{authz.IdentityPolicy: authz.Allowed})
	r.Findings = []authz.Finding{at(authz.IdentityPolicy, "A"), at(authz.IdentityPolicy, "B")}
	x := explain.Of(call(), r)
	var got []authz.Layer
	for _, rung := range x.Ladder {
		got = append(got, rung.Layer)
		if rung.Deciding != (rung.Layer == authz.PermissionsBoundary) {
			t.Errorf("%s: deciding %v", rung.Layer, rung.Deciding)
		}
		if n := len(rung.Findings); n > 0 != (rung.Layer == authz.IdentityPolicy) {
			t.Errorf("%s has %d findings", rung.Layer, n)
		}
		if rung.Verdict == "" {
			t.Errorf("%s has no verdict", rung.Layer)
		}
	}
	if diff := cmp.Diff(authz.Layers(), got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryLayerHasAPage(t *testing.T) {
	for _, layer := range authz.Layers() {
		if !strings.HasPrefix(explain.Page(layer), "https://docs.aws.amazon.com/") {
			t.Errorf("%s: page %q", layer, explain.Page(layer))
		}
	}
}

func TestAnAllowedCallHasNoCure(t *testing.T) {
	r := authz.Report{Decision: authz.Decision{Allowed: true, Verdict: authz.Allowed, Verdicts: map[authz.Layer]authz.Verdict{
		authz.IdentityPolicy: authz.Allowed, authz.ResourcePolicy: authz.ImplicitDeny}}}
	r.NearMisses = []authz.NearMiss{near(authz.ResourcePolicy, "S", "Principal", "x")}
	r.MissingContext = []string{"aws:SourceVpce", "s3:prefix"}
	x := explain.Of(call(), r)
	if x.Cure != "" || x.Page != "" || len(x.NearMisses) != 1 {
		t.Errorf("%+v", x)
	}
	text := textOf(t, x, false)
	if !strings.HasPrefix(text, "allowed: s3:GetObject on arn:aws:s3:::data/in/x.csv\n  as "+session+"\n\n") || strings.Contains(text, "near miss") || strings.Contains(text, ">") {
		t.Errorf("text\n%s", text)
	}
	if !strings.Contains(text, "\nnot in the request:\n  aws:SourceVpce: comes with a request through a VPC endpoint\n  s3:prefix: comes with the query parameter prefix\n") {
		t.Errorf("text\n%s", text)
	}
}

func TestDescribe(t *testing.T) {
	for want, f := range map[string]authz.Finding{
		"Read of Own world.yaml:3": {Sid: "Read", Policy: "Own", File: "world.yaml", Line: 3},
		"#2 of Own":                {Index: 1, Policy: "Own", File: "world.yaml"},
		"#1 of Guard at ou-1":      {Policy: "Guard", Level: "ou-1"},
		"at 111122223333":          {Index: -1, Level: "111122223333"},
		"BlockPublicPolicy":        {Index: -1, Setting: "BlockPublicPolicy"},
		"":                         {Index: -1},
	} {
		if got := explain.Describe(&f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestColorsAreOnlyWhenAskedFor(t *testing.T) {
	x := explain.Of(call(), refused(authz.IdentityPolicy, authz.ImplicitDeny, nil))
	plain, colored := textOf(t, x, false), textOf(t, x, true)
	if strings.Contains(plain, "\x1b") {
		t.Error("colors in plain text")
	}
	for _, want := range []string{"\x1b[31mrefused\x1b[0m:", "\x1b[31mimplicitDeny\x1b[0m", "\x1b[2mnotApplicable\x1b[0m"} {
		if !strings.Contains(colored, want) {
			t.Errorf("no %q in colored text", want)
		}
	}
	stripped := colored
	for _, code := range []string{"31", "32", "2", "0"} {
		stripped = strings.ReplaceAll(stripped, "\x1b["+code+"m", "")
	}
	if diff := cmp.Diff(plain, stripped); diff != "" {
		t.Error(diff)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestTextReportsTheWritersError(t *testing.T) {
	if err := (explain.Explanation{}).Text(brokenWriter{}, false); !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
}
