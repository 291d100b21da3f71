//go:build ignore

// Generate makes the table of the condition keys that AWS documents for each
// action and type of resource, from the Service Authorization Reference as
// data (one service a line of JSON):
//
//	go run generate.go service-authorization.jsonl.gz keys.tsv TYPE,TYPE… ACTION…
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

type service struct {
	Service string
	Actions map[string]struct {
		Keys      []string
		Resources []struct {
			Type string
			Keys []string
		}
	}
}

func main() {
	if len(os.Args) < 5 {
		fmt.Fprintln(os.Stderr, "usage: go run generate.go service-authorization.jsonl.gz keys.tsv TYPE,TYPE... ACTION...")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], strings.Split(os.Args[3], ","), os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file, table string, types, only []string) error {
	s, err := read(file)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("# Made by generate.go: action, type of resource, its condition keys; those of the action itself have no type.\n")
	for _, name := range only {
		action, ok := s.Actions[name]
		if !ok {
			return fmt.Errorf("%s has no action %s", file, name)
		}
		row(&out, name, "", action.Keys)
		slices.SortFunc(action.Resources, func(a, b struct {
			Type string
			Keys []string
		}) int {
			return strings.Compare(a.Type, b.Type)
		})
		for _, r := range action.Resources {
			if slices.Contains(types, r.Type) {
				row(&out, name, r.Type, r.Keys)
			}
		}
	}
	return os.WriteFile(table, out.Bytes(), 0o644)
}

// row writes keys without what stands for a tag's or an attribute's name.
func row(out *bytes.Buffer, action, kind string, keys []string) {
	var names []string
	for _, k := range keys {
		name, _, _ := strings.Cut(k, "${")
		names = append(names, name)
	}
	slices.Sort(names)
	fmt.Fprintf(out, "%s\t%s\t%s\n", action, kind, strings.Join(names, " "))
}

func read(file string) (*service, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var s service
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if s.Service == "ec2" {
			return &s, nil
		}
	}
	return nil, fmt.Errorf("%s has no service ec2", file)
}
