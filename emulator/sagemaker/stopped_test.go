package sagemaker_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// Jobs are created, stopped and forgotten at the same time: whatever they are
// doing, nothing of them is left, neither goroutines nor directories.
func TestNothingIsLeftOfJobsThatAreStopped(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	l := start(t, shell(`cat "$SM_CHANNEL_TRAIN"_0 >/dev/null & echo model > "$SM_MODEL_DIR/model"; sleep 0.1; exec sleep 600`))
	client := l.as("role/Admin/ann")
	for round := range 3 {
		var all sync.WaitGroup
		for n := range 6 {
			all.Go(func() {
				in := training()
				in.TrainingJobName = aws.String(fmt.Sprintf("job-%d-%d", round, n))
				in.InputDataConfig[0].InputMode = types.TrainingInputModePipe
				if _, err := client.CreateTrainingJob(t.Context(), in); err != nil {
					return // the lab was reset meanwhile
				}
				time.Sleep(time.Duration(n*20) * time.Millisecond)
				_, _ = client.StopTrainingJob(t.Context(), &sdk.StopTrainingJobInput{TrainingJobName: in.TrainingJobName})
			})
		}
		if round == 1 {
			time.Sleep(30 * time.Millisecond)
			if err := l.Reset(); err != nil {
				t.Error(err)
			}
		}
		all.Wait()
	}
	for _, c := range l.Jobs().Cards() {
		_ = l.Jobs().Wait(t.Context(), c.ID)
	}
	for _, c := range l.Jobs().Cards() {
		if c.Status != "Stopped" {
			t.Errorf("%s: %s %s", c.Name, c.Status, c.Reason)
		}
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(temporary)
	for _, f := range left {
		if strings.HasPrefix(f.Name(), "denylab-") {
			t.Errorf("%s is left", f.Name())
		}
	}
	if err != nil {
		t.Error(err)
	}
	stacks := make([]byte, 1<<20)
	for range 200 {
		stacks = stacks[:runtime.Stack(stacks[:cap(stacks)], true)]
		if !strings.Contains(string(stacks), "denylab/emulator/job.") && !strings.Contains(string(stacks), "denylab/emulator/sagemaker.") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("goroutines are left:\n%s", stacks)
}
