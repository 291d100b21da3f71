package scenarios

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// A connection is what a client of any service needs to reach a lab as
// somebody.
type connection struct {
	endpoint    string
	region      string
	credentials aws.CredentialsProvider
	now         func() time.Time
	recorder    *recorder
	presigned   *PresignedCall // nil: sign the header
	input       reflect.Value  // of the call
}

// The clients are the real ones of the SDK: path-style, without retries (a
// scenario's answer is its first one), signing with the lab's time.

func iamClient(c *connection) *iam.Client {
	return iam.New(iam.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

func kmsClient(c *connection) *kms.Client {
	return kms.New(kms.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

func stsClient(c *connection) *sts.Client {
	return sts.New(sts.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

func s3controlClient(c *connection) *s3control.Client {
	return s3control.New(s3control.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, true),
	})
}

func s3Client(c *connection) *s3.Client {
	o := s3.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials, UsePathStyle: !throughAccessPoint(c.input),
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, true),
	}
	if c.presigned != nil {
		c.presigned.options(&o, c.now)
	}
	return s3.New(o)
}

// throughAccessPoint: the input names an access point by its ARN, of which the
// SDK makes a host name.
func throughAccessPoint(input reflect.Value) bool {
	field := reflect.Indirect(input).FieldByName("Bucket")
	if !field.IsValid() {
		return false
	}
	bucket, _ := field.Interface().(*string)
	return strings.HasPrefix(aws.ToString(bucket), "arn:")
}

// A signer is the SDK's own with another clock, so that two runs of a scenario
// send the same times.
type signer struct {
	sdk *v4.Signer
	now func() time.Time
}

// newSigner is the signer of a service; plainPath leaves the path escaped
// once, as only S3 has it.
func newSigner(now func() time.Time, plainPath bool) *signer {
	sdk := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = plainPath })
	return &signer{sdk: sdk, now: now}
}

// SignHTTP implements the HTTPSignerV4 of the SDK's services.
func (s *signer) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request,
	payloadHash, service, region string, _ time.Time, fns ...func(*v4.SignerOptions)) error {
	return s.sdk.SignHTTP(ctx, c, r, payloadHash, service, region, s.now().UTC(), fns...)
}

// A recorder is an HTTP client that remembers the last answer's status and
// decision.
type recorder struct {
	http     *http.Client
	status   int
	decision string
}

// Do implements the HTTPClient of the SDK's services.
func (r *recorder) Do(req *http.Request) (*http.Response, error) {
	resp, err := r.http.Do(req)
	if err == nil {
		r.status, r.decision = resp.StatusCode, resp.Header.Get("x-denylab-decision")
	}
	return resp, err
}
