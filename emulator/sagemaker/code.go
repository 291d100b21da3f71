package sagemaker

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

// mount is where a container finds its files.
const mount = "/opt/ml"

// grace is how long code that is told to stop may go on
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopTrainingJob.html).
const grace = 120 * time.Second

// train runs the customer's code.
func (t *training) train(ctx context.Context) error {
	t.becomes(types.SecondaryStatusTraining, "Training image download completed. Training in progress.")
	if err := t.layOut(); err != nil {
		return &fault{job.StageCode, notRunnable(err.Error())}
	}
	if err := t.readFast(ctx); err != nil {
		return err
	}
	streamed, err := t.openPipes(ctx, t.image(), t.pipes())
	if err != nil {
		return brokenPipe(err)
	}
	limited, cancel := context.WithTimeout(ctx, t.limit())
	defer cancel()
	exit, err := t.Code(limited, t.container(), t.h.AllowExec)
	broken := streamed()
	switch {
	case err != nil:
		return &fault{job.StageCode, notRunnable(err.Error())}
	case ctx.Err() != nil:
		t.stopped = types.SecondaryStatusStopped
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		t.stopped = types.SecondaryStatusMaxRuntimeExceeded
	case exit.Code != 0:
		return &fault{job.StageCode, algorithmError(exit.Failure, exit.Code)}
	case broken != nil: // the code took its end for the end of the data
		return brokenPipe(broken)
	}
	return t.saveCheckpoints(context.WithoutCancel(ctx))
}

// limit is how long the code may run.
func (t *training) limit() time.Duration {
	if c := t.in.StoppingCondition; c != nil && c.MaxRuntimeInSeconds != nil {
		return time.Duration(*c.MaxRuntimeInSeconds) * time.Second
	}
	return 24 * time.Hour
}

func (t *training) container() job.Container {
	return job.Container{
		Image: imageOf(t.Agent.World(), t.image()), Root: t.root, Mount: mount, Args: []string{"train"},
		Environ: t.environ(), Requested: settings(t.in.Environment), Failure: filepath.Join("output", "failure"), Grace: grace,
	}
}

// imageOf finds what runs for an image: by its whole name, or without tag or
// digest.
func imageOf(w *world.World, name string) *world.Image {
	if image, ok := w.Images[name]; ok {
		return image
	}
	bare, _, _ := strings.Cut(name, "@")
	if slash := strings.LastIndex(bare, "/"); strings.Contains(bare[slash+1:], ":") {
		bare = bare[:strings.LastIndex(bare, ":")]
	}
	return w.Images[bare]
}

// saveCheckpoints uploads what the code left in its checkpoint directory.
func (t *training) saveCheckpoints(ctx context.Context) error {
	c := t.in.CheckpointConfig
	if c == nil {
		return nil
	}
	at, ok := job.ParseURI(aws.ToString(c.S3Uri))
	if !ok {
		return nil
	}
	if err := t.uploadFiles(ctx, stageCheckpoint, t.checkpoints(), at, job.Encryption{}); err != nil {
		return checkpointFault(err)
	}
	return nil
}

// checkpoints is the directory of checkpoints: the request's, below the root
// where it is the usual one.
func (t *training) checkpoints() string { return filepath.Join(t.root, "checkpoints") }
