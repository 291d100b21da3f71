package main

import (
	"io"
	"slices"
	"strings"

	"github.com/denylab/denylab/cmd/denylab/report"
)

// A reportWriter writes a replay in one format; color is for terminals.
type reportWriter func(w io.Writer, r *report.Replay, color bool) error

// A format is a name of --format. Explained ones show why calls were refused.
type format struct {
	name      string
	write     reportWriter
	explained bool
}

var formats = []format{
	{"text", report.Summary, false},
	{"json", report.JSON, false},
	{"junit", report.JUnit, true},
	{"tap", report.TAP, true},
	{"github", report.GitHub, true},
}

func formatNames() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// A target is a report that was asked for: FORMAT, which goes to --output, or
// FORMAT=FILE.
type target struct {
	format
	file string
	out  io.Writer
	done func() error
}

// targets reads the values of --format. When all of them go to files, and none is
// the text, the text goes to --output.
func targets(values []string, output string) ([]*target, error) {
	var all []*target
	var free []string // formats without a file of their own
	for _, v := range values {
		name, file, own := strings.Cut(v, "=")
		i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
		switch {
		case i < 0:
			return nil, usage("--format %q: want %s, each also as FORMAT=FILE", v, strings.Join(formatNames(), ", "))
		case own && file == "":
			return nil, usage("--format %q: want a file after the =", v)
		case !own:
			free, file = append(free, name), output
		}
		all = append(all, &target{format: formats[i], file: file})
	}
	text := slices.ContainsFunc(all, func(t *target) bool { return t.name == "text" })
	switch {
	case len(free) > 0 || text && output == "":
	case text:
		return nil, usage("--output %s: every --format has a file of its own", output)
	default:
		all = append([]*target{{format: formats[0], file: output}}, all...)
	}
	return all, apart(all, free)
}

// apart checks that no two reports go to the same place. Annotations may stand
// among lines of text: GitHub Actions reads both from a job's log.
func apart(all []*target, free []string) error {
	slices.Sort(free)
	if len(free) > 1 && !slices.Equal(free, []string{"github", "text"}) {
		return usage("--format %s: two reports in one place; give one a file: --format %s=FILE", strings.Join(free, " and "), free[0])
	}
	taken := map[string]string{}
	for _, t := range all {
		other := taken[t.file]
		together := slices.Contains(free, other) && slices.Contains(free, t.name)
		if t.file != "" && other != "" && !together {
			return usage("--format: %s and %s would be written to the same file %s", other, t.name, t.file)
		}
		taken[t.file] = t.name
	}
	return nil
}
