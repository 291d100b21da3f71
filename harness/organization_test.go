package harness_test

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

const organization = "examples/organization/"

// Three clients build the same organization, are refused the same, cure it, and
// leave the same world behind: what has been made, and not which client made it,
// nor how often it looked or assumed a role meanwhile, decides over every id.
func TestThreeClientsBuildOneWorld(t *testing.T) {
	t.Parallel()
	said, digests := map[string]string{}, map[string]string{}
	programs := builders(t)
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		// All labs start with this test's name as their seed.
		lab := start(t)
		for range len(said) { // each lab answers another number of requests
			if _, err := lab.As("user/admin").IAM.ListUsers(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		said[name] = build(t, lab, programs[name])
		lab.Refused(t).Of("s3:GetObject").By(authz.PermissionsBoundary).Because(authz.ImplicitDeny)
		digests[name] = lab.LastingDigest()
	}
	for name := range said {
		if said[name] != said["go"] {
			t.Errorf("%s printed\n%s\ngo printed\n%s", name, said[name], said["go"])
		}
		if digests[name] != digests["go"] {
			t.Errorf("%s made another world than go", name)
		}
	}
	if digests["go"] == start(t).LastingDigest() {
		t.Error("the digest does not tell what was built from what there was")
	}
	if !strings.Contains(said["go"], "because no permissions boundary allows the s3:GetObject action\nread: label,feature\n") {
		t.Errorf("the clients print %q", said["go"])
	}
}

func start(t *testing.T) *harness.Lab {
	t.Helper()
	return harness.Start(t, harness.WorldFile(organization+"world.yaml"), harness.Clock(func() time.Time {
		return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	}))
}

// builders are the commands of the clients that are there. In CI all must be.
func builders(t *testing.T) map[string][]string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "organization")
	if out, err := exec.Command("go", "build", "-o", binary, "./"+organization).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	all := map[string][]string{"go": {binary}}
	for name, c := range map[string]struct{ probe, command []string }{
		"aws":   {[]string{"aws", "--version"}, []string{"bash", organization + "build.sh"}},
		"boto3": {[]string{"python3", "-c", "import boto3"}, []string{"python3", organization + "build.py"}},
	} {
		switch err := exec.Command(c.probe[0], c.probe[1:]...).Run(); {
		case err == nil:
			all[name] = c.command
		case os.Getenv("CI") == "true":
			t.Errorf("%s must be there in CI: %v", name, err)
		default:
			t.Logf("not compared: %s is not installed: %v", name, err)
		}
	}
	return all
}

// build runs a program as the administrator and returns what it printed.
func build(t *testing.T, lab *harness.Lab, program []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := lab.As("user/admin").Command(program[0], append(program[1:len(program):len(program)], organization+"policies")...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", program[0], err, out.String(), errs.String())
	}
	return out.String()
}
