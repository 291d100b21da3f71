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
	SystemOut *output  `xml:"system-out,omitempty"`
}

type problem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// An output has lines as they are, so that people can read the file, too.
type output struct {
	Text string `xml:",cdata"`
}

// JUnit writes r as JUnit's XML: a test suite for each folder of scenarios, with
// the ladders of what was refused as the output of the test.
func JUnit(w io.Writer, r *Replay, _ bool) error {
	all := suites{Name: "denylab", Tests: len(r.Scenarios), Failures: r.Summary.Failed}
	at := map[string]int{}
	for _, s := range r.Scenarios {
		topic := topic(s)
		i, ok := at[topic]
		if !ok {
			i = len(all.Suites)
			at[topic] = i
			all.Suites = append(all.Suites, suite{Name: topic})
		}
		in := &all.Suites[i]
		c := testCase{Name: s.ID, ClassName: topic, SystemOut: printed(r.ladders(s))}
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

// topic is the folder of a scenario.
func topic(s scenarios.Result) string {
	if s.Scenario == nil {
		return "scenarios"
	}
	return path.Dir(s.Scenario.File)
}

// printed is the output of a test, if it has one. XML has no control characters,
// not even in CDATA.
func printed(text string) *output {
	if text == "" {
		return nil
	}
	return &output{Text: strings.Map(printable, text)}
}
