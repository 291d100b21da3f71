package report

import (
	_ "embed"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

//go:embed style.css
var style string

// HTML writes r as pages that need no server: index.html with the list of
// scenarios, and scenarios/ID.html with what each one sent and got. It makes
// dir, and overwrites pages of the same names; others stay. Errors name the
// file that could not be written.
//
// The pages are written by hand and not by html/template, which calls methods by
// name: with it the linker drops none, and the program grows by a tenth.
func HTML(dir string, r *Replay) error {
	if err := os.MkdirAll(filepath.Join(dir, "scenarios"), 0o755); err != nil {
		return err
	}
	names := pageNames(r)
	files := map[string]string{"style.css": style, "index.html": r.index(names)}
	for i := range r.Scenarios {
		files["scenarios/"+names[i]] = r.scenarioPage(i)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pageNames are the names of the scenarios' pages: those of their ids, with a
// number where files of different folders have the same.
func pageNames(r *Replay) []string {
	names, taken := make([]string, len(r.Scenarios)), map[string]bool{}
	for i, s := range r.Scenarios {
		name := strings.ToLower(s.ID) // as file systems compare
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", strings.ToLower(s.ID), n)
		}
		taken[name] = true
		names[i] = s.ID + name[len(s.ID):] + ".html"
	}
	return names
}

// address is a relative link to a file.
func address(name string) string { return (&url.URL{Path: name}).String() }
