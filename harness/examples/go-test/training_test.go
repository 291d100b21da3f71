package training_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

// The role's boundary refuses the model, whatever the role's policies allow.
func TestBoundaryRefusesTheModel(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-boundary-without-put"))
	role := lab.As("role/SageMakerExecutionRole/SageMaker")
	upload := func() error {
		_, err := role.S3.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: aws.String("training-models"), Key: aws.String("model.json"), Body: strings.NewReader("{}"),
		})
		return err
	}

	harness.Denied(t, upload()).By(authz.PermissionsBoundary).Because(authz.ImplicitDeny)

	lab.Change(func(w *world.World) {
		w.Accounts["111122223333"].Policies["S3ReadOnlyBoundary"].Policy = world.MustPolicy(`{
			"Version": "2012-10-17",
			"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}]}`)
	})
	harness.Allowed(t, upload())
}

// The job's own program runs as the role: no mock, no change to its code.
func TestJobCannotReadItsInput(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-get-missing"))
	job := lab.As("role/SageMakerExecutionRole/SageMaker").Command("go", "run",
		"github.com/denylab/denylab/harness/examples/job-go",
		"s3://training-data/input/train.csv", "s3://training-models/model.json")

	if out, err := job.CombinedOutput(); err == nil {
		t.Errorf("the job succeeded:\n%s", out)
	}
	lab.Refused(t).Of("s3:GetObject").By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
}

// Scenarios of the catalogue, or of a folder of your own, are subtests.
func TestScenarios(t *testing.T) { harness.Replay(t, "boundary", "training-get-missing") }
