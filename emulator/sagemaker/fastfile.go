package sagemaker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// A fastFile is a file of a channel in FastFile mode: the code finds it in the
// channel's directory, and what it reads is read from S3 while it runs
// (https://docs.aws.amazon.com/sagemaker/latest/dg/model-access-training-data.html).
type fastFile struct {
	channel, dir string
	source
}

// listFast finds the files of a channel in FastFile mode.
func (t *training) listFast(ctx context.Context, stage string, c types.Channel) error {
	s := channelSource(c)
	t.borrow(ctx, stage, aws.ToString(s.S3Uri), "READ")
	if image := imageOf(t.Agent.World(), t.image()); image == nil || len(image.Program) == 0 { // whose own calls are of the same stage
		t.borrow(ctx, job.StageCode, aws.ToString(s.S3Uri), "READ")
	}
	objects, err := t.files(ctx, stage, s.S3DataType, aws.ToString(s.S3Uri))
	name := aws.ToString(c.ChannelName)
	for _, o := range objects {
		t.fast = append(t.fast, fastFile{name, filepath.Join(t.root, "input", "data", name), o})
	}
	return err
}

// readFast brings the files of channels in FastFile mode. The lab has no file
// system that reads when it is read: it reads them all as the code begins. One
// that the role may not read is there and cannot be opened; without a program
// that would open it, it fails the job as such a program fails it.
func (t *training) readFast(ctx context.Context) error {
	for _, f := range t.fast {
		err := t.Download(ctx, job.StageCode, f.at, f.dir, f.name)
		if err == nil {
			continue
		}
		text := fmt.Sprintf("cannot read the file %s of channel %s: %v", f.name, f.channel, err)
		if !forbidden(err) || !job.Serves(imageOf(t.Agent.World(), t.image())) {
			return &fault{job.StageCode, algorithmError(text, 1)}
		}
		t.Hide("the code " + text)
		if err := f.close(); err != nil {
			return &fault{job.StageCode, algorithmError(text, 1)}
		}
	}
	return nil
}

// close makes a file that cannot be opened.
func (f fastFile) close() error {
	if !filepath.IsLocal(f.name) {
		return errors.New("the name leaves the channel's directory")
	}
	path := filepath.Join(f.dir, f.name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return unopenable(path)
}
