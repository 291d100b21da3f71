// Package golden holds the errors that AWS is known to answer, row by row, and
// provokes each of them.
package golden_test

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// table is everything known of AWS's errors beyond denials: service, code,
// status, message, elements that S3 adds, and where that was seen. <name> is text
// that differs from case to case.
//
//go:embed testdata/errors.tsv
var table string

type row struct {
	service, code string
	status        int
	message       string
	fields        []string
}

func (r row) key() key { return key{r.service, r.code, r.message} }

// A key tells rows apart.
type key struct{ service, code, message string }

func rows(t *testing.T) []row {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(table), "\n")
	var all []row
	for i, line := range lines[1:] {
		c := strings.Split(line, "\t")
		if len(c) != 6 {
			t.Fatalf("testdata/errors.tsv:%d: %d columns, want 6: %q", i+2, len(c), line)
		}
		status, err := strconv.Atoi(c[2])
		if err != nil && c[2] != "async" {
			t.Fatalf("testdata/errors.tsv:%d: the status is %q, want a number or async", i+2, c[2])
		}
		r := row{service: c[0], code: c[1], status: status, message: c[3]}
		if c[4] != "" {
			r.fields = strings.Split(c[4], ", ")
		}
		all = append(all, r)
	}
	if len(all) < 337 {
		t.Fatalf("testdata/errors.tsv has lost rows: %d of 337 are left", len(all))
	}
	return all
}

// Every error that is known of AWS is answered here with its status, code and
// text, or there is a reason why it is not.
func TestErrorsAreThoseOfAWS(t *testing.T) {
	labs, known, provoked := labs{t, map[string]*lab{}}, map[key]bool{}, provocations()
	for _, r := range rows(t) {
		if known[r.key()] {
			t.Errorf("two rows are %v", r.key())
		}
		known[r.key()] = true
		ways := provoked[r.key()]
		switch why := reason(r); {
		case len(ways) > 0 && why != "":
			t.Errorf("%v is provoked, and yet %q", r.key(), why)
		case len(ways) == 0 && why == "":
			t.Errorf("nothing provokes %v, and no reason is given", r.key())
		}
		for _, p := range ways {
			t.Run(r.service+" "+r.code+" "+r.message[:min(len(r.message), 50)], func(t *testing.T) { labs.in(p.home).provoke(t, r, p) })
		}
	}
	for _, e := range exemptions {
		if !slices.ContainsFunc(rows(t), e.holds) {
			t.Errorf("%q is the reason for no row", e.why)
		}
	}
	for k := range provoked {
		if !known[k] {
			t.Errorf("no row is %v", k)
		}
	}
}
