//go:build unix

package sagemaker_test

import (
	"os"
	process "os/exec"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

// runs says whether a process runs, and is not only remembered.
func runs(pid string) bool {
	state, err := process.Command("ps", "-o", "stat=", "-p", pid).Output()
	text := strings.TrimSpace(string(state))
	return err == nil && text != "" && !strings.HasPrefix(text, "Z")
}

func TestCodeIsToldToEndAsContainersAre(t *testing.T) {
	t.Parallel()
	l := start(t, shell(`trap 'echo asked; echo saved > "$SM_MODEL_DIR/saved"; exit 0' TERM; echo running; while :; do sleep 0.05; done`))
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), training()); err != nil {
		t.Fatal(err)
	}
	l.waitFor("running")
	if _, err := l.as("role/Admin/ann").StopTrainingJob(t.Context(), &sdk.StopTrainingJobInput{TrainingJobName: aws.String("fraud")}); err != nil {
		t.Fatal(err)
	}
	if card := l.ended("fraud"); card.Status != "Stopped" {
		t.Errorf("%s: %s", card.Status, card.Reason)
	}
	if got := l.printed(); got != "running\nasked\n" {
		t.Errorf("printed %q", got)
	}
}

func TestWhatCodeLeavesBehindEndsWithIt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, script string }{
		{"and holds its output", `sleep 600 & echo "$!"`},
		{"and ignores signals", `(trap "" TERM INT; sleep 600; sleep 600) & echo "$!"`},
		{"and does not", `sleep 600 >/dev/null 2>&1 & echo "$!"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, shell(tc.script))
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), training()); err != nil {
				t.Fatal(err)
			}
			if card := l.ended("fraud"); card.Status != "Completed" {
				t.Errorf("%s: %s", card.Status, card.Reason)
			}
			if pid := strings.TrimSpace(l.printed()); runs(pid) {
				t.Errorf("process %s goes on", pid)
			}
		})
	}
}

func TestAResetDoesNotWaitForCodeThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		stop bool
	}{{"as it runs", false}, {"after it was told to", true}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, shell(`trap "echo asked" TERM INT; echo "running in $SAGEMAKER_BASE_DIR"; while :; do sleep 0.05; done`))
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), training()); err != nil {
				t.Fatal(err)
			}
			l.waitFor("running")
			run, _ := l.Jobs().Run("fraud")
			if tc.stop {
				if _, err := l.as("role/Admin/ann").StopTrainingJob(t.Context(), &sdk.StopTrainingJobInput{TrainingJobName: aws.String("fraud")}); err != nil {
					t.Fatal(err)
				}
				l.waitFor("asked")
			}
			if err := l.Reset(); err != nil {
				t.Fatal(err)
			}
			text, _, ended, _ := run.Log().From(0)
			if !ended || !tc.stop && strings.Contains(string(text), "asked") {
				t.Errorf("ended %v:\n%s", ended, text)
			}
			_, rest, _ := strings.Cut(string(text), "running in ")
			dir, _, _ := strings.Cut(rest, "\n")
			if _, err := os.Stat(dir); err == nil {
				t.Errorf("%s is left", dir)
			}
		})
	}
}
