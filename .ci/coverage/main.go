// Command coverage reads what "opa test --coverage --format json" prints and
// fails when a line of a rule is not covered by the rules' tests.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

type report struct {
	Files map[string]struct {
		Covered    []lines `json:"covered"`
		NotCovered []lines `json:"not_covered"`
	} `json:"files"`
}

type lines struct {
	Start struct {
		Row int `json:"row"`
	} `json:"start"`
	End struct {
		Row int `json:"row"`
	} `json:"end"`
}

func main() { os.Exit(run(os.Stdin, os.Stdout)) }

func run(in io.Reader, out io.Writer) int {
	var r report
	if err := json.NewDecoder(in).Decode(&r); err != nil {
		fmt.Fprintln(out, "coverage:", err)
		return 2
	}
	var missing []string
	rules := 0
	for name, file := range r.Files {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		rules++
		for _, l := range file.NotCovered {
			missing = append(missing, fmt.Sprintf("%s:%d-%d is not covered", name, l.Start.Row, l.End.Row))
		}
	}
	sort.Strings(missing)
	for _, m := range missing {
		fmt.Fprintln(out, m)
	}
	if rules == 0 {
		fmt.Fprintln(out, "coverage: the report names no rule file")
		return 2
	}
	if len(missing) > 0 {
		return 1
	}
	fmt.Fprintf(out, "%d rule files, every line covered\n", rules)
	return 0
}
