package harness_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/denylab/denylab/harness"
)

// TestReplay runs scenarios of one's own, by folder and by file, and some of
// the catalogue's, by topic and by id.
func TestReplay(t *testing.T) {
	for _, pattern := range []string{"testdata/scenarios", "testdata/scenarios/own-reader.yaml", "session", "training-get-*"} {
		t.Run(pattern, func(t *testing.T) { harness.Replay(t, pattern) })
	}
}

// TestReplayThatFails replays in another process, because there is no failing
// and going on.
func TestReplayThatFails(t *testing.T) {
	if pattern := os.Getenv("HARNESS_REPLAY"); pattern != "" {
		harness.Replay(t, pattern)
		return
	}
	t.Parallel()
	for pattern, want := range map[string][]string{
		"testdata/failing": {
			"--- FAIL: TestReplayThatFails/wrong-layer",
			"testdata/failing/wrong-layer.yaml:13: step 1, s3.GetObject as user/Reader: layer: want \"session_policy\", got \"identity_policy\"",
			"> identity_policy          implicitDeny",
		},
		"no-such-scenario":     {"no-such-scenario: no scenario has this id or path"},
		"testdata/nothing.yml": {"testdata/nothing.yml"},
		t.TempDir():            {"no scenario matches"},
	} {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestReplayThatFails$")
		cmd.Env = append(os.Environ(), "HARNESS_REPLAY="+pattern)
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("%s: the test passed:\n%s", pattern, out)
		}
		for _, text := range want {
			if !strings.Contains(string(out), text) {
				t.Errorf("%s: want %q in:\n%s", pattern, text, out)
			}
		}
	}
}
