package sagemaker

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// A transform is a batch transform job that runs.
type transform struct {
	running
	in    *sdk.CreateTransformJobInput
	model *sdk.DescribeModelOutput
}

// run runs the job to its end.
func (t *transform) run(ctx context.Context) {
	t.show(string(types.TransformJobStatusInProgress), "")
	err := t.through(ctx, t.begin, t.network, t.pullImages, t.load, t.logs, t.work)
	switch {
	case ctx.Err() != nil: // what was uploaded so far stays; the rest is not
		t.ends(types.TransformJobStatusStopped, nil)
	case err != nil:
		t.ends(types.TransformJobStatusFailed, t.faultOf(err))
	default:
		t.ends(types.TransformJobStatusCompleted, nil)
	}
}

// ends enters the last status of the job.
func (t *transform) ends(status types.TransformJobStatus, f *fault) {
	now := t.Agent.Now()
	update(t.h.records, t.rec, func(out *sdk.DescribeTransformJobOutput) {
		out.TransformJobStatus, out.TransformEndTime = status, &now
		if f != nil {
			out.FailureReason = &f.reason
		}
	})
	if f != nil {
		t.showFault(string(status), f)
		return
	}
	t.show(string(status), "")
}

func (t *transform) network(ctx context.Context) error { return t.connect(ctx, t.model.VpcConfig) }

func (t *transform) pullImages(ctx context.Context) error {
	for _, image := range images(t.model) {
		if err := t.pullImage(ctx, image); err != nil {
			return err
		}
	}
	return nil
}

func (t *transform) load(ctx context.Context) error { return t.loadModel(ctx, t.model) }

// logs: a role that may not write logs transforms all the same.
func (t *transform) logs(ctx context.Context) error {
	return t.writeLogs(ctx, "/aws/sagemaker/TransformJobs")
}

// work transforms every object. One that fails does not keep the others from
// being transformed, but fails the job.
func (t *transform) work(ctx context.Context) error {
	now := t.Agent.Now()
	update(t.h.records, t.rec, func(out *sdk.DescribeTransformJobOutput) { out.TransformStartTime = &now })
	return t.serving(ctx, 0, nil, func(through []string) error { return t.objectsThrough(ctx, through) })
}

func (t *transform) objectsThrough(ctx context.Context, urls []string) error {
	s := transformSource(t.in)
	if s == nil {
		return nil
	}
	at, _ := job.ParseURI(aws.ToString(s.S3Uri)) // checked with the request
	objects, err := t.objects(ctx, stageDownload, s.S3DataType, at)
	if err != nil {
		return inputFault(&unlisted{at, err})
	}
	var first error
	for _, o := range objects {
		if strings.HasSuffix(o.at.Key, "/") {
			continue // what consoles make of a folder
		}
		if err := t.object(ctx, o, urls); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// object transforms one object. Its answer has the name that the object has below
// the input's prefix; that folders in it are kept is UNVERIFIED: AWS's example
// leaves one out
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html).
func (t *transform) object(ctx context.Context, o source, urls []string) error {
	body, err := t.Open(ctx, stageDownload, o.at)
	if err != nil {
		return inputFault(err)
	}
	text, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil {
		return inputFault(err)
	}
	answer, err := t.transformed(ctx, text, urls)
	if err != nil {
		return err
	}
	c := t.in.TransformOutput
	uri := aws.ToString(c.S3OutputPath)
	at, ok := job.ParseURI(uri)
	if !ok {
		return &fault{stageUpload, outputFailed(uri, errors.New("no S3 URI"))}
	}
	err = t.Upload(ctx, stageUpload, at.Below(o.name+".out"), bytes.NewReader(answer), outputKey(aws.ToString(c.KmsKeyId)))
	if err != nil {
		return &fault{stageUpload, outputFailed(uri, err)}
	}
	return nil
}
