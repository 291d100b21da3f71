package sagemaker

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// A processing is a processing job that runs.
type processing struct {
	running
	in *sdk.CreateProcessingJobInput
	// message is what the container left for the service to show.
	message string
	// stopped: the code was ended early.
	stopped bool
}

// run runs the job to its end.
func (p *processing) run(ctx context.Context) {
	p.show(string(types.ProcessingJobStatusInProgress), "")
	err := p.through(ctx, p.begin, p.interfaces, p.pullImage, p.logs, p.layOut, p.inputs, p.process, p.outputs)
	if err != nil && !errors.Is(err, errStopped) {
		p.fail(err)
		return
	}
	status := types.ProcessingJobStatusCompleted
	if p.stopped || err != nil {
		status = types.ProcessingJobStatusStopped
	}
	p.ends(status, func(*sdk.DescribeProcessingJobOutput) {})
	p.show(string(status), "")
}

func (p *processing) fail(err error) {
	f := p.faultOf(err)
	p.ends(types.ProcessingJobStatusFailed, func(out *sdk.DescribeProcessingJobOutput) { out.FailureReason = &f.reason })
	p.showFault(string(types.ProcessingJobStatusFailed), f)
}

// ends enters the last status of the job.
func (p *processing) ends(status types.ProcessingJobStatus, change func(*sdk.DescribeProcessingJobOutput)) {
	now := p.Agent.Now()
	update(p.h.records, p.rec, func(out *sdk.DescribeProcessingJobOutput) {
		out.ProcessingJobStatus, out.ProcessingEndTime, out.LastModifiedTime = status, &now, &now
		if p.message != "" {
			out.ExitMessage = &p.message
		}
		change(out)
	})
}

func (p *processing) interfaces(ctx context.Context) error {
	return p.attach(ctx, processingVPC(p.in.NetworkConfig), func(string) string { return internalFailure })
}

func (p *processing) pullImage(ctx context.Context) error {
	return p.running.pullImage(ctx, aws.ToString(p.in.AppSpecification.ImageUri))
}

// logs: a role that may not write logs processes all the same.
func (p *processing) logs(ctx context.Context) error {
	return p.writeLogs(ctx, "/aws/sagemaker/ProcessingJobs")
}

// process runs the customer's code. What it writes to continuous outputs is
// uploaded whatever becomes of it.
func (p *processing) process(ctx context.Context) error {
	now := p.Agent.Now()
	update(p.h.records, p.rec, func(out *sdk.DescribeProcessingJobOutput) { out.ProcessingStartTime = &now })
	streamed, err := p.openPipes(ctx, aws.ToString(p.in.AppSpecification.ImageUri), p.pipes())
	if err != nil {
		return p.broke(err)
	}
	limited, cancel := context.WithTimeout(ctx, p.limit())
	defer cancel()
	exit, err := p.Code(limited, p.container(), p.h.AllowExec)
	broken := streamed()
	p.message = cut(exit.Failure, maxReason)
	if err != nil {
		return &fault{job.StageCode, notRunnable(err.Error())}
	}
	if err := p.uploadMode(ctx, types.ProcessingS3UploadModeContinuous); err != nil {
		return err
	}
	switch {
	case limited.Err() != nil:
		p.stopped = true
	case exit.Code != 0:
		return &fault{job.StageCode, algorithmError("", exit.Code)}
	case broken != nil: // the code took its end for the end of the data
		return p.broke(broken)
	}
	return nil
}

// limit is how long the code may run: a day unless the request says.
func (p *processing) limit() time.Duration {
	if c := p.in.StoppingCondition; c != nil && c.MaxRuntimeInSeconds != nil {
		return time.Duration(*c.MaxRuntimeInSeconds) * time.Second
	}
	return 24 * time.Hour
}

// outputs uploads what is uploaded at the end. A job that was stopped keeps
// what it has done.
func (p *processing) outputs(ctx context.Context) error {
	return p.uploadMode(ctx, types.ProcessingS3UploadModeEndOfJob)
}

func (p *processing) uploadMode(ctx context.Context, mode types.ProcessingS3UploadMode) error {
	c := p.in.ProcessingOutputConfig
	if c == nil {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	for _, o := range c.Outputs {
		if aws.ToBool(o.AppManaged) || o.S3Output == nil || o.S3Output.S3UploadMode != mode {
			continue
		}
		uri := aws.ToString(o.S3Output.S3Uri)
		at, ok := job.ParseURI(uri)
		if !ok {
			return &fault{stageUpload, outputFailed(uri, errors.New("no S3 URI"))}
		}
		p.borrow(ctx, stageUpload, uri, "WRITE")
		dir := p.local(aws.ToString(o.S3Output.LocalPath))
		if err := p.uploadFiles(ctx, stageUpload, dir, at, outputKey(aws.ToString(c.KmsKeyId))); err != nil {
			return &fault{stageUpload, outputFailed(uri, err)}
		}
	}
	return nil
}
