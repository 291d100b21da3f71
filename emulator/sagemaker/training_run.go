package sagemaker

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// A training is a training job that runs.
type training struct {
	*worker
	in  *sdk.CreateTrainingJobInput
	rec *record
	// root is /opt/ml.
	root string
	// stopped says why the code was ended early: on demand, or at the limit of
	// its time.
	stopped types.SecondaryStatus
}

// A fault is why a job failed: the text that the service shows, and in which
// stage.
type fault struct{ stage, reason string }

func (f *fault) Error() string { return f.reason }

// run runs the job to its end.
func (t *training) run(ctx context.Context) {
	t.show(types.TrainingJobStatusInProgress, "")
	dir, err := os.MkdirTemp("", "denylab-job-")
	if err != nil {
		t.fail(&fault{stageStart, notRunnable(err.Error())})
		return
	}
	defer os.RemoveAll(dir)
	t.root = dir
	for _, stage := range []func(context.Context) error{
		t.start, t.interfaces, t.logs, t.download, t.pullImage, t.train, t.metrics, t.upload,
	} {
		if err := stage(ctx); err != nil {
			t.fail(err)
			return
		}
	}
	t.complete()
}

// start assumes the role again, on the hosts.
func (t *training) start(ctx context.Context) error {
	ok, err := t.assumable(ctx, stageStart)
	if err == nil && !ok {
		err = &fault{stageStart, hostCannotAssume}
	}
	return err
}

func (t *training) interfaces(ctx context.Context) error {
	refused, err := t.joinInterfaces(ctx, t.in.VpcConfig)
	if err == nil && refused != "" {
		err = &fault{stageInterface, interfaceRefused(refused)}
	}
	return err
}

func (t *training) pullImage(ctx context.Context) error {
	t.becomes(types.SecondaryStatusDownloadingTrainingImage, "Downloading the training image")
	refused, err := t.pull(ctx, stagePull, t.image())
	if err == nil && refused != "" {
		err = &fault{stagePull, pullRefused(refused)}
	}
	return err
}

func (t *training) image() string {
	if t.in.AlgorithmSpecification == nil {
		return ""
	}
	return aws.ToString(t.in.AlgorithmSpecification.TrainingImage)
}

// logs: a role that may not write logs trains all the same.
func (t *training) logs(ctx context.Context) error {
	return t.writeLogs(ctx, "/aws/sagemaker/TrainingJobs")
}

// metrics: a role that may not write metrics loses them.
func (t *training) metrics(ctx context.Context) error {
	refused, err := t.may(ctx, stageMetrics, "cloudwatch:PutMetricData", "*", "", nil)
	if refused != "" {
		t.Hide("metrics are missing: " + refused)
	}
	return err
}

// becomes enters a secondary status.
func (t *training) becomes(status types.SecondaryStatus, message string) {
	now := t.Agent.Now()
	update(t.h.records, t.rec, func(out *sdk.DescribeTrainingJobOutput) {
		transition(out, status, message, now)
		if status == types.SecondaryStatusTraining {
			out.TrainingStartTime = &now
		}
	})
}

// transition ends the secondary status that the job is in and begins another
// one. The list is a new one: answers that were given keep theirs.
func transition(out *sdk.DescribeTrainingJobOutput, status types.SecondaryStatus, message string, now time.Time) {
	had := out.SecondaryStatusTransitions
	next := make([]types.SecondaryStatusTransition, len(had), len(had)+1)
	copy(next, had)
	if len(next) > 0 {
		next[len(next)-1].EndTime = &now
	}
	out.SecondaryStatusTransitions = append(next, types.SecondaryStatusTransition{Status: status, StartTime: &now, StatusMessage: &message})
	out.SecondaryStatus, out.LastModifiedTime = status, &now
}

// ends enters the last status of the job.
func (t *training) ends(status types.TrainingJobStatus, secondary types.SecondaryStatus, message string, change func(*sdk.DescribeTrainingJobOutput)) {
	now := t.Agent.Now()
	update(t.h.records, t.rec, func(out *sdk.DescribeTrainingJobOutput) {
		transition(out, secondary, message, now)
		out.SecondaryStatusTransitions[len(out.SecondaryStatusTransitions)-1].EndTime = &now
		out.TrainingJobStatus, out.TrainingEndTime = status, &now
		seconds := int32(0)
		if out.TrainingStartTime != nil {
			seconds = int32(now.Sub(*out.TrainingStartTime).Seconds())
		}
		out.TrainingTimeInSeconds, out.BillableTimeInSeconds = &seconds, &seconds
		change(out)
	})
}

func (t *training) complete() {
	status, secondary, message := types.TrainingJobStatusCompleted, types.SecondaryStatusCompleted, "Training job completed"
	if t.stopped != "" {
		status, secondary, message = types.TrainingJobStatusStopped, t.stopped, "Training job stopped"
	}
	t.ends(status, secondary, message, func(out *sdk.DescribeTrainingJobOutput) {
		model := t.artifact("model.tar.gz").String()
		out.ModelArtifacts = &types.ModelArtifacts{S3ModelArtifacts: &model}
	})
	t.show(status, "")
}

// fail ends the job with the text of what failed it.
func (t *training) fail(err error) {
	f := t.faultOf(err)
	t.ends(types.TrainingJobStatusFailed, types.SecondaryStatusFailed, "Training job failed", func(out *sdk.DescribeTrainingJobOutput) {
		out.FailureReason = &f.reason
	})
	t.show(types.TrainingJobStatusFailed, f.stage)
	t.Show(func(c *job.Card) { c.Reason = f.reason })
}

// faultOf is the fault behind an error; what is none is the lab's own trouble.
func (w *worker) faultOf(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	return &fault{stageStart, notRunnable(err.Error())}
}

// show keeps the card true. The refused call of a failed job is the last one of
// the stage that failed.
func (t *training) show(status types.TrainingJobStatus, failed string) {
	t.worker.show(string(status), failed)
}

func (w *worker) show(status, failed string) {
	calls := w.Calls()
	w.Show(func(c *job.Card) {
		c.Status, c.Stage = status, failed
		for _, call := range calls {
			if failed != "" && call.Stage == failed && !call.Allowed {
				c.Refused = call.Decision
			}
		}
	})
}
