package harness_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

// A job is a scenario as a training job's container meets it.
type job struct {
	scenario      string
	as            string
	how           []harness.ClientOption
	input, bucket string // what is read, as BUCKET/KEY, and where the model goes
	model         map[string]float64

	action string // refused
	layer  authz.Layer
}

var (
	inEndpoint = []harness.ClientOption{harness.Via("vpce-0abcdef1234567890")}
	trained    = map[string]float64{"mean": 0.5, "rows": 1}
	jobs       = []job{
		{"training-get-missing", trainer, nil, "training-data/input/train.csv", "training-models", trained, "s3:GetObject", authz.IdentityPolicy},
		{"training-put-missing", trainer, nil, "training-data/input/train.csv", "training-models", trained, "s3:PutObject", authz.IdentityPolicy},
		{"training-boundary-without-put", trainer, nil, "training-data/input/train.csv", "training-models", trained, "s3:PutObject", authz.PermissionsBoundary},
		{"training-decrypt-missing", trainer, nil, "training-data/encrypted/train.csv", "training-models", trained, "kms:Decrypt", authz.IdentityPolicy},
		{"glue-endpoint-without-put", "role/GlueJobRole/GlueJobRunnerSession", inEndpoint, "amzn-s3-demo-bucket/raw/orders.csv", "amzn-s3-demo-bucket",
			map[string]float64{"mean": 25, "rows": 1}, "s3:PutObject", authz.VPCEndpointPolicy},
	}
)

// TestJobs runs unmodified programs: refused by the scenario's layer, completed
// after its cure.
func TestJobs(t *testing.T) {
	t.Parallel()
	for name, program := range map[string][]string{"go": goJob(t), "python": {"python3", "examples/job-python/train.py"}} {
		for _, j := range jobs {
			t.Run(name+"/"+j.scenario, func(t *testing.T) {
				t.Parallel()
				if name == "python" {
					needBoto3(t)
				}
				t.Run("refused", func(t *testing.T) { j.refused(t, program) })
				t.Run("cured", func(t *testing.T) { j.cured(t, program) })
			})
		}
	}
}

func (j *job) refused(t *testing.T, program []string) {
	lab := harness.Start(t, harness.Scenario(j.scenario))
	stdout, stderr, err := j.run(lab, program)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || stdout != "" {
		t.Errorf("want status 1 and no output, got %v and %q", err, stdout)
	}
	lab.Refused(t).Of(j.action).By(j.layer).Because(authz.ImplicitDeny)
	for _, d := range lab.Decisions() {
		if d.Status == 403 && !strings.Contains(stderr, d.Message) {
			t.Errorf("the program does not show AWS's message %q:\n%s", d.Message, stderr)
		}
	}
	_, err = lab.As("root").S3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: &j.bucket, Key: aws.String("out/model.json")})
	var missing *types.NotFound
	if !errors.As(err, &missing) {
		t.Errorf("want no model, got %v", err)
	}
}

func (j *job) cured(t *testing.T, program []string) {
	lab := harness.Start(t, harness.Cured(j.scenario))
	stdout, stderr, err := j.run(lab, program)
	if want := "model written to s3://" + j.bucket + "/out/model.json\n"; err != nil || stdout != want {
		t.Fatalf("want %q, got %v, %q and\n%s", want, err, stdout, stderr)
	}
	var model map[string]float64
	if err := json.Unmarshal([]byte(body(t, lab.As("root"), j.bucket, "out/model.json")), &model); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(j.model, model); diff != "" {
		t.Errorf("model (-want +got)\n%s", diff)
	}
}

func (j *job) run(lab *harness.Lab, program []string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	args := append(program[1:len(program):len(program)], "s3://"+j.input, "s3://"+j.bucket+"/out/model.json")
	cmd := lab.As(j.as, j.how...).Command(program[0], args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// goJob builds the Go program.
func goJob(t *testing.T) []string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "job-go")
	if out, err := exec.Command("go", "build", "-o", name, "./examples/job-go").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return []string{name}
}

func needBoto3(t *testing.T) {
	t.Helper()
	out, err := exec.Command("python3", "-c", "import boto3").CombinedOutput()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("python3 with boto3 must be there in CI: %v\n%s", err, out)
	default:
		t.Skipf("python3 with boto3 is not installed: %v", err)
	}
}
