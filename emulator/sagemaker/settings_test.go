package sagemaker_test

import (
	"os"
	process "os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

func TestARequestDoesNotSayWhatRuns(t *testing.T) {
	t.Parallel()
	made := filepath.Join(t.TempDir(), "made")
	script := filepath.Join(t.TempDir(), "train.sh")
	if err := os.WriteFile(script, []byte("echo \"$MY_SETTING $AWS_PROFILE $AWS_SHARED_CREDENTIALS_FILE\"\nenv\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	bash, err := process.LookPath("bash")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("bash is not installed")
		}
		t.Skip("bash is not installed")
	}
	l := start(t, func(w *world.World) { w.Images[firstParty] = &world.Image{Command: []string{bash, script}} })
	in := training()
	in.Environment = map[string]string{
		"MY_SETTING": "mine", "AWS_PROFILE": "production", "AWS_SHARED_CREDENTIALS_FILE": "/home/ann/.aws/credentials",
		"BASH_ENV": "$(touch " + made + ")", "LD_PRELOAD": "/lib/x.so", "PYTHONSTARTUP": "/tmp/x.py", "PATH": "/tmp",
	}
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	card := l.ended("fraud")
	if card.Status != "Completed" {
		t.Errorf("%s: %s", card.Status, card.Reason)
	}
	if _, err := os.Stat(made); err == nil {
		t.Error("the request's command ran")
	}
	got := l.printed()
	if !strings.HasPrefix(got, "mine  /dev/null\n") {
		t.Errorf("the code was told:\n%s", got)
	}
	for _, name := range []string{"BASH_ENV=", "LD_PRELOAD=", "PYTHONSTARTUP=", "\nPATH=/tmp\n", "production"} {
		if strings.Contains(got, name) {
			t.Errorf("the request has set %s", name)
		}
	}
	if notes := strings.Join(card.Notes, "\n"); !strings.Contains(notes, "BASH_ENV") || strings.Contains(notes, "MY_SETTING") {
		t.Errorf("notes: %s", notes)
	}
}
