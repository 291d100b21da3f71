package harness_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

// The bodies of these examples are the bodies of tests: in a test, t is the
// *testing.T that go test passes.

// A lab of a scenario, a refused call, and who refused it.
func Example() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.Scenario("training-get-missing"))
		role := lab.As("role/SageMakerExecutionRole/SageMaker")

		_, err := role.S3.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("training-data")})
		harness.Allowed(t, err)

		_, err = role.S3.GetObject(t.Context(), &s3.GetObjectInput{
			Bucket: aws.String("training-data"), Key: aws.String("input/train.csv"),
		})
		harness.Denied(t, err).By(authz.IdentityPolicy).Because(authz.ImplicitDeny).
			Of("s3:GetObject").On("arn:aws:s3:::training-data/input/train.csv")

		for _, d := range lab.Decisions() {
			fmt.Println(d.Operation, d.Status)
		}
	})
	// Output:
	// ListObjectsV2 200
	// GetObject 403
}

// A world built of Go values. What is left out has AWS's defaults.
func ExampleWorld() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.World(&world.World{
			Accounts: map[string]*world.Account{"111122223333": {
				Roles: map[string]*world.Role{"Trainer": {
					Managed: []string{"arn:aws:iam::aws:policy/AmazonS3FullAccess"},
				}},
				Buckets: map[string]*world.Bucket{"models": {
					Policy: world.MustPolicy(`{"Version": "2012-10-17", "Statement": [{
						"Sid": "EncryptedOnly", "Effect": "Deny", "Principal": "*",
						"Action": "s3:PutObject", "Resource": "arn:aws:s3:::models/*",
						"Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}]}`),
				}},
			}},
		}))

		_, err := lab.As("role/Trainer").S3.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: aws.String("models"), Key: aws.String("m.json"), Body: strings.NewReader("{}"),
		})
		harness.Denied(t, err).By(authz.ResourcePolicy).Because(authz.ExplicitDeny).Statement("EncryptedOnly")
	})
	// Output:
}

// A call that is refused succeeds once the running lab's world is cured.
func ExampleLab_Change() {
	example(func(t testing.TB) {
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
	})
	// Output:
}

// Calls that arrive through a VPC endpoint are asked about to its policy, too.
func ExampleVia() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.Scenario("glue-endpoint-without-put"))
		upload := &s3.PutObjectInput{Bucket: aws.String("amzn-s3-demo-bucket"), Key: aws.String("curated/orders.csv")}

		inside := lab.As("role/GlueJobRole/GlueJobRunnerSession", harness.Via("vpce-0abcdef1234567890"))
		_, err := inside.S3.PutObject(t.Context(), upload)
		harness.Denied(t, err).By(authz.VPCEndpointPolicy).Because(authz.ImplicitDeny)

		outside := lab.As("role/GlueJobRole/GlueJobRunnerSession")
		_, err = outside.S3.PutObject(t.Context(), upload)
		harness.Allowed(t, err)
	})
	// Output:
}

// A session policy limits one session of a role.
func ExampleSessionPolicy() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.Cured("training-get-missing"))
		read := &s3.GetObjectInput{Bucket: aws.String("training-data"), Key: aws.String("input/train.csv")}

		_, err := lab.As("role/SageMakerExecutionRole").S3.GetObject(t.Context(), read)
		harness.Allowed(t, err)

		limited := lab.As("role/SageMakerExecutionRole", harness.SessionPolicy(`{
			"Version": "2012-10-17",
			"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}`))
		_, err = limited.S3.GetObject(t.Context(), read)
		harness.Denied(t, err).By(authz.SessionPolicy).Because(authz.ImplicitDeny)
	})
	// Output:
}

// A program of any language runs as a principal, and is none the wiser.
func ExampleClient_Command() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.Scenario("training-get-missing"))
		job := lab.As("role/SageMakerExecutionRole/SageMaker").
			Command("go", "run", "./examples/job-go", "s3://training-data/input/train.csv", "s3://training-models/model.json")

		if err := job.Run(); err != nil {
			fmt.Println(err)
		}
		lab.Refused(t).Of("s3:GetObject").By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
	})
	// Output:
	// exit status 1
}

// What an assertion that fails prints.
func ExampleDenial() {
	example(func(t testing.TB) {
		lab := harness.Start(t, harness.Scenario("training-get-missing"))
		_, err := lab.As("role/SageMakerExecutionRole/SageMaker").S3.GetObject(t.Context(), &s3.GetObjectInput{
			Bucket: aws.String("training-data"), Key: aws.String("input/train.csv"),
		})
		harness.Denied(t, err).By(authz.PermissionsBoundary)
	})
	// Output:
	// layer: want "permissions_boundary", got "identity_policy"
	//
	// refused: s3:GetObject on arn:aws:s3:::training-data/input/train.csv
	//   as arn:aws:sts::111122223333:assumed-role/SageMakerExecutionRole/SageMaker
	//   sent 403 AccessDenied: User: arn:aws:sts::111122223333:assumed-role/SageMakerExecutionRole/SageMaker is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::training-data/input/train.csv" because no identity-based policy allows the s3:GetObject action
	//
	//   resource_control_policy  notApplicable
	//   service_control_policy   notApplicable
	//   vpc_endpoint_policy      notApplicable
	//   resource_policy          notApplicable
	// > identity_policy          implicitDeny
	//   permissions_boundary     notApplicable
	//   session_policy           notApplicable
	//   kms_grant                notApplicable
	//   s3_acl                   notApplicable
	//   s3_block_public_access   allowed
	//   s3_object_ownership      notApplicable
	//   s3_requester_pays        notApplicable
	//   s3_access_grants         notApplicable
	//
	// near miss: ListAndWrite of ExecutionPolicy scenarios/identity/training-get-missing.yaml:16 (identity_policy)
	//   Action: has s3:ListBucket, s3:PutObject, the call has s3:GetObject
	//
	// cure: Add s3:GetObject to Action of statement ListAndWrite of ExecutionPolicy (scenarios/identity/training-get-missing.yaml:16), which allows everything else about this call.
	// page: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
}
