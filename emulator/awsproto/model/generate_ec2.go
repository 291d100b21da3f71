//go:build ignore

// Generate_ec2 makes the table of EC2's operations and of the names that
// members have on the wire (awsproto.ParseEC2Model) from its public model:
//
//	go run generate_ec2.go service-2.json operations.tsv OPERATION…
//
// The model is the one that botocore distributes, unpacked
// (botocore/data/ec2/2016-11-15/service-2.json.gz). The names of all operations
// are written, and the members of those listed only.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

type member struct{ Shape, LocationName, QueryName string }

type shape struct {
	Type     string
	Members  map[string]member
	Member   member
	Required []string
	Enum     []string
}

type model struct {
	Operations map[string]struct{ Input, Output struct{ Shape string } }
	Shapes     map[string]shape
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: go run generate_ec2.go service-2.json operations.tsv OPERATION...")
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
	t := tables{rows: map[string]string{}}
	if err := json.Unmarshal(text, &t.model); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var out bytes.Buffer
	out.WriteString("# Made by generate_ec2.go: operations; then type, member, name in requests, name in responses, required, enum.\n")
	for _, name := range sorted(t.model.Operations) {
		out.WriteString(name + "\n")
	}
	for _, name := range only {
		op, ok := t.model.Operations[name]
		if !ok {
			return fmt.Errorf("%s has no operation %s", file, name)
		}
		t.structure(name+"Input", op.Input.Shape)
		t.structure(name+"Output", op.Output.Shape)
	}
	for _, name := range sorted(t.rows) {
		out.WriteString(t.rows[name])
	}
	return os.WriteFile(table, out.Bytes(), 0o644)
}

type tables struct {
	model model
	rows  map[string]string // by type
}

// structure writes the members of a shape, which the SDK calls as, and those of
// what is in it.
func (t *tables) structure(as, name string) {
	if _, done := t.rows[as]; done || name == "" {
		return
	}
	t.rows[as] = ""
	s := t.model.Shapes[name]
	var rows strings.Builder
	for _, m := range sorted(s.Members) {
		required := ""
		if slices.Contains(s.Required, m) {
			required = "required"
		}
		row := []string{as, upperFirst(m), requestName(m, s.Members[m]), cmp.Or(s.Members[m].LocationName, m), required, t.enum(s.Members[m].Shape)}
		rows.WriteString(strings.TrimRight(strings.Join(row, "\t"), "\t") + "\n")
		t.within(s.Members[m].Shape)
	}
	t.rows[as] = rows.String()
}

func (t *tables) within(name string) {
	switch s := t.model.Shapes[name]; s.Type {
	case "structure":
		t.structure(name, name)
	case "list":
		t.within(s.Member.Shape)
	}
}

// enum is the enumeration of a text, or of the texts in a list.
func (t *tables) enum(name string) string {
	s := t.model.Shapes[name]
	if s.Type == "list" {
		return t.enum(s.Member.Shape)
	}
	return strings.Join(s.Enum, " ")
}

// requestName is a member's name in a request
// (https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).
func requestName(name string, m member) string {
	return cmp.Or(m.QueryName, upperFirst(cmp.Or(m.LocationName, name)))
}

func upperFirst(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

func sorted[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
