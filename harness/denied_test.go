package harness_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

const trainer = "role/SageMakerExecutionRole/SageMaker"

func get(t testing.TB, c *harness.Client, bucket, key string) error {
	_, err := c.S3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	return err
}

// TestAssertionsThatFail: each of them says what was wanted and what came, and
// a refusal comes with its ladder.
func TestAssertionsThatFail(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-explicit-deny-managed"))
	role := lab.As(trainer)
	refused := get(t, role, "training-data", "raw/customers.csv")
	missing := get(t, role, "training-data", "input/no-such.csv")
	stranger := role.S3.Options()
	stranger.Credentials = credentials.NewStaticCredentialsProvider("AKIAI44QH8DHBEXAMPLE", "no secret", "")
	_, unknown := s3.New(stranger).ListBuckets(t.Context(), nil)

	for name, c := range map[string]struct {
		test   func(testing.TB)
		want   string
		ladder bool
	}{
		"wrong layer": {func(t testing.TB) { harness.Denied(t, refused).By(authz.SessionPolicy) },
			`layer: want "session_policy", got "identity_policy"`, true},
		"wrong verdict": {func(t testing.TB) { harness.Denied(t, refused).Because(authz.ImplicitDeny) },
			`verdict: want "implicitDeny", got "explicitDeny"`, true},
		"wrong statement": {func(t testing.TB) { harness.Denied(t, refused).Statement("#1") },
			`statement: want "#1", got "NoRawData"`, true},
		"wrong action": {func(t testing.TB) { harness.Denied(t, refused).Of("s3:PutObject") },
			`action: want "s3:PutObject", got "s3:GetObject"`, true},
		"wrong resource": {func(t testing.TB) { harness.Denied(t, refused).On("*") },
			`resource: want "*", got "arn:aws:s3:::training-data/raw/customers.csv"`, true},
		"wrong message": {func(t testing.TB) { harness.Denied(t, refused).Message("Access Denied") },
			`message: want "Access Denied", got "User: arn:aws:sts::111122223333:assumed-role/`, true},
		"Allowed of a refusal": {func(t testing.TB) { harness.Allowed(t, refused) },
			"want success, got: operation error S3: GetObject", true},
		"Allowed of another failure": {func(t testing.TB) { harness.Allowed(t, missing) },
			"want success, got: operation error S3: GetObject", false},
		"Denied of a success": {func(t testing.TB) { harness.Denied(t, nil) },
			"want a refusal, but the call succeeded", false},
		"Denied of a missing key": {func(t testing.TB) { harness.Denied(t, missing) },
			"want a refusal, but the rules refused nothing: GetObject answered 404 NoSuchKey: The specified key does not exist.", false},
		"Denied of an unknown access key": {func(t testing.TB) { harness.Denied(t, unknown) },
			"answered 403 InvalidAccessKeyId", false},
		"Denied of an error from elsewhere": {func(t testing.TB) { harness.Denied(t, errors.New("disk full")) },
			"want a refusal, but no running lab of harness.Start sent this error: disk full", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := record(c.test)
			said := r.said.String()
			if !r.failed || !strings.Contains(said, c.want) {
				t.Errorf("want a failure that says %q, got:\n%s", c.want, said)
			}
			has := strings.Contains(said, "> identity_policy          explicitDeny\n    NoRawData of ") && strings.Contains(said, "\ncure: ")
			if has != c.ladder {
				t.Errorf("the ladder is there: %v, want %v:\n%s", has, c.ladder, said)
			}
		})
	}
}

func TestAssertionsThatHold(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-explicit-deny-managed"))
	refused := get(t, lab.As(trainer), "training-data", "raw/customers.csv")
	all := func(t testing.TB, d *harness.Denial) {
		d.By(authz.IdentityPolicy).Because(authz.ExplicitDeny).Statement("NoRawData").
			Of("s3:GetObject").On("arn:aws:s3:::training-data/raw/customers.csv").
			Message(`User: arn:aws:sts::111122223333:assumed-role/SageMakerExecutionRole/SageMaker is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::training-data/raw/customers.csv" with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/ProtectRawData`)
	}
	r := record(func(t testing.TB) {
		harness.Allowed(t, nil)
		all(t, harness.Denied(t, refused))
		all(t, lab.Refused(t))
	})
	if r.failed || r.said.Len() > 0 {
		t.Error(r.said.String())
	}
}

func TestSeveralFailuresPrintOneLadder(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-get-missing"))
	err := get(t, lab.As(trainer), "training-data", "input/train.csv")
	said := record(func(t testing.TB) {
		harness.Denied(t, err).By(authz.SessionPolicy).Because(authz.ExplicitDeny)
	}).said.String()
	if n := strings.Count(said, "> identity_policy"); n != 1 || !strings.Contains(said, "verdict: want") {
		t.Errorf("%d ladders:\n%s", n, said)
	}
}

// TestDeniedWithoutBody: an answer to HEAD has no body that names the refusal.
func TestDeniedWithoutBody(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-get-missing"))
	_, err := lab.As(trainer).S3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("training-data"), Key: aws.String("input/train.csv")})
	harness.Denied(t, err).By(authz.IdentityPolicy).Because(authz.ImplicitDeny).Of("s3:GetObject")
}

// TestDeniedMissingKey: production says 403 where a fake says 404.
func TestDeniedMissingKey(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("missing-key-without-list"))
	err := get(t, lab.As(trainer), "training-data", "checkpoints/last.ckpt")
	harness.Denied(t, err).Of("s3:ListBucket").By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
}

func TestDeniedByKMS(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-decrypt-missing"))
	_, err := lab.As(trainer).KMS.GenerateDataKey(t.Context(), &kms.GenerateDataKeyInput{KeyId: aws.String("alias/training"), KeySpec: "AES_256"})
	harness.Denied(t, err).By(authz.IdentityPolicy).Of("kms:GenerateDataKey")
}

// TestRefusedWithinAnAnswer: a batch succeeds as a whole and refuses keys.
func TestRefusedWithinAnAnswer(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-get-missing"))
	r := record(func(t testing.TB) { lab.Refused(t) })
	if want := "want a refusal, but none of the lab's 0 requests was refused"; !r.failed || !strings.Contains(r.said.String(), want) {
		t.Errorf("want %q, got %q", want, r.said.String())
	}
	_, err := lab.As(trainer).S3.DeleteObjects(t.Context(), &s3.DeleteObjectsInput{Bucket: aws.String("training-data"),
		Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("input/train.csv")}}}})
	harness.Allowed(t, err)
	lab.Refused(t).By(authz.IdentityPolicy).Of("s3:DeleteObject")
}

// TestDeniedAfterTheLab: an error outlives the lab that sent it.
func TestDeniedAfterTheLab(t *testing.T) {
	t.Parallel()
	var err error
	record(func(t testing.TB) {
		err = get(t, harness.Start(t, harness.Scenario("training-get-missing")).As(trainer), "training-data", "input/train.csv")
	})
	r := record(func(t testing.TB) { harness.Denied(t, err) })
	if want := "no running lab"; !r.failed || !strings.Contains(r.said.String(), want) {
		t.Errorf("want %q, got %q", want, r.said.String())
	}
}
