package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/rego/generate"
)

// What denylab bundle writes is what stock OPA accepts, tests and serves; opa is
// the program, asked as a fleet's owner would.
func TestStockOPATakesTheBundle(t *testing.T) {
	all := bundleFile(t, "--tests")
	files := unpacked(t, all)
	for _, tc := range []struct {
		says string
		args []string
	}{
		{"", []string{"check", "--strict", "--bundle", all}},
		{"", []string{"fmt", "--list", files}},
		{"PASS: ", []string{"test", "--timeout", "60s", "--bundle", all}},
	} {
		t.Run(tc.args[0], func(t *testing.T) {
			out := string(opa(t, tc.args...))
			if tc.says == "" && out != "" || !strings.Contains(out, tc.says) {
				t.Errorf("opa %s says %q, want %q", strings.Join(tc.args, " "), out, tc.says)
			}
		})
	}
}

// All calls are asked of one opa process.
func TestStockOPADecidesAsTheEngine(t *testing.T) {
	rules, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	want := map[string]authz.Decision{}
	for name, call := range generate.Calls(1, 500) {
		d, err := rules.Decide(t.Context(), call)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.ReplaceAll(name, "/", "-") + ".json"
		want[file] = d
		text, err := json.Marshal(engine.Input(call))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, file), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var answers struct {
		Result []struct {
			Path   string          `json:"path"`
			Result json.RawMessage `json:"result"`
		} `json:"result"`
	}
	out := opa(t, "exec", "--bundle", bundleFile(t), "--decision", "denylab/decision/result", folder)
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if len(answers.Result) != len(want) {
		t.Fatalf("opa answers %d of %d calls", len(answers.Result), len(want))
	}
	for _, a := range answers.Result {
		file := filepath.Base(a.Path)
		if diff := cmp.Diff(want[file], decisionIn(t, a.Result)); diff != "" {
			t.Errorf("call %s (-engine +opa):\n%s", file, diff)
		}
	}
}

// decisionIn reads the rules' own field names.
func decisionIn(t *testing.T, text []byte) authz.Decision {
	t.Helper()
	var answer struct {
		authz.Decision
		Finding *struct {
			authz.Finding
			PolicyARN string `json:"policy_arn"`
		} `json:"finding"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if f := answer.Finding; f != nil {
		f.Finding.PolicyARN = f.PolicyARN
		answer.Decision.Finding = &f.Finding
	}
	return answer.Decision
}

// bundleFile is a file that denylab bundle wrote.
func bundleFile(t *testing.T, flags ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	var complaints bytes.Buffer
	args := append([]string{"bundle", "-o", file}, flags...)
	if status := run(args, nil, strings.NewReader(""), &complaints, &complaints); status != exitWanted {
		t.Fatalf("denylab bundle: status %d: %s", status, complaints.String())
	}
	return file
}

// unpacked is a folder of what is in a bundle.
func unpacked(t *testing.T, bundle string) string {
	t.Helper()
	folder := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "tar", "-xzf", bundle, "-C", folder).CombinedOutput(); err != nil {
		t.Fatalf("tar: %v\n%s", err, out)
	}
	return folder
}

func opa(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"tool", "opa"}, args...)...)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("opa %s: %v\n%s%s", strings.Join(args, " "), err, out, failed.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
