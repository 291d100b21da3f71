package emulator_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/awsproto"
)

const operationsPage = "../docs/operations.md"

// title is a service as AWS's documentation calls it.
var title = map[string]string{
	"ec2": "Amazon EC2", "iam": "AWS IAM", "kms": "AWS KMS", "organizations": "AWS Organizations",
	"s3": "Amazon S3", "s3control": "Amazon S3 Control", "sagemaker": "Amazon SageMaker AI", "sts": "AWS STS", "glue": "AWS Glue",
}

func TestThePageOfOperationsIsWhatTheRoutersSay(t *testing.T) {
	lab, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close() //nolint:errcheck // it is in memory
	all := lab.Operations()
	for service, operations := range all {
		if operations == nil {
			t.Errorf("%s does not list its operations: give its handler a method Operations() []awsproto.Operation", service)
		}
	}
	want := operationsAsMarkdown(all)
	if *update {
		if err := os.WriteFile(operationsPage, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(operationsPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/operations.md is stale: make generate")
	}
}

// What the page says is what a request meets: every operation that is listed
// twice, or under a name that AWS has not, would be a mistake of a table.
func TestOperationsAreListedOnce(t *testing.T) {
	lab, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close() //nolint:errcheck // it is in memory
	for service, operations := range lab.Operations() {
		for i, o := range operations {
			if o.Name == "" || i > 0 && operations[i-1].Name >= o.Name {
				t.Errorf("%s: %q is not in order, or there twice", service, o.Name)
			}
		}
	}
}

func operationsAsMarkdown(all map[string][]awsproto.Operation) []byte {
	var b bytes.Buffer
	b.WriteString(`# Operations

Which operations of each service's API the lab answers. The others are refused by
name, as not emulated; a name that is not here is refused as AWS refuses it.
Written by ` + "`make generate`" + ` from the tables that requests are routed by.

| service | emulated | not emulated |
|---|---|---|
`)
	services := slices.Sorted(maps.Keys(all))
	for _, s := range services {
		n := emulated(all[s])
		fmt.Fprintf(&b, "| [%s](#%s) | %d | %d |\n", titleOf(s), anchor(titleOf(s)), n, len(all[s])-n)
	}
	for _, s := range services {
		fmt.Fprintf(&b, "\n## %s\n\n| operation | |\n|---|---|\n", titleOf(s))
		for _, o := range all[s] {
			fmt.Fprintf(&b, "| %s | %s |\n", o.Name, map[bool]string{true: "emulated", false: "not emulated"}[o.Emulated])
		}
	}
	return b.Bytes()
}

func emulated(operations []awsproto.Operation) (n int) {
	for _, o := range operations {
		if o.Emulated {
			n++
		}
	}
	return n
}

func titleOf(service string) string {
	if t := title[service]; t != "" {
		return t
	}
	return service
}

// anchor is a heading's as Markdown renderers make it.
func anchor(heading string) string {
	return string(bytes.ReplaceAll(bytes.ToLower([]byte(heading)), []byte(" "), []byte("-")))
}
