//go:build ignore

// Generate makes operations.tsv from the public model of AWS IAM:
//
//	go run generate.go service-2.json
//
// The model is the one that botocore distributes, unpacked
// (botocore/data/iam/2010-05-08/service-2.json.gz).
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

type shape struct {
	Type     string
	Members  map[string]struct{ Shape string }
	Member   struct{ Shape string }
	Required []string
	Min, Max *int
	Enum     []string
	Pattern  string
}

type model struct {
	Operations map[string]struct{ Input struct{ Shape string } }
	Shapes     map[string]shape
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run generate.go service-2.json")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file string) error {
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
		if input := m.Operations[name].Input.Shape; input != "" {
			m.members(&out, name, "", m.Shapes[input])
		}
	}
	return os.WriteFile("operations.tsv", out.Bytes(), 0o644)
}

// members writes a row for every member of a structure that has a constraint.
// The members of a list of structures are named Tags[].Key.
func (m *model) members(out *bytes.Buffer, operation, prefix string, s shape) {
	for _, name := range sorted(s.Members) {
		path, of := prefix+name, m.Shapes[s.Members[name].Shape]
		required := ""
		if slices.Contains(s.Required, name) {
			required = "required"
		}
		m.row(out, operation, path, required, of)
		for of.Type == "list" {
			path += "[]"
			of = m.Shapes[of.Member.Shape]
			m.row(out, operation, path, "", of)
		}
		if of.Type == "structure" {
			m.members(out, operation, path+".", of)
		}
	}
}

func (m *model) row(out *bytes.Buffer, operation, path, required string, s shape) {
	row := []string{operation, path, required, number(s.Min), number(s.Max), strings.Join(s.Enum, " "), s.Pattern}
	if strings.Join(row[2:], "") != "" {
		out.WriteString(strings.TrimRight(strings.Join(row, "\t"), "\t") + "\n")
	}
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
