package harness

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/denylab/denylab/emulator/job"
)

// A Job is a job that has ended.
type Job struct {
	// Card is what is known of it: its status and failure reason as the service
	// shows them, and the stage table with every call that it made.
	job.Card
	lab *Lab
}

// RunTrainingJob creates a training job as the root user of its role's account,
// who may create any, and waits for its end. See Client.RunTrainingJob.
func (l *Lab) RunTrainingJob(ctx context.Context, in *sagemaker.CreateTrainingJobInput) (*Job, error) {
	account := ""
	if arn := strings.Split(aws.ToString(in.RoleArn), ":"); len(arn) == 6 {
		account = arn[4] + ":"
	}
	c, err := l.lab.CredentialsAs(account + "root")
	if err != nil {
		return nil, fmt.Errorf("the training job's RoleArn %q: %w", aws.ToString(in.RoleArn), err)
	}
	return l.train(ctx, l.newClient(l.config(c, ""), c), in)
}

// RunTrainingJob creates a training job as the client's principal and waits for
// its end. The error is that of the creation, to be asserted on with Denied; a
// job that was taken and failed is no error: see FailedAt.
//
// What runs is what the world's image map has for the job's image: a program of
// this machine, an image of its container engine, or, without an entry, nothing.
func (c *Client) RunTrainingJob(ctx context.Context, in *sagemaker.CreateTrainingJobInput) (*Job, error) {
	return c.lab.train(ctx, c, in)
}

func (l *Lab) train(ctx context.Context, c *Client, in *sagemaker.CreateTrainingJobInput) (*Job, error) {
	out, err := c.SageMaker.CreateTrainingJob(ctx, in)
	if err != nil {
		return nil, err
	}
	return l.ended(ctx, aws.ToString(out.TrainingJobArn))
}

// ended waits for the end of a job.
func (l *Lab) ended(ctx context.Context, arn string) (*Job, error) {
	if err := l.lab.Jobs().Wait(ctx, arn); err != nil {
		return nil, fmt.Errorf("waiting for %s: %w", arn, err)
	}
	run, ok := l.lab.Jobs().Run(arn)
	if !ok {
		return nil, fmt.Errorf("the lab was reset while %s ran", arn)
	}
	return &Job{Card: run.Card(), lab: l}, nil
}

// Log is what the job's code printed.
func (j *Job) Log() string {
	run, ok := j.lab.lab.Jobs().Run(j.ID)
	if !ok {
		return ""
	}
	text, _, _, _ := run.Log().From(0)
	return string(text)
}

// Completed asserts that a job has ended well. Else it ends the test, with the
// stage table and the ladder of the call that failed the job.
func Completed(t testing.TB, j *Job) {
	t.Helper()
	if j.Status != "Completed" {
		t.Fatalf("want a job that completes, got %s: %s\n\n%s", j.Status, j.Reason, j.story())
	}
}

// FailedAt asserts that a job failed at a stage (download, code, upload, …)
// because the rules refused a call of it, and returns that refusal to be
// asserted on. It ends the test when the job did not.
func FailedAt(t testing.TB, j *Job, stage string) *Denial {
	t.Helper()
	if j.Stage != stage {
		t.Fatalf("want a job that fails at %s, got %s at %q: %s\n\n%s", stage, j.Status, j.Stage, j.Reason, j.story())
	}
	entry, ok := j.lab.lab.Journal().Entry(j.Refused)
	if !ok || entry.Refused() == nil {
		t.Fatalf("want a job that was refused something at %s, but the rules refused nothing: %s\n\n%s", stage, j.Reason, j.story())
	}
	return &Denial{t: t, lab: j.lab, entry: entry, asked: entry.Refused()}
}

// story is the stage table and the ladder of what failed the job.
func (j *Job) story() string {
	var b strings.Builder
	_ = j.Text(&b) // a Builder takes everything
	if j.Refused != "" {
		b.WriteString("\n" + ladder(j.lab.lab, j.Refused))
	}
	return b.String()
}
