package iampolicy

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the data files beside this one
	"io"
	"strings"
)

// AWS's own data; data/NOTICE says where it comes from.
var (
	//go:embed data/actions.tsv.gz
	actionsData []byte
	//go:embed data/managed.jsonl.gz
	managedData []byte
	//go:embed data/s3actions.tsv
	s3ActionsData string
	//go:embed data/s3operations.tsv
	s3OperationsData string
	//go:embed data/rcpservices.txt
	rcpServicesData string
)

// inflate unpacks embedded data. Damaged data would be a broken build, which
// the tests notice; it reads as empty here rather than as a panic.
func inflate(packed []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return text
}

// rows are the lines of a table that are neither empty nor comments, split at
// tabs.
func rows(table string) [][]string {
	var all [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, strings.Split(line, "\t"))
		}
	}
	return all
}
