package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var rows = list{
	{"test_bucket_policy_*", denial, passes, ""},
	{"test_copy[a-*", other, contradicts, "AWS does not"},
	{"test_cloud", other, out, "cloud tiers"},
	{"test_known", authorization, fails, "not yet"},
}

const ids = "f.py::test_bucket_policy_x\nf.py::test_copy[a-1]\nf.py::test_copy[b-a-1]\nf.py::test_cloud\nf.py::test_known\n"

func TestSelect(t *testing.T) {
	for _, c := range []struct {
		part     string
		patterns []string
		want     string
	}{
		{"scope", nil, "f.py::test_bucket_policy_x f.py::test_copy[b-a-1] f.py::test_known"},
		{contradicts, nil, "f.py::test_copy[a-1]"},
		{"scope", []string{"*known", "test_copy[*"}, "f.py::test_copy[b-a-1] f.py::test_known"},
	} {
		var b strings.Builder
		if err := selectPart(&b, strings.NewReader(ids), rows, c.part, c.patterns); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(b.String()), " "); got != c.want {
			t.Errorf("%s %v: %s", c.part, c.patterns, got)
		}
	}
}

func TestCompare(t *testing.T) {
	all := filepath.Join(t.TempDir(), "all.txt")
	report := filepath.Join(t.TempDir(), "report.xml")
	for _, c := range []struct {
		cases      string
		unexpected int
		want       string
	}{
		{`<testcase name="test_bucket_policy_x"/><testcase name="test_copy[a-1]"><failure/></testcase>`, 0, "of which demand a denial"},
		{`<testcase name="test_bucket_policy_x"><error/></testcase>`, 1, "test_bucket_policy_x does not pass"},
		{`<testcase name="test_other"><skipped/></testcase>`, 1, "test_other does not pass"},
		{`<testcase name="test_known"/><testcase name="test_copy[a-1]"/>`, 2, "test_known passes, and is listed: not yet"},
	} {
		for file, content := range map[string]string{all: ids, report: "<testsuites><testsuite>" + c.cases + "</testsuite></testsuites>"} {
			if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var b strings.Builder
		unexpected, err := compare(&b, rows, all, []string{report})
		if err != nil || unexpected != c.unexpected || !strings.Contains(b.String(), c.want) {
			t.Errorf("%s: %d, %v\n%s", c.cases, unexpected, err, b.String())
		}
	}
}
