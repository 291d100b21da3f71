package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// A Report is what became of mutants.
type Report struct {
	Mutants []*Mutant
	Fates   []Fate
	Known   Survivors
	// Whole: the mutants are all there are, so that a known survivor that is
	// not among them no longer exists.
	Whole bool
}

// columns are the fates in the order of the table.
var columns = []Fate{Invalid, ByOwn, ByOthers, ByCatalogue, ByTime, Survived}

// Write prints the table, the survivors and the score.
func (r *Report) Write(out io.Writer) {
	counts, files := map[string]map[Fate]int{}, []string{}
	total := map[Fate]int{}
	for i, m := range r.Mutants {
		if counts[m.File] == nil {
			counts[m.File] = map[Fate]int{}
			files = append(files, m.File)
		}
		counts[m.File][r.Fates[i]]++
		total[r.Fates[i]]++
	}
	slices.Sort(files)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "killed by:\t")
	for _, f := range columns {
		fmt.Fprintf(table, "%s\t", f)
	}
	fmt.Fprintln(table)
	for _, file := range files {
		row(table, file, counts[file])
	}
	row(table, "all", total)
	table.Flush()

	fmt.Fprintln(out)
	for i, m := range r.Mutants {
		if r.Fates[i] != Survived {
			continue
		}
		fmt.Fprintf(out, "survived: line %d: %s\n", m.Line, m.ID())
		if reason := r.Known[m.ID()]; reason != "" {
			fmt.Fprintf(out, "    %s\n", reason)
		}
	}
	killed, counted, equivalent := r.score()
	fmt.Fprintf(out, "mutation score %.1f %%: %d of %d killed, %d equivalent, %d do not compile\n",
		100*float64(killed)/float64(max(1, counted)), killed, counted, equivalent, total[Invalid])
}

func row(out io.Writer, name string, counts map[Fate]int) {
	fmt.Fprintf(out, "%s\t", name)
	for _, f := range columns {
		fmt.Fprintf(out, "%d\t", counts[f])
	}
	fmt.Fprintln(out)
}

// score is how many mutants are killed of how many that count.
func (r *Report) score() (killed, counted, equivalent int) {
	for i, m := range r.Mutants {
		switch f := r.Fates[i]; {
		case f.Killed():
			killed++
			counted++
		case f == Survived && r.Known.Equivalent(m.ID()):
			equivalent++
		case f == Survived:
			counted++
		}
	}
	return killed, counted, equivalent
}

// Problems are the survivors that are not known, and the known ones that are
// none.
func (r *Report) Problems() []string {
	var problems []string
	seen := map[string]bool{}
	for i, m := range r.Mutants {
		id := m.ID()
		seen[id] = true
		switch _, known := r.Known[id]; {
		case r.Fates[i] == Survived && !known:
			problems = append(problems, "no test kills, and survivors.txt does not list: "+id)
		case r.Fates[i] != Survived && known:
			problems = append(problems, fmt.Sprintf("survivors.txt lists, but it is no survivor (%s): %s", r.Fates[i], id))
		}
	}
	if r.Whole {
		var gone []string
		for id := range r.Known {
			if !seen[id] {
				gone = append(gone, "survivors.txt lists, but there is no such mutant: "+id)
			}
		}
		slices.Sort(gone)
		problems = append(problems, gone...)
	}
	return problems
}
