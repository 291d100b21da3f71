package harness_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

// fraud is the request of the scenarios of training jobs.
func fraud() *sagemaker.CreateTrainingJobInput {
	return &sagemaker.CreateTrainingJobInput{
		TrainingJobName: aws.String("fraud"), RoleArn: aws.String("arn:aws:iam::111122223333:role/SageMakerExecutionRole"),
		AlgorithmSpecification: &types.AlgorithmSpecification{
			TrainingImage: aws.String("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"), TrainingInputMode: types.TrainingInputModeFile},
		InputDataConfig: []types.Channel{{ChannelName: aws.String("train"), DataSource: &types.DataSource{S3DataSource: &types.S3DataSource{
			S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String("s3://training-data/input/")}}}},
		OutputDataConfig:  &types.OutputDataConfig{S3OutputPath: aws.String("s3://training-models")},
		ResourceConfig:    &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
		StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(3600)},
	}
}

func TestATrainingJobFailsAtItsStage(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("job-put-missing"))
	job, err := lab.As("role/Scientist").RunTrainingJob(t.Context(), fraud())
	harness.Allowed(t, err)
	harness.FailedAt(t, job, "upload").Of("s3:PutObject").By(authz.IdentityPolicy).Because(authz.ImplicitDeny)

	cured := harness.Start(t, harness.Cured("job-put-missing"))
	job, err = cured.RunTrainingJob(t.Context(), fraud())
	harness.Allowed(t, err)
	harness.Completed(t, job)
}

func TestATrainingJobThatIsNotTakenIsDenied(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("job-pass-role-missing"))
	_, err := lab.As("role/Scientist").RunTrainingJob(t.Context(), fraud())
	harness.Denied(t, err).Of("iam:PassRole").By(authz.IdentityPolicy)

	refused := harness.Start(t, harness.Scenario("job-list-missing"))
	_, err = refused.RunTrainingJob(t.Context(), fraud())
	harness.Denied(t, err).Of("s3:ListBucket").By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
}

func TestAssertionsOnJobsThatDoNotHold(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("job-put-missing"))
	job, err := lab.RunTrainingJob(t.Context(), fraud())
	harness.Allowed(t, err)
	for name, c := range map[string]struct {
		test func(t testing.TB)
		want string
	}{
		"Completed of a job that failed": {func(t testing.TB) { harness.Completed(t, job) }, "want a job that completes, got Failed: ClientError: Artifact upload failed"},
		"FailedAt of another stage":      {func(t testing.TB) { harness.FailedAt(t, job, "download") }, `want a job that fails at download, got Failed at "upload"`},
		"another layer":                  {func(t testing.TB) { harness.FailedAt(t, job, "upload").By(authz.SessionPolicy) }, `layer: want "session_policy", got "identity_policy"`},
	} {
		t.Run(name, func(t *testing.T) {
			r := record(c.test)
			if said := r.said.String(); !r.failed || !strings.Contains(said, c.want) || !strings.Contains(said, "> identity_policy") {
				t.Errorf("want a failure that says %q and the ladder, got:\n%s", c.want, said)
			}
		})
	}
}

// A training job is created as in production, and fails where it failed there.
func ExampleFailedAt() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.Scenario("job-put-missing"))
		job, err := lab.As("role/Scientist").RunTrainingJob(t.Context(), &sagemaker.CreateTrainingJobInput{
			TrainingJobName: aws.String("fraud"),
			RoleArn:         aws.String("arn:aws:iam::111122223333:role/SageMakerExecutionRole"),
			AlgorithmSpecification: &types.AlgorithmSpecification{
				TrainingImage:     aws.String("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"),
				TrainingInputMode: types.TrainingInputModeFile,
			},
			OutputDataConfig:  &types.OutputDataConfig{S3OutputPath: aws.String("s3://training-models")},
			ResourceConfig:    &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
			StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(3600)},
		})
		harness.Allowed(t, err)
		harness.FailedAt(t, job, "upload").Of("s3:PutObject").By(authz.IdentityPolicy)
		fmt.Println(job.Reason)
	})
	// Output:
	// ClientError: Artifact upload failed:Error 7: AccessDenied (403): Access Denied
}
