package scenarios

import (
	"reflect"
	"slices"
	"sync"
)

// A Row is a row of the seed matrix: one documented denial, requirement or
// caveat, and the scenarios that show it.
type Row struct {
	Row string `json:"row" yaml:"row"`
	// Scenarios are the ids of the catalogue's scenarios, sorted.
	Scenarios []string `json:"scenarios" yaml:"-"`
	// Note says why no scenario shows the row (yet), or that it is decided on
	// the client's side.
	Note string `json:"note" yaml:"note,omitempty"`
}

// Rows are all rows of the seed matrix, in its order, with the catalogue's
// scenarios.
func Rows() []Row {
	rows := slices.Clone(bareRows())
	shown := map[string][]string{}
	l := newLoader(Catalogue())
	for _, name := range scenarioFiles(l.fsys, &l.problems) {
		c := l.candidate(name)
		for _, row := range c.scenario.Rows {
			shown[row] = append(shown[row], c.scenario.ID)
		}
	}
	for i := range rows {
		rows[i].Scenarios = slices.Sorted(slices.Values(shown[rows[i].Row]))
		if rows[i].Scenarios == nil {
			rows[i].Scenarios = []string{} // [] in JSON, not null
		}
	}
	return rows
}

// bareRows are the rows of rows.yaml. The file is embedded: a test, not the
// user, hears about a mistake in it.
var bareRows = sync.OnceValue(func() []Row {
	rows, _ := readRows()
	return rows
})

func readRows() ([]Row, Diagnostics) {
	data, _ := embedded.ReadFile("rows.yaml")
	root, problems := parseYAML(newFile("scenarios/rows.yaml", data), data)
	if root == nil {
		return nil, problems
	}
	var rows []Row
	d := decoder{fixture: &Fixture{fsys: embedded}}
	d.decode(root, reflect.ValueOf(&rows).Elem(), "rows.yaml")
	return rows, append(problems, d.problems...)
}

func rowIDs() []string {
	var ids []string
	for _, r := range bareRows() {
		ids = append(ids, r.Row)
	}
	return ids
}
