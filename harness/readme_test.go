package harness_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestReadme: the test that the page of examples shows is the one that runs,
// and its commands do what the page says.
func TestReadme(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("examples/README.md")
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile("examples/go-test/training_test.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```go\n"+string(code)+"```\n") {
		t.Error("examples/README.md does not show examples/go-test/training_test.go as it is")
	}
	commands := 0
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "go run ./cmd/denylab run ") {
			commands++
			t.Run("", func(t *testing.T) { runCommand(t, strings.TrimSpace(line)) })
		}
	}
	if commands != 4 {
		t.Errorf("%d commands were tried, want the page's 4", commands)
	}
}

func runCommand(t *testing.T, line string) {
	if strings.Contains(line, "python3") {
		needBoto3(t)
	}
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = ".."
	out, err := cmd.CombinedOutput()
	completed := strings.Contains(string(out), "model written to ")
	explained := strings.Contains(string(out), "\ncure: ")
	if cured := strings.Contains(line, " --cured "); completed != cured || explained == cured || (err == nil) != cured {
		t.Errorf("%s\ncompleted: %v, explained: %v, %v\n%s", line, completed, explained, err, out)
	}
}
