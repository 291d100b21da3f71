package sagemaker

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// A training is a training job that runs.
type training struct {
	running
	in *sdk.CreateTrainingJobInput
	// stopped says why the code was ended early: on demand, or at the limit of
	// its time.
	stopped types.SecondaryStatus
	// fast are the files that are read while the code runs.
	fast []fastFile
	// uploaded: the model is in S3.
	uploaded bool
}

// run runs the job to its end.
func (t *training) run(ctx context.Context) {
	t.show(string(types.TrainingJobStatusInProgress), "")
	err := t.through(ctx, t.begin, t.interfaces, t.logs, t.download, t.pullImage, t.train,
		unstopped(t.metrics), unstopped(t.upload))
	switch {
	case err == nil:
		t.complete()
	case errors.Is(err, errStopped):
		t.stopped = types.SecondaryStatusStopped
		t.complete()
	default:
		t.fail(err)
	}
}

func (t *training) interfaces(ctx context.Context) error {
	return t.attach(ctx, t.in.VpcConfig, interfaceRefused)
}

func (t *training) pullImage(ctx context.Context) error {
	t.becomes(types.SecondaryStatusDownloadingTrainingImage, "Downloading the training image")
	return t.running.pullImage(ctx, t.image())
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

// metrics: a role that may not write metrics loses them in CloudWatch; the
// service reads the job's output itself.
func (t *training) metrics(ctx context.Context) error {
	t.readMetrics()
	refused, err := t.may(context.WithoutCancel(ctx), stageMetrics, "cloudwatch:PutMetricData", "*", "", nil)
	if refused != "" {
		t.Hide("metrics are missing: " + refused)
	}
	return err
}

func (t *training) readMetrics() {
	if t.in.AlgorithmSpecification == nil {
		return
	}
	text, _, _, _ := t.Log().From(0)
	found, unread := finalMetrics(t.in.AlgorithmSpecification.MetricDefinitions, string(text), t.Agent.Now())
	for _, name := range unread {
		t.Hide("the lab cannot compile the regular expression of the metric " + name)
	}
	update(t.h.records, t.rec, func(out *sdk.DescribeTrainingJobOutput) { out.FinalMetricDataList = found })
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
		if t.uploaded {
			model := t.artifact("model.tar.gz").String()
			out.ModelArtifacts = &types.ModelArtifacts{S3ModelArtifacts: &model}
		}
	})
	t.show(string(status), "")
}

// fail ends the job with the text of what failed it.
func (t *training) fail(err error) {
	f := t.faultOf(err)
	t.ends(types.TrainingJobStatusFailed, types.SecondaryStatusFailed, "Training job failed", func(out *sdk.DescribeTrainingJobOutput) {
		out.FailureReason = &f.reason
	})
	t.showFault(string(types.TrainingJobStatusFailed), f)
}
