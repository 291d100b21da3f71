// Command s3results knows docs/s3-tests.tsv, the list of what the tests of the
// public ceph/s3-tests suite are about and how they end.
//
//	s3results select scope|contradicts [PATTERN...] < IDS
//	s3results compare IDS REPORT.xml...
//
// IDS are pytest's, one a line. select prints those of a part of the list;
// compare counts the reports' outcomes and fails when one is not as listed.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

const listFile = "docs/s3-tests.tsv"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	rows, err := readList(listFile)
	switch {
	case err != nil:
	case len(args) >= 2 && args[0] == "select":
		err = selectPart(stdout, stdin, rows, args[1], args[2:])
	case len(args) >= 3 && args[0] == "compare":
		var unexpected int
		if unexpected, err = compare(stdout, rows, args[1], args[2:]); err == nil && unexpected > 0 {
			err = fmt.Errorf("%d tests did not end as %s says", unexpected, listFile)
		}
	default:
		err = errors.New("want select PART [PATTERN...], or compare IDS REPORT")
	}
	if err != nil {
		fmt.Fprintln(stderr, "s3results:", err)
		return 1
	}
	return 0
}

// selectPart prints the ids of the tests of a part, if they match one of the
// patterns or there is none.
func selectPart(w io.Writer, ids io.Reader, rows list, part string, patterns []string) error {
	lines := bufio.NewScanner(ids)
	for lines.Scan() {
		id := lines.Text()
		name := nameOf(id)
		r := rows.of(name)
		in := r.status == contradicts && part == contradicts || part == "scope" && (r.status == passes || r.status == fails)
		if in && chosen(name, patterns) {
			fmt.Fprintln(w, id)
		}
	}
	return lines.Err()
}

func chosen(name string, patterns []string) bool {
	for _, p := range patterns {
		if matches(p, name) {
			return true
		}
	}
	return len(patterns) == 0
}

// matches compares a name with a shell pattern, in which brackets are those of
// pytest's parameters.
func matches(pattern, name string) bool {
	ok, _ := path.Match(strings.NewReplacer("[", `\[`, "]", `\]`, "/", "_").Replace(pattern), strings.ReplaceAll(name, "/", "_"))
	return ok
}

// nameOf is the test's name in pytest's id.
func nameOf(id string) string {
	_, name, _ := strings.Cut(id, "::")
	return name
}
