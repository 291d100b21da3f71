// Package conformance lists what AWS documents about the evaluation of policies
// and which test shows each fact. ../CONFORMANCE.md is written from its tables:
//
//	go test ./rego/conformance -update
package conformance

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write CONFORMANCE.md")

const (
	page = "../CONFORMANCE.md"
	root = "../.."
)

// A row is a fact, the page that documents it, the tests that show it, and the
// question of DOUBTS.md that it leaves, if any.
type row struct {
	fact, page string
	shown      tests
	doubt      string
}

// tests are "TestName", "TestName/row of its table", "file_test.rego/test_name"
// or a scenario's file.
type tests []string

type section struct {
	title string
	rows  []row
}

var sections = []section{
	statements, blocks, conditionOperators, sets, policyVariables,
	sameAccount, namedPrincipals, principalForms, acrossAccounts,
	controlPolicies, services, endpointPolicies, naming,
	assumingRoles, keys, bucketSettings, dataAccess, contextKeys, writing,
}

func TestPageIsWhatTheTablesSay(t *testing.T) {
	want := markdown()
	if *update {
		if err := os.WriteFile(page, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("rego/CONFORMANCE.md is stale: go test ./rego/conformance -update")
	}
}

func TestEveryFactIsShown(t *testing.T) {
	there := inventory(t)
	doubts, err := os.ReadFile("../DOUBTS.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range sections {
		for _, r := range s.rows {
			if seen[r.fact] {
				t.Errorf("%q is there twice", r.fact)
			}
			seen[r.fact] = true
			if len(r.shown) == 0 {
				t.Errorf("no test shows %q", r.fact)
			}
			if !strings.HasPrefix(r.page, "https://docs.aws.amazon.com/") {
				t.Errorf("%q is documented by %q", r.fact, r.page)
			}
			if r.doubt != "" && !bytes.Contains(doubts, []byte("\n| "+r.doubt+" |")) {
				t.Errorf("DOUBTS.md has no question %q", r.doubt)
			}
			for _, name := range r.shown {
				if !there.has(name) {
					t.Errorf("there is no test %q, which is to show %q", name, r.fact)
				}
			}
		}
	}
}

// A tree has the names of the tests that there are: for a test of Go, the texts
// in it.
type tree struct {
	goTests   map[string]map[string]bool
	regoTests map[string]bool
}

func (i tree) has(name string) bool {
	if strings.HasPrefix(name, "scenarios/") {
		_, err := os.Stat(filepath.Join(root, name))
		return err == nil
	}
	if i.regoTests[name] {
		return true
	}
	function, of, isRow := strings.Cut(name, "/")
	texts, ok := i.goTests[function]
	return ok && (!isRow || texts[of])
}

func inventory(t *testing.T) tree {
	t.Helper()
	i := tree{map[string]map[string]bool{}, map[string]bool{}}
	for _, folder := range []string{"rego", "emulator"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, _ fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case strings.HasSuffix(path, "_test.rego"):
				return i.addRego(path)
			case strings.HasSuffix(path, "_test.go"):
				return i.addGo(path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return i
}

var regoTest = regexp.MustCompile(`(?m)^test_\w+`)

func (i tree) addRego(path string) error {
	text, err := os.ReadFile(path)
	for _, name := range regoTest.FindAllString(string(text), -1) {
		i.regoTests[filepath.Base(path)+"/"+name] = true
	}
	return err
}

// addGo adds the tests of a file, each with the texts in its body and in the
// tables of its package: a row of a table has its name among them.
func (i tree) addGo(path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	tables := map[string]bool{}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok {
			addTexts(g, tables)
		}
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !strings.HasPrefix(f.Name.Name, "Test") {
			continue
		}
		if i.goTests[f.Name.Name] == nil {
			i.goTests[f.Name.Name] = map[string]bool{}
		}
		for text := range tables {
			i.goTests[f.Name.Name][text] = true
		}
		addTexts(f, i.goTests[f.Name.Name])
	}
	return nil
}

func addTexts(in ast.Node, to map[string]bool) {
	ast.Inspect(in, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				to[text] = true
			}
		}
		return true
	})
}

func markdown() []byte {
	var b bytes.Buffer
	facts, doubts := 0, 0
	for _, s := range sections {
		for _, r := range s.rows {
			facts++
			if r.doubt != "" {
				doubts++
			}
		}
	}
	fmt.Fprintf(&b, `# What AWS documents, and the test that shows it

Written by `+"`go test ./rego/conformance -update`"+` from the tables in
[conformance](conformance); a test fails when this page is stale or names a test
that is not there. %d facts; %d of them rest on a choice of [DOUBTS.md](DOUBTS.md).
A test of Go is found by its name, with the row of its table after it; one of
Rego by its file.
`, facts, doubts)
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n| fact | page | shown by | doubt |\n|---|---|---|---|\n", s.title)
		for _, r := range s.rows {
			fmt.Fprintf(&b, "| %s | [%s](%s) | %s | %s |\n", cell(r.fact), pageName(r.page), r.page, shown(r.shown), cell(r.doubt))
		}
	}
	return b.Bytes()
}

func cell(text string) string { return strings.NewReplacer("|", `\|`, "*", `\*`).Replace(text) }

// pageName is a page's name without what it has in common with its neighbors.
func pageName(url string) string {
	name := url[strings.LastIndex(url, "/")+1:]
	name, _, _ = strings.Cut(name, ".html")
	for _, prefix := range []string{"reference_policies_", "evaluation-logic_", "elements_", "orgs_manage_policies_"} {
		name = strings.TrimPrefix(name, prefix)
	}
	return name
}

// shown joins the rows of one test: its name is said once.
func shown(names tests) string {
	var parts []string
	last := ""
	for _, name := range names {
		test, of, isRow := strings.Cut(name, "/")
		switch {
		case strings.HasPrefix(name, "scenarios/"):
			parts = append(parts, fmt.Sprintf("[%s](../%s)", strings.TrimSuffix(filepath.Base(name), ".yaml"), name))
		case strings.HasSuffix(test, ".rego"):
			parts = append(parts, fmt.Sprintf("[%s](policy/%s) `%s`", test, test, of))
		case isRow && test == last:
			parts = append(parts, "“"+cell(of)+"”")
		case isRow:
			parts = append(parts, fmt.Sprintf("`%s` “%s”", test, cell(of)))
		default:
			parts = append(parts, "`"+test+"`")
		}
		last = test
	}
	return strings.Join(parts, ", ")
}
