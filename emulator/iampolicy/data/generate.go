//go:build ignore

// Generate makes the data files beside it from newer source data:
//
//	go run generate.go SERVICES MANAGED
//
// SERVICES is the Service Authorization Reference as gzipped JSON lines, one
// service a line: {"service", "actions": {NAME: {"resources": [{"type",
// "keys"}], "keys"}}, "conditionKeys"}. MANAGED are AWS's managed policies as
// gzipped JSON lines that begin with {"Arn": and have a "Document".
// s3operations.tsv and rcpservices.txt are kept by hand.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

type action struct {
	Resources []struct {
		Type string
		Keys []string
	}
	Keys []string
}

type service struct {
	Service string
	Actions map[string]action
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run generate.go SERVICES MANAGED")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(servicesFile, managedFile string) error {
	lines, err := readLines(servicesFile)
	if err != nil {
		return err
	}
	var table []string
	for _, line := range lines {
		var s service
		if err := json.Unmarshal(line, &s); err != nil {
			return fmt.Errorf("%s: %w", servicesFile, err)
		}
		table = append(table, row(s))
		if s.Service == "s3" {
			if err := os.WriteFile("s3actions.tsv", s3Table(s), 0o644); err != nil {
				return err
			}
		}
	}
	slices.Sort(table)
	if err := pack("actions.tsv.gz", []byte(strings.Join(table, "\n")+"\n")); err != nil {
		return err
	}
	policies, err := readLines(managedFile)
	if err != nil {
		return err
	}
	return pack("managed.jsonl.gz", append(bytes.Join(policies, []byte("\n")), '\n'))
}

// row is a service and its actions; ! marks those without resource types.
func row(s service) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(s.Actions)) {
		if len(s.Actions[name].Resources) == 0 {
			name = "!" + name
		}
		names = append(names, name)
	}
	return s.Service + "\t" + strings.Join(names, " ")
}

// common are the keys that every action of S3 has.
var common = []string{
	"s3:AccessGrantsInstanceArn", "s3:ResourceAccount", "s3:TlsVersion", "s3:authType",
	"s3:signatureAge", "s3:signatureversion", "s3:x-amz-content-sha256",
}

func s3Table(s service) []byte {
	var out bytes.Buffer
	fmt.Fprint(&out, "# Actions of S3, the resource types they apply to and the condition keys that\n",
		"# only some actions have, from AWS's Service Authorization Reference (NOTICE).\n",
		"# A key that ends with a slash is a prefix.\n")
	for _, name := range slices.Sorted(maps.Keys(s.Actions)) {
		types, keys := map[string]bool{}, map[string]bool{}
		all := s.Actions[name].Keys
		for _, r := range s.Actions[name].Resources {
			types[r.Type] = true
			all = append(all, r.Keys...)
		}
		for _, k := range all {
			if base, _, ok := strings.Cut(k, "/"); ok {
				k = base + "/"
			}
			if strings.HasPrefix(k, "s3:") && !slices.Contains(common, k) {
				keys[k] = true
			}
		}
		fmt.Fprintf(&out, "%s\t%s\t%s\n", name, join(types), join(keys))
	}
	return out.Bytes()
}

func join(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), ",") }

func readLines(name string) ([][]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var lines [][]byte
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 16<<20)
	for scan.Scan() {
		lines = append(lines, bytes.Clone(scan.Bytes()))
	}
	return lines, scan.Err()
}

func pack(name string, text []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Close()
}
