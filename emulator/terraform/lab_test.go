package terraform_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

const (
	account = "111122223333"
	admin   = "arn:aws:iam::aws:policy/AdministratorAccess"
)

// clients are the provider's, one a service, without retries: what the provider
// would wait out is an error here.
type clients struct {
	ec2       *ec2.Client
	iam       *iam.Client
	kms       *kms.Client
	s3        *s3.Client
	s3control *s3control.Client
	sts       *sts.Client
}

// start starts a lab with an administrator, a role that replication can use, and
// a bucket for logs and replicas.
func start(t *testing.T) *clients {
	t.Helper()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	lab, err := emulator.New(emulator.Options{
		World: terraformWorld(), Seed: "terraform", Clock: func() time.Time { return now }, SigningClock: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lab.Close() })
	who, err := lab.CredentialsAs("role/Terraform/apply")
	if err != nil {
		t.Fatal(err)
	}
	c := aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test"), HTTPClient: &http.Client{Transport: handing{lab}},
		Credentials: credentials.NewStaticCredentialsProvider(who.AccessKeyID, who.Secret, who.Token),
		Retryer:     func() aws.Retryer { return aws.NopRetryer{} },
	}
	return &clients{
		ec2: ec2.NewFromConfig(c), iam: iam.NewFromConfig(c), kms: kms.NewFromConfig(c), sts: sts.NewFromConfig(c),
		s3control: s3control.NewFromConfig(c),
		s3:        s3.NewFromConfig(c, func(o *s3.Options) { o.UsePathStyle = true }),
	}
}

func terraformWorld() *world.World {
	return &world.World{Accounts: map[string]*world.Account{account: {
		Roles: map[string]*world.Role{
			"Terraform": {Managed: []string{admin}},
			"Replicator": {Trust: world.MustPolicy(
				`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole"}]}`)},
		},
		Buckets: map[string]*world.Bucket{"archive": {Versioning: "Enabled"}},
	}}}
}

// handing hands requests to a handler without a socket.
type handing struct{ handler http.Handler }

func (h handing) RoundTrip(r *http.Request) (*http.Response, error) {
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.RequestURI(), r.Body)
	in.Host, in.RemoteAddr = r.URL.Host, "203.0.113.7:40000"
	in.Header, in.ContentLength = r.Header.Clone(), r.ContentLength
	if in.Body == nil {
		in.Body = http.NoBody
	}
	out := httptest.NewRecorder()
	h.handler.ServeHTTP(out, in)
	response := out.Result()
	response.Request = r
	return response, nil
}
