package scenarios_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/scenarios"
)

// TestWhatIsWrittenIsShownAsYAML: a value a line, quoted where YAML would read
// something else, long text line by line.
func TestWhatIsWrittenIsShownAsYAML(t *testing.T) {
	const file = `id: shown
title: Arguments are shown
source: https://docs.aws.amazon.com/
world: {accounts: {"111122223333": {roles: {Reader: {}}, buckets: {data: {}}}}}
steps:
  - as: role/Reader/me
    call: s3.PutObject
    with: {Bucket: data, Key: "a: <b>", Body: "one\n\ntwo\n", ContentType: "true", ContentLength: 9, Metadata: {team: "1"}}
  - as: role/Reader/me
    call: s3.DeleteObjects
    with: {Bucket: data, Delete: {Objects: [{Key: x, VersionId: y}, {Key: ""}]}}
  - {as: role/Reader/me, call: s3.ListBuckets}
cure: {none: an example}
`
	want := []string{
		"Bucket: data\nKey: \"a: <b>\"\nBody: |\n  one\n\n  two\nContentType: \"true\"\nContentLength: 9\nMetadata:\n  team: \"1\"\n",
		"Bucket: data\nDelete:\n  Objects:\n    - Key: x\n      VersionId: \"y\"\n    - Key: \"\"\n",
		"",
	}
	name := filepath.Join(t.TempDir(), "shown.yaml")
	if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	s, problems := scenarios.FromFile(name)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	for i, step := range s.Steps {
		if diff := cmp.Diff(want[i], step.With.String()); diff != "" {
			t.Errorf("step %d (-want +got):\n%s", i+1, diff)
		}
	}
	if got := (*scenarios.Fixture)(nil).String(); got != "" {
		t.Errorf("no fixture is shown as %q", got)
	}
}
