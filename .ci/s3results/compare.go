package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
)

// A report is pytest's JUnit XML, as far as it is read.
type report struct {
	Cases []struct {
		Name    string     `xml:"name,attr"`
		Failure []struct{} `xml:"failure"`
		Error   []struct{} `xml:"error"`
		Skipped []struct{} `xml:"skipped"`
	} `xml:"testsuite>testcase"`
}

// A count is how many tests were run, and how many passed.
type count struct{ run, passed int }

func (c *count) add(passed bool) {
	c.run++
	if passed {
		c.passed++
	}
}

// compare prints the outcomes by category and those that are not as listed,
// and returns how many the latter are.
func compare(w io.Writer, rows list, ids string, reports []string) (unexpected int, err error) {
	counts := map[string]*count{denial: {}, authorization: {}, other: {}, contradicts: {}}
	for _, file := range reports {
		data, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		var r report
		if err := xml.Unmarshal(data, &r); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		for _, c := range r.Cases {
			row := rows.of(c.Name)
			passed := len(c.Failure)+len(c.Error)+len(c.Skipped) == 0
			if row.status == contradicts {
				counts[contradicts].add(passed)
			} else {
				counts[row.about].add(passed)
			}
			switch expected := row.status == passes; {
			case passed && !expected:
				fmt.Fprintf(w, "%s passes, and is listed: %s\n", c.Name, row.reason)
				unexpected++
			case !passed && expected:
				fmt.Fprintf(w, "%s does not pass\n", c.Name)
				unexpected++
			}
		}
	}
	left, err := leftOut(rows, ids)
	if err != nil {
		return 0, err
	}
	d, a := counts[denial], counts[authorization]
	fmt.Fprintf(w, "%-38s%6s%8s\n", "", "tests", "passed")
	for _, line := range []struct {
		what string
		c    count
	}{
		{"about authorization", count{d.run + a.run, d.passed + a.passed}},
		{"  of which demand a denial", *d},
		{"about something else", *counts[other]},
		{"contradicting AWS's documentation", *counts[contradicts]},
	} {
		fmt.Fprintf(w, "%-38s%6d%8d\n", line.what, line.c.run, line.c.passed)
	}
	fmt.Fprintf(w, "%-38s%6d\n", "Ceph's own, not run", left)
	return unexpected, nil
}

// leftOut counts the tests that are out of scope.
func leftOut(rows list, ids string) (n int, err error) {
	data, err := os.ReadFile(ids)
	if err != nil {
		return 0, err
	}
	for id := range strings.FieldsSeq(string(data)) {
		if rows.of(nameOf(id)).status == out {
			n++
		}
	}
	return n, nil
}
