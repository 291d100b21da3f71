package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/denylab/denylab/scenarios"
)

// TAP writes r as version 14 of the Test Anything Protocol, a test point a
// scenario; those that failed have a YAML diagnostic
// (https://testanything.org/tap-version-14-specification.html).
func TAP(w io.Writer, r *Replay, _ bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", len(r.Scenarios))
	for i, s := range r.Scenarios {
		if s.Outcome == scenarios.Pass {
			fmt.Fprintf(&b, "ok %d - %s\n", i+1, point(s.ID+": "+because(s)))
			continue
		}
		fmt.Fprintf(&b, "not ok %d - %s\n", i+1, point(s.ID+": "+s.Title))
		r.diagnostic(&b, s)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// point is a description on one line, in which # starts no directive.
func point(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer(`\`, `\\`, `#`, `\#`).Replace(s)
}

// diagnostic writes why s failed. Every text is quoted: what strconv quotes is
// a double-quoted scalar of YAML.
func (r *Replay) diagnostic(b *strings.Builder, s scenarios.Result) {
	b.WriteString("  ---\n  severity: fail\n")
	fmt.Fprintf(b, "  message: %s\n", strconv.Quote(s.Title))
	if len(s.Differences) > 0 {
		at := s.Differences[0]
		fmt.Fprintf(b, "  at:\n    file: %s\n    line: %d\n", strconv.Quote(at.File), max(at.Line, 1))
	}
	fmt.Fprintf(b, "  source: %s\n", strconv.Quote(s.Source))
	yamlList(b, "problems", s.Problems)
	yamlList(b, "ladder", strings.Split(strings.TrimSuffix(r.ladders(s), "\n"), "\n"))
	b.WriteString("  ...\n")
}

func yamlList(b *strings.Builder, key string, values []string) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return
	}
	fmt.Fprintf(b, "  %s:\n", key)
	for _, v := range values {
		fmt.Fprintf(b, "    - %s\n", strconv.Quote(v))
	}
}
