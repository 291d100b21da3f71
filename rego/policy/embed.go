// Package policy holds the rules that decide a call, written in portable Rego
// (no custom built-ins), so that any OPA evaluates them alike. rego/engine runs
// them; this package only carries their text.
package policy

import (
	"embed"
	"strings"
)

//go:embed *.rego
var files embed.FS

// Modules returns the text of every rule file by its file name, tests left out.
func Modules() map[string]string {
	return texts(func(name string) bool { return !isTest(name) })
}

// Tests returns the text of the rules' own tests by file name: what opa test
// runs together with the rules.
func Tests() map[string]string { return texts(isTest) }

func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }

func texts(wanted func(name string) bool) map[string]string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("policy: the embedded rules have no root directory: " + err.Error())
	}
	modules := make(map[string]string, len(entries))
	for _, e := range entries {
		if !wanted(e.Name()) {
			continue
		}
		text, err := files.ReadFile(e.Name())
		if err != nil {
			panic("policy: " + e.Name() + " was listed but cannot be read: " + err.Error())
		}
		modules[e.Name()] = string(text)
	}
	return modules
}
