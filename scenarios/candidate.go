package scenarios

import (
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// scenarioFiles are the scenario files of fsys, sorted by path.
func scenarioFiles(fsys fs.FS, problems *Diagnostics) []string {
	var out []string
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && slices.Contains([]string{"worlds", "schema", "testdata"}, e.Name()):
			return fs.SkipDir
		case !e.IsDir() && path.Ext(name) == ".yaml" && name != "rows.yaml":
			out = append(out, name)
		}
		return nil
	})
	if err != nil {
		*problems = append(*problems, Diagnostic{File: shown(fsys, "."), Severity: Error, Message: rootCause(err).Error()})
	}
	return out
}

// A candidate is a scenario file that has been read, not yet its world.
type candidate struct {
	file     string
	scenario *Scenario
	root     *node // nil when the file is no YAML mapping
	problems Diagnostics
}

func (c *candidate) id() string { return strings.TrimSuffix(path.Base(c.file), ".yaml") }

// candidate reads a file and keeps the complaints about it until somebody
// wants it.
func (l *loader) candidate(name string) *candidate {
	before := l.problems
	l.problems = nil
	c := &candidate{file: name, scenario: &Scenario{File: shown(l.fsys, name), Clock: DefaultClock}}
	c.root = l.read(name)
	if c.root != nil {
		d := decoder{fixture: &Fixture{fsys: l.fsys}}
		d.decodeStruct(c.root, reflect.ValueOf(c.scenario).Elem())
		l.problems = append(l.problems, d.problems...)
	}
	c.problems, l.problems = l.problems, before
	return c
}

var rowID = regexp.MustCompile(`^[A-Z][0-9]{2}$`)

// matches reports whether a pattern of Load means c.
func (c *candidate) matches(pattern string) bool {
	if rowID.MatchString(pattern) {
		return slices.Contains(c.scenario.Rows, pattern)
	}
	topic := strings.TrimSuffix(strings.TrimSuffix(pattern, "..."), "…")
	if under := strings.HasPrefix(c.file, strings.TrimSuffix(topic, "/")+"/"); under || topic != pattern {
		return under
	}
	names := []string{c.id(), c.scenario.ID, c.file, strings.TrimSuffix(c.file, ".yaml"), c.scenario.File}
	return slices.ContainsFunc(names, func(name string) bool {
		ok, err := path.Match(pattern, name)
		return err == nil && ok
	})
}

// choose are the candidates that a pattern means, all of them without
// patterns.
func (l *loader) choose(all []*candidate, patterns []string) []*candidate {
	if len(patterns) == 0 {
		return all
	}
	used := map[string]bool{}
	var out []*candidate
	for _, c := range all {
		chosen := false
		for _, p := range patterns {
			if c.matches(p) {
				chosen, used[p] = true, true
			}
		}
		if chosen {
			out = append(out, c)
		}
	}
	for _, p := range patterns {
		if !used[p] {
			used[p] = true
			l.complain(noMatch(p, all))
		}
	}
	return out
}

func noMatch(pattern string, all []*candidate) Diagnostic {
	d := Diagnostic{File: pattern, Severity: Error}
	if rowID.MatchString(pattern) {
		d.Message = "no scenario shows this row"
		return d
	}
	var ids []string
	for _, c := range all {
		ids = append(ids, c.id())
	}
	d.Message = "no scenario has this id or path" + didYouMean(pattern, ids)
	return d
}
