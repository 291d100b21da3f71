package sagemaker

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

// local is the directory of this machine that stands for one of the container.
// It is below the job's own, wherever the container's is.
func (p *processing) local(place string) string {
	clean := filepath.Clean("/" + place)
	return filepath.Join(p.root, strings.TrimPrefix(clean, mount+"/"))
}

// layOut makes the directories and files that a processing container finds
// (https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html).
func (p *processing) layOut(ctx context.Context) error {
	dirs := []string{filepath.Join(p.root, "config"), filepath.Join(p.root, "output")}
	for _, i := range p.in.ProcessingInputs {
		if place, needed := inputPlace(i); needed {
			dirs = append(dirs, p.local(place))
		}
	}
	if c := p.in.ProcessingOutputConfig; c != nil {
		for _, o := range c.Outputs {
			if o.S3Output != nil && aws.ToString(o.S3Output.LocalPath) != "" {
				dirs = append(dirs, p.local(*o.S3Output.LocalPath))
			}
		}
	}
	for _, dir := range dirs {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
	}
	return p.configure()
}

// configure writes what the container is told about the job.
func (p *processing) configure() error {
	request, err := awsproto.EncodeJSONOutput(configured(p.in, p.arn))
	if err != nil {
		return err
	}
	hosts, err := json.MarshalIndent(map[string]any{"current_host": host, "hosts": []string{host}}, "", "  ")
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{"processingjobconfig.json": request, "resourceconfig.json": hosts} {
		if err := os.WriteFile(filepath.Join(p.root, "config", name), append(text, '\n'), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// configured is what of the request the container is told.
func configured(in *sdk.CreateProcessingJobInput, arn string) *sdk.DescribeProcessingJobOutput {
	return &sdk.DescribeProcessingJobOutput{
		ProcessingJobArn: &arn, ProcessingJobName: in.ProcessingJobName, AppSpecification: in.AppSpecification,
		Environment: in.Environment, ProcessingInputs: in.ProcessingInputs, ProcessingOutputConfig: in.ProcessingOutputConfig,
		ProcessingResources: in.ProcessingResources, RoleArn: in.RoleArn, StoppingCondition: in.StoppingCondition,
	}
}

func (p *processing) container() job.Container {
	a := p.in.AppSpecification
	return job.Container{
		Image: imageOf(p.Agent.World(), aws.ToString(a.ImageUri)), Root: p.root, Mount: mount,
		Entrypoint: a.ContainerEntrypoint, Args: a.ContainerArguments,
		Environ: p.environ(), Requested: settings(p.in.Environment), Failure: filepath.Join("output", "message"), Grace: grace,
	}
}

// environ are the settings of the container besides those of AWS. A program
// that runs without a container finds /opt/ml where SAGEMAKER_BASE_DIR says.
func (p *processing) environ() []string {
	env := []string{
		"ProcessingJobName=" + p.rec.name, "ProcessingJobArn=" + p.arn, "SAGEMAKER_BASE_DIR=" + p.seen(),
		"SAGEMAKER_REGION=" + p.region, "PYTHONUNBUFFERED=1",
	}
	return env
}

// seen is the root as the code sees it.
func (p *processing) seen() string {
	image := imageOf(p.Agent.World(), aws.ToString(p.in.AppSpecification.ImageUri))
	if image == nil || image.Docker == "" {
		return p.root
	}
	return mount
}
