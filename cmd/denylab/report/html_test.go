package report_test

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/cmd/denylab/report"
)

// pages are the files of the HTML report of testdata, by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := report.HTML(dir, replay(t)); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPagesAreTheSameBytesEveryTime(t *testing.T) {
	first := pages(t)
	if diff := cmp.Diff(first, pages(t)); diff != "" {
		t.Errorf("two replays differ:\n%s", diff)
	}
	for _, name := range []string{"index.html", "scenarios/job.html", "scenarios/wrong.html"} {
		golden(t, filepath.Base(name), []byte(first[name]))
	}
	if len(first) != 4 || first["style.css"] == "" {
		t.Errorf("%d files, want a style sheet, the index and two pages", len(first))
	}
}

// TestTextOfScenariosIsNoMarkup: pages are well-formed, and have no element,
// attribute or link that does not come from the writer, whatever the scenarios
// say.
func TestTextOfScenariosIsNoMarkup(t *testing.T) {
	for name, text := range pages(t) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		scripts := 0
		for _, e := range elements(t, name, text) {
			if e.Name.Local == "script" {
				scripts++
			}
			if !strings.Contains(known, " "+e.Name.Local+" ") {
				t.Errorf("%s: element <%s>", name, e.Name.Local)
			}
			for _, a := range e.Attr {
				check(t, name, a)
			}
		}
		if want := map[string]int{"index.html": 1}[name]; scripts != want {
			t.Errorf("%s: %d scripts, want %d", name, scripts, want)
		}
	}
}

const known = " html head meta title link body h1 h2 h3 h4 p a b br table thead tbody tr th td div pre details summary ul li input script "

// check: pages refer to each other, and to the web only by https.
func check(t *testing.T, name string, a xml.Attr) {
	t.Helper()
	switch a.Name.Local {
	case "src", "style":
		t.Errorf("%s: attribute %s=%q", name, a.Name.Local, a.Value)
	case "href":
		relative := !strings.Contains(a.Value, ":") && !strings.HasPrefix(a.Value, "/")
		if !relative && !strings.HasPrefix(a.Value, "https://") {
			t.Errorf("%s: a link to %q", name, a.Value)
		}
	default:
		if strings.HasPrefix(a.Name.Local, "on") {
			t.Errorf("%s: attribute %s", name, a.Name.Local)
		}
	}
}

// elements are the elements of a page; one that is not well-formed ends the
// test.
func elements(t *testing.T, name, text string) []xml.StartElement {
	t.Helper()
	var out []xml.StartElement
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			out = append(out, e.Copy())
		}
	}
}

// TestPagesSayWhatTheLabSaid: a page shows what was sent, the ladder, the job's
// stages, near misses and the cure.
func TestPagesSayWhatTheLabSaid(t *testing.T) {
	all := pages(t)
	for name, texts := range map[string][]string{
		"index.html":           {`href="scenarios/job.html"`, "&lt;script&gt;alert(1)&lt;/script&gt;", "FAIL", "Failed at upload s3:PutObject"},
		"scenarios/job.html":   {"S3OutputPath: s3://models/fraud", "identity_policy", "Near misses", "<td>upload</td>", "Statement:\n", "Step 1, cured", `href="../index.html"`},
		"scenarios/wrong.html": {"session_policy", "&#34;&gt;alert(2)", "team=&lt;b&gt;bold&lt;/b&gt;", "Nothing can: &lt;/p&gt;"},
	} {
		for _, text := range texts {
			if !strings.Contains(all[name], text) {
				t.Errorf("%s does not have %q", name, text)
			}
		}
	}
}

// TestOnlyPagesOfTheWebAreLinks: a result made by hand may have any source.
func TestOnlyPagesOfTheWebAreLinks(t *testing.T) {
	r := replay(t)
	for i := range r.Scenarios {
		r.Scenarios[i].Source = "javascript:alert(5)"
	}
	dir := t.TempDir()
	if err := report.HTML(dir, r); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "scenarios", "job.html"))
	if err != nil || !strings.Contains(string(text), "<td>javascript:alert(5)</td>") {
		t.Errorf("the source is no text of its own (%v)", err)
	}
}

func TestPagesThatCannotBeWrittenAreNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := report.HTML(file, replay(t)); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("HTML into a file: %v", err)
	}
}

// TestScenariosOfOneNameHavePagesOfTheirOwn: files of two folders may have the
// same id, and file systems that take no notice of case one name for two.
func TestScenariosOfOneNameHavePagesOfTheirOwn(t *testing.T) {
	r := replay(t)
	again := r.Scenarios[0]
	again.ID = "JOB"
	r.Scenarios = append(r.Scenarios, again, r.Scenarios[0])
	dir := t.TempDir()
	if err := report.HTML(dir, r); err != nil {
		t.Fatal(err)
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"job.html", "JOB-2.html", "job-3.html"} {
		if _, err := os.Stat(filepath.Join(dir, "scenarios", name)); err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(index), `href="scenarios/`+name+`"`) {
			t.Errorf("no link to %s", name)
		}
	}
}
