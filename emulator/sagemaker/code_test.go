package sagemaker_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator"
)

func (l *lab) printed() string {
	l.t.Helper()
	run, ok := l.Jobs().Run("fraud")
	if !ok {
		l.t.Fatal("no job fraud")
	}
	text, _, ended, _ := run.Log().From(0)
	if !ended {
		l.t.Error("the log has not ended")
	}
	return string(text)
}

func TestCodeFindsWhatSageMakerGivesIt(t *testing.T) {
	t.Parallel()
	l := start(t, shell(`
		echo "arguments $@"
		cat "$SM_CHANNEL_TRAIN/a.csv" "$SAGEMAKER_BASE_DIR/input/config/hyperparameters.json"
		echo "$SM_HPS $SM_HP_EPOCHS $SM_CHANNELS $MY_SETTING $TRAINING_JOB_NAME"
		grep -q algo-1 "$SM_INPUT_CONFIG_DIR/resourceconfig.json" && grep -q '"File"' "$SM_INPUT_CONFIG_DIR/inputdataconfig.json" && echo configured
		test -n "$AWS_SESSION_TOKEN" && echo "calls $AWS_ENDPOINT_URL"
		echo weights > "$SM_MODEL_DIR/model.txt"
		echo plot > "$SM_OUTPUT_DATA_DIR/plot.txt"
		echo step > "$SM_CHECKPOINT_DIR/1"
	`))
	in := training()
	in.HyperParameters = map[string]string{"epochs": "3"}
	in.Environment = map[string]string{"MY_SETTING": "mine"}
	in.CheckpointConfig = &types.CheckpointConfig{S3Uri: aws.String("s3://out/checkpoints")}
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if card := l.ended("fraud"); card.Status != "Completed" {
		t.Fatalf("%s: %s\n%s", card.Status, card.Reason, l.printed())
	}
	got := l.printed()
	for _, want := range []string{"arguments train\n", "1,2\n", `"epochs": "3"`, `{"epochs":"3"} 3 ["train"] mine fraud`, "configured\n", "calls http://127.0.0.1:", "/_denylab/code/111122223333~training-job~fraud/"} {
		if !strings.Contains(got, want) {
			t.Errorf("the code did not find %q:\n%s", want, got)
		}
	}
	var written []string
	for _, e := range l.Journal().Entries() {
		if e.Operation == "PutObject" {
			written = append(written, strings.TrimPrefix(e.Asked[0].Resource, "arn:aws:s3:::out/"))
		}
	}
	if got := strings.Join(written, " "); got != "checkpoints/1 fraud/output/model.tar.gz fraud/output/output.tar.gz" {
		t.Errorf("written %s", got)
	}
}

func TestCodeSaysWhyItFails(t *testing.T) {
	t.Parallel()
	l := start(t, shell(`echo "$0 goes wrong" > "$SM_OUTPUT_DIR/failure"; exit 7`))
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), training()); err != nil {
		t.Fatal(err)
	}
	if card := l.ended("fraud"); card.Reason != "AlgorithmError: sh goes wrong, exit code: 7" {
		t.Errorf("%s: %s", card.Status, card.Reason)
	}
}

func TestALabRunsNoCommandsUnlessItMay(t *testing.T) {
	t.Parallel()
	w := described()
	shell("exit 0")(w)
	inner, err := emulator.New(emulator.Options{World: w})
	if err != nil {
		t.Fatal(err)
	}
	defer inner.Close()
	server := httptest.NewServer(inner)
	defer server.Close()
	l := &lab{Lab: inner, t: t, url: server.URL}
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), training()); err != nil {
		t.Fatal(err)
	}
	if card := l.ended("fraud"); card.Status != "Failed" || !strings.Contains(card.Reason, "--allow-exec") {
		t.Errorf("%s: %s", card.Status, card.Reason)
	}
}

func TestJobsStop(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name      string
		limit     int32
		stop      bool
		secondary types.SecondaryStatus
	}{
		{"on demand", 3600, true, types.SecondaryStatusStopped},
		{"when their time is over", 1, false, types.SecondaryStatusMaxRuntimeExceeded},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, shell(`echo weights > "$SM_MODEL_DIR/model.txt"; echo running; exec sleep 600`))
			in := training()
			in.StoppingCondition.MaxRuntimeInSeconds = &tc.limit
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			if tc.stop {
				l.waitFor("running")
				if _, err := l.as("role/Admin/ann").StopTrainingJob(t.Context(), &sdk.StopTrainingJobInput{TrainingJobName: in.TrainingJobName}); err != nil {
					t.Fatal(err)
				}
			}
			if card := l.ended("fraud"); card.Status != "Stopped" {
				t.Errorf("%s: %s", card.Status, card.Reason)
			}
			out, err := l.as("role/Admin/ann").DescribeTrainingJob(t.Context(), &sdk.DescribeTrainingJobInput{TrainingJobName: in.TrainingJobName})
			if err != nil || out.SecondaryStatus != tc.secondary || out.ModelArtifacts == nil {
				t.Errorf("%v: %s, artifacts %v", err, out.SecondaryStatus, out.ModelArtifacts)
			}
			_, err = l.as("role/Admin/ann").StopTrainingJob(t.Context(), &sdk.StopTrainingJobInput{TrainingJobName: in.TrainingJobName})
			if got, _ := code(err); got != "ValidationException" {
				t.Errorf("stopped twice: %v", err)
			}
		})
	}
}

// waitFor waits until the job's code has printed something.
func (l *lab) waitFor(text string) {
	l.t.Helper()
	deadline := time.After(time.Minute)
	for {
		var grown <-chan struct{}
		if run, ok := l.Jobs().Run("fraud"); ok {
			printed, _, _, more := run.Log().From(0)
			if strings.Contains(string(printed), text) {
				return
			}
			grown = more
		}
		select {
		case <-grown:
		case <-deadline:
			l.t.Fatalf("the code has not printed %q", text)
		}
	}
}
