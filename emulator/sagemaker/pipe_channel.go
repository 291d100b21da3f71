package sagemaker

import (
	"fmt"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// pipes are the channels in Pipe mode
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html).
func (t *training) pipes() []pipe {
	var out []pipe
	for _, c := range t.in.InputDataConfig {
		source := channelSource(c)
		if source == nil || t.mode(c) != types.TrainingInputModePipe {
			continue
		}
		name := aws.ToString(c.ChannelName)
		out = append(out, pipe{
			name: "channel " + name, path: filepath.Join(t.root, "input", "data", name),
			flow: flow{kind: source.S3DataType, uri: aws.ToString(source.S3Uri), attributes: source.AttributeNames,
				gzip: c.CompressionType == types.CompressionTypeGzip, records: c.RecordWrapperType == types.RecordWrapperRecordio},
		})
	}
	return out
}

// pipes are the inputs in Pipe mode. That their names are made as those of
// training are is UNVERIFIED.
func (p *processing) pipes() []pipe {
	var out []pipe
	for _, i := range p.in.ProcessingInputs {
		s := i.S3Input
		if s == nil || aws.ToBool(i.AppManaged) || s.S3InputMode != types.ProcessingS3InputModePipe {
			continue
		}
		out = append(out, pipe{
			name: "input " + aws.ToString(i.InputName), path: p.local(aws.ToString(s.LocalPath)),
			flow: flow{kind: types.S3DataType(s.S3DataType), uri: aws.ToString(s.S3Uri), gzip: s.S3CompressionType == types.ProcessingS3CompressionTypeGzip},
		})
	}
	return out
}

// brokenPipe is what a training job shows of a pipe that broke (UNVERIFIED).
func brokenPipe(err error) error {
	return &fault{job.StageCode, algorithmError(err.Error(), 1)}
}

// A broken is the error of a pipe that could not be filled.
type broken struct {
	pipe string
	err  error
}

func (b *broken) Error() string { return fmt.Sprintf("the pipe of %s broke: %v", b.pipe, b.err) }
func (b *broken) Unwrap() error { return b.err }
