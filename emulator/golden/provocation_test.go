package golden_test

import (
	"regexp"
	"strings"
	"testing"
)

// A provocation is how to get a row's error: the last step does.
type provocation struct {
	code, message string
	steps         []step
	fill          []string // values for the row's <names>, in turn name and value
	home          string   // the lab's Region
}

func refused(code, message string, steps ...step) provocation {
	return provocation{code: code, message: message, steps: steps, home: region}
}

func (p provocation) where(fill ...string) provocation { p.fill = fill; return p }
func (p provocation) at(home string) provocation       { p.home = home; return p }

// provocations are all tables together. A row may be provoked in several ways.
func provocations() map[key][]provocation {
	all := map[key][]provocation{}
	for service, tables := range provoke {
		for _, table := range tables {
			for _, p := range table {
				k := key{service, p.code, p.message}
				all[k] = append(all[k], p)
			}
		}
	}
	return all
}

func (l *lab) provoke(t *testing.T, r row, p provocation) {
	l.begin(t)
	for _, s := range p.steps[:len(p.steps)-1] {
		if a := l.do(s); a.status >= 300 {
			t.Fatalf("%s %s before it is refused: %d %s", s.method, s.target, a.status, a.body)
		}
		if err := l.Jobs().Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i+1 < len(p.fill); i += 2 {
		l.vars[p.fill[i]] = l.fill(p.fill[i+1])
	}
	before := l.Digest()
	got := l.do(p.steps[len(p.steps)-1])
	switch r.code {
	case "FailureReason", "StepFailureReason": // of a job that is described, of a step that is listed
		got.status, got.code, got.message = 0, r.code, got.get("FailureReason")
	case "ErrorMessage": // of a run; reports leave out the ids of a request
		got.status, got.code = 0, r.code
		got.message, _, _ = strings.Cut(got.get(r.code), " (Service: Amazon S3; Status Code: 403; Error Code: ")
	}
	want := l.expand(r.message)
	if got.status != r.status || got.code != r.code || got.message != want {
		t.Errorf("got  %d %s %q\nwant %d %s %q", got.status, got.code, got.message, r.status, r.code, want)
	}
	for _, name := range r.fields {
		if !strings.Contains(got.body, "<"+name+">") {
			t.Errorf("no <%s> in %s", name, got.body)
		}
	}
	if l.Digest() != before {
		t.Error("the refused request has changed something")
	}
}

var placeholder = regexp.MustCompile(`<([\w:./ -]+)>`)

// expand puts values in the places of <name>; one that has none stays.
func (l *lab) expand(message string) string {
	return placeholder.ReplaceAllStringFunc(message, func(name string) string {
		if value, ok := l.vars[name[1:len(name)-1]]; ok {
			return value
		}
		return name
	})
}
