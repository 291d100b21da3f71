package report

import (
	"encoding/xml"
	"io"
	"path"
	"strings"

	"github.com/denylab/denylab/scenarios"
)

type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Cases    []testCase `xml:"testcase"`
}

type testCase struct {
	Name      string   `xml:"name,attr"`
	ClassName string   `xml:"classname,attr"`
	Failure   *problem `xml:"failure,omitempty"`
}

type problem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes r as JUnit's XML: a test suite for each folder of scenarios.
func JUnit(w io.Writer, r *scenarios.Report, _ bool) error {
	all := suites{Name: "denylab", Tests: len(r.Scenarios), Failures: r.Summary.Failed}
	at := map[string]int{}
	for _, s := range r.Scenarios {
		topic := "scenarios"
		if s.Scenario != nil {
			topic = path.Dir(s.Scenario.File)
		}
		i, ok := at[topic]
		if !ok {
			i = len(all.Suites)
			at[topic] = i
			all.Suites = append(all.Suites, suite{Name: topic})
		}
		in := &all.Suites[i]
		c := testCase{Name: s.ID, ClassName: topic}
		if s.Outcome != scenarios.Pass {
			c.Failure = &problem{Message: s.Title, Text: strings.Join(s.Problems, "\n")}
			in.Failures++
		}
		in.Tests++
		in.Cases = append(in.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
