//go:build ignore

// Generate makes the table of a service's operations (awsproto.ParseModel)
// from its public model:
//
//	go run generate.go service-2.json operations.tsv [OPERATION…]
//
// The model is the one that botocore distributes, unpacked
// (botocore/data/iam/2010-05-08/service-2.json.gz). With OPERATIONs, the
// members of those only are written, and the names of all.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

type shape struct {
	Type     string
	Members  map[string]struct{ Shape string }
	Member   struct{ Shape string }
	Key      struct{ Shape string }
	Value    struct{ Shape string }
	Required []string
	Min, Max json.Number
	Enum     []string
	Pattern  string
}

type model struct {
	Operations map[string]struct{ Input struct{ Shape string } }
	Shapes     map[string]shape
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: go run generate.go service-2.json operations.tsv [OPERATION...]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file, table string, only []string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var m model
	if err := json.Unmarshal(text, &m); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var out bytes.Buffer
	out.WriteString("# Made by generate.go: operation, then member, required, min, max, enum, pattern of each constrained member.\n")
	for _, name := range sorted(m.Operations) {
		out.WriteString(name + "\n")
		input := m.Operations[name].Input.Shape
		if input != "" && (len(only) == 0 || slices.Contains(only, name)) {
			m.members(&out, name, "", input, nil)
		}
	}
	return os.WriteFile(table, out.Bytes(), 0o644)
}

// members writes a row for every member of a structure that has a constraint.
// The members of a list of structures are named Tags[].Key, the values of a map
// Environment{}, its keys Environment{key}. A structure within itself is
// written once.
func (m *model) members(out *bytes.Buffer, operation, prefix, structure string, above []string) {
	if slices.Contains(above, structure) {
		return
	}
	s := m.Shapes[structure]
	for _, name := range sorted(s.Members) {
		required := ""
		if slices.Contains(s.Required, name) {
			required = "required"
		}
		m.member(out, operation, prefix+upperFirst(name), required, s.Members[name].Shape, append(slices.Clone(above), structure))
	}
}

func (m *model) member(out *bytes.Buffer, operation, path, required, name string, above []string) {
	of := m.Shapes[name]
	m.row(out, operation, path, required, of)
	switch of.Type {
	case "list":
		m.member(out, operation, path+"[]", "", of.Member.Shape, above)
	case "map":
		m.row(out, operation, path+"{key}", "", m.Shapes[of.Key.Shape])
		m.member(out, operation, path+"{}", "", of.Value.Shape, above)
	case "structure":
		m.members(out, operation, path+".", name, above)
	}
}

// upperFirst is a member as the SDK's field is called.
func upperFirst(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

func (m *model) row(out *bytes.Buffer, operation, path, required string, s shape) {
	row := []string{operation, path, required, number(s.Min), number(s.Max), strings.Join(s.Enum, " "), s.Pattern}
	if strings.Join(row[2:], "") != "" {
		out.WriteString(strings.TrimRight(strings.Join(row, "\t"), "\t") + "\n")
	}
}

// number is a whole bound; those of floating-point members are left out.
func number(n json.Number) string {
	if _, err := n.Int64(); err != nil {
		return ""
	}
	return n.String()
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
