package image

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

const jobImage = "denylab-job:test"

// buildJob makes a container image from scratch with nothing but the training
// program in it.
func buildJob(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(dir, "train-go"), "../../../harness/examples/sagemaker/train-go")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOFLAGS=") // the race detector needs cgo
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dockerfile := "FROM scratch\nCOPY train-go /train-go\nENTRYPOINT [\"/train-go\"]\n"
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(dockerfile), 0o644); err != nil {
		t.Fatal(err)
	}
	image := exec.Command("docker", "build", "--tag", jobImage, dir)
	image.Env = append(os.Environ(), "DOCKER_BUILDKIT=0")
	if out, err := image.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("docker", "image", "rm", "--force", jobImage).Run() })
}

// TestATrainingJobRunsItsContainer: the code in a real container meets the same
// refusal as on AWS, and completes after the cure.
func TestATrainingJobRunsItsContainer(t *testing.T) {
	needEngine(t)
	buildJob(t)
	lab := harness.Start(t, harness.WorldFile("../../../harness/examples/sagemaker/world.yaml"))
	lab.Change(func(w *world.World) {
		w.Images = map[string]*world.Image{"111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud": {Docker: jobImage}}
	})

	job, err := lab.As("role/Scientist/ann").RunTrainingJob(t.Context(), training("refused"))
	harness.Allowed(t, err)
	harness.FailedAt(t, job, "code").Of("s3:PutObject").On("arn:aws:s3:::experiments/refused.json").
		By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
	if !strings.Contains(job.Reason, "AlgorithmError: ") || !strings.Contains(job.Reason, "AccessDenied") || !strings.Contains(job.Log(), "trained on 2 rows") {
		t.Errorf("reason %q, log %q", job.Reason, job.Log())
	}

	lab.Change(func(w *world.World) {
		w.Accounts["111122223333"].Roles["TrainingRole"].Policies["Experiments"] = world.MustPolicy(
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::experiments/*"}}`)
	})
	job, err = lab.RunTrainingJob(t.Context(), training("cured"))
	harness.Allowed(t, err)
	harness.Completed(t, job)
}

func training(name string) *sagemaker.CreateTrainingJobInput {
	return &sagemaker.CreateTrainingJobInput{
		TrainingJobName: &name, RoleArn: aws.String("arn:aws:iam::111122223333:role/TrainingRole"),
		AlgorithmSpecification: &types.AlgorithmSpecification{
			TrainingImage: aws.String("111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:7"), TrainingInputMode: types.TrainingInputModeFile},
		InputDataConfig: []types.Channel{{ChannelName: aws.String("train"), DataSource: &types.DataSource{S3DataSource: &types.S3DataSource{
			S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String("s3://training-data/input/")}}}},
		OutputDataConfig:  &types.OutputDataConfig{S3OutputPath: aws.String("s3://training-models")},
		ResourceConfig:    &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(30)},
		StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(int32(time.Hour.Seconds()))},
	}
}
