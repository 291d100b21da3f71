package scenarios_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/denylab/denylab/scenarios"
)

var update = flag.Bool("update", false, "write docs/catalogue.md")

const catalogueFile = "../docs/catalogue.md"

// TestTheCataloguePageIsTrue compares the committed list with what the
// scenarios say they show.
func TestTheCataloguePageIsTrue(t *testing.T) {
	page := cataloguePage(t)
	if *update {
		if err := os.WriteFile(catalogueFile, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(catalogueFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != page {
		t.Error("docs/catalogue.md is stale: make generate")
	}
}

// sources are the documents of the seed matrix, by the first letter of a row.
var sources = map[string]string{
	"A": "[Access denied in a training job](https://repost.aws/knowledge-center/sagemaker-s3-accessdenied-training)",
	"B": "[IAM for SageMaker Pipelines](https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html)",
	"G": "[S3 Access Grants with trusted identity propagation](https://docs.aws.amazon.com/sagemaker/latest/dg/s3-access-grants-setup.html)",
	"C": "[SageMaker execution roles](https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html)",
	"D": "[403 in AWS Glue jobs](https://repost.aws/knowledge-center/glue-403-access-denied-error)",
}

func cataloguePage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# The documented cases\n\nEach row is one denial, requirement or caveat of five of AWS's pages, with the scenarios\n" +
		"that show it; or why a program cannot show it. `denylab replay ROW` runs them. Written by\n`make generate` from the scenarios and `scenarios/rows.yaml`.\n")
	letter := ""
	for _, r := range scenarios.Rows() {
		if r.Row[:1] != letter {
			letter = r.Row[:1]
			fmt.Fprintf(&b, "\n## %s: %s\n\n| row | shown by | note |\n|---|---|---|\n", letter, sources[letter])
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.Row, strings.Join(r.Scenarios, ", "), strings.ReplaceAll(r.Note, "|", `\|`))
	}
	return b.String()
}

// Rows of which no scenario tells are decided where the lab is not: by the
// client, or by nobody.
func TestRowsThatNoScenarioShowsSayWhy(t *testing.T) {
	for _, r := range scenarios.Rows() {
		if len(r.Scenarios) > 0 {
			continue
		}
		if !strings.HasPrefix(r.Note, "client-side: ") && !strings.HasPrefix(r.Note, "documentation: ") {
			t.Errorf("row %s is shown by nothing, and its note does not begin with client-side: or documentation: (%q)", r.Row, r.Note)
		}
	}
}
