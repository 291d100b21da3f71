package job

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/awsproto"
)

// ErrNoRoute is the error of a job in a VPC from which a service cannot be
// reached.
var ErrNoRoute = errors.New("no route from the VPC to the service")

// S3 is a client that calls S3 as the job's role over the job's network; its
// calls are noted under stage. The error is ErrNoRoute, or says that the lab
// cannot be reached.
func (r *Run) S3(stage string) (*s3.Client, error) { return r.s3As(stage, r.own()) }

// s3At is S3 for calls on one place, with credentials that were borrowed for it
// if there are any.
func (r *Run) s3At(stage string, at URI) (*s3.Client, error) { return r.s3As(stage, r.as(stage, at)) }

// own are the credentials of the job's role.
func (r *Run) own() aws.CredentialsProvider {
	return credentials.NewStaticCredentialsProvider(r.Session.AccessKeyID, r.Session.Secret, r.Session.Token)
}

func (r *Run) s3As(stage string, as aws.CredentialsProvider) (*s3.Client, error) {
	way, err := r.way("s3")
	if err != nil {
		return nil, err
	}
	url, err := r.Agent.URL(way)
	if err != nil {
		return nil, err
	}
	return s3.New(s3.Options{
		BaseEndpoint: &url, Region: r.Agent.World().Region, UsePathStyle: true, Retryer: aws.NopRetryer{},
		Credentials:  as,
		HTTPClient:   &noting{run: r, stage: stage},
		HTTPSignerV4: &signer{sdk: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), now: r.Agent.SigningTime},
	}), nil
}

func (r *Run) way(service string) (Way, error) {
	endpoint, ok := r.Network.Reaches(service)
	switch {
	case !ok:
		return Way{}, ErrNoRoute
	case endpoint != "":
		return Way{Job: r.ID, Endpoint: endpoint}, nil
	default:
		return Way{Job: r.ID, From: Address}, nil
	}
}

// connections are those of all jobs to their labs, on loopback.
var connections = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: 10 * time.Second, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// noting is an HTTP client that notes the decisions behind the answers.
type noting struct {
	run   *Run
	stage string
}

// Do implements the HTTPClient of the SDK's services.
func (n *noting) Do(req *http.Request) (*http.Response, error) {
	resp, err := connections.Do(req)
	if err == nil {
		n.run.Note(n.stage, resp.Header.Get(awsproto.DecisionHeader))
	}
	return resp, err
}

// A signer is the SDK's own with the lab's time.
type signer struct {
	sdk *v4.Signer
	now func() time.Time
}

// SignHTTP implements the HTTPSignerV4 of the SDK's services.
func (s *signer) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request,
	payloadHash, service, region string, _ time.Time, fns ...func(*v4.SignerOptions)) error {
	return s.sdk.SignHTTP(ctx, c, r, payloadHash, service, region, s.now().UTC(), fns...)
}

// Refused is what an error of a client says that the service answered; false
// for an error of another kind.
func Refused(err error) (*Refusal, bool) {
	var api smithy.APIError
	var response interface{ HTTPStatusCode() int }
	if !errors.As(err, &api) || !errors.As(err, &response) {
		return nil, false
	}
	refusal := &Refusal{Status: response.HTTPStatusCode(), Code: api.ErrorCode(), Message: api.ErrorMessage()}
	var ids interface {
		ServiceRequestID() string
		ServiceHostID() string
	}
	if errors.As(err, &ids) {
		refusal.RequestID, refusal.HostID = ids.ServiceRequestID(), ids.ServiceHostID()
	}
	return refusal, true
}
