package scenarios

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// A PresignedCall is how a call is made by a presigned URL: one that the principal
// signs, and that works for whoever has it
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html).
type PresignedCall struct {
	// Expires is how long the URL is good for, in whole seconds, such as 15m.
	// AWS takes up to a week.
	Expires time.Duration `yaml:"expires"`
	// Later is how long after it was signed the URL is used; absent means at
	// once.
	Later time.Duration `yaml:"later,omitempty"`
}

// options makes a client of S3 sign URLs. The signer of a URL does not know the
// body, so that the client adds no checksum that an operation does not need.
func (p *PresignedCall) options(o *s3.Options, now func() time.Time) {
	o.HTTPSignerV4 = &presigner{sdk: newSigner(now, true).sdk, now: now, how: p}
	o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
}

// A presigner signs the URL in place of the header, with the SDK's own signer.
type presigner struct {
	sdk *v4.Signer
	now func() time.Time
	how *PresignedCall
}

// SignHTTP implements the HTTPSignerV4 of the SDK's S3. What is left of the
// request is what somebody sends who has nothing but the URL and the headers
// that it was signed with.
func (s *presigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request,
	_, service, region string, _ time.Time, fns ...func(*v4.SignerOptions)) error {
	for _, own := range []string{"X-Amz-Content-Sha256", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request"} {
		r.Header.Del(own)
	}
	query := r.URL.Query()
	query.Set("X-Amz-Expires", strconv.FormatInt(int64(s.how.Expires/time.Second), 10))
	r.URL.RawQuery = query.Encode()
	signed, headers, err := s.sdk.PresignHTTP(ctx, c, r, "UNSIGNED-PAYLOAD", service, region,
		s.now().Add(-s.how.Later).UTC(), fns...)
	if err != nil {
		return err
	}
	if r.URL, err = url.Parse(signed); err != nil {
		return err
	}
	headers.Del("Host")
	r.Header = headers
	return nil
}
