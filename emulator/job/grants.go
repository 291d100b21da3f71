package job

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/s3control/types"
)

// A loan is credentials of S3 Access Grants with which a stage reaches what is
// below a prefix, in place of the role's.
type loan struct {
	stage, bucket, prefix string
	as                    aws.CredentialsProvider
}

// Borrow asks S3 Access Grants, in the name of the job's role, for credentials
// to what is below a prefix, and has the calls of use use them. The error says
// why there are none; calls are noted under stage.
func (r *Run) Borrow(ctx context.Context, stage, use string, at URI, permission string) error {
	c, err := r.control(stage)
	if err != nil {
		return err
	}
	target := at.String()
	found, err := c.GetAccessGrantsInstanceForPrefix(ctx, &s3control.GetAccessGrantsInstanceForPrefixInput{AccountId: &r.card.Account, S3Prefix: &target})
	if err != nil {
		return answered(err)
	}
	instance, err := arn.Parse(aws.ToString(found.AccessGrantsInstanceArn))
	if err != nil {
		return err
	}
	target += "*"
	out, err := c.GetDataAccess(ctx, &s3control.GetDataAccessInput{AccountId: &instance.AccountID, Target: &target, Permission: types.Permission(permission)})
	if err != nil {
		return answered(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loans = append(r.loans, loan{use, at.Bucket, at.Key, credentials.NewStaticCredentialsProvider(
		aws.ToString(out.Credentials.AccessKeyId), aws.ToString(out.Credentials.SecretAccessKey), aws.ToString(out.Credentials.SessionToken))})
	return nil
}

// as are the credentials of a stage's call: borrowed ones if there are any for
// what it reaches, else the role's.
func (r *Run) as(stage string, at URI) aws.CredentialsProvider {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.loans {
		if l.stage == stage && l.bucket == at.Bucket && strings.HasPrefix(at.Key, l.prefix) {
			return l.as
		}
	}
	return r.own()
}

// control is a client of S3 Control, which SageMaker calls from its own network.
func (r *Run) control(stage string) (*s3control.Client, error) {
	base, err := r.Agent.URL(Way{Job: r.ID, From: Address})
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	return s3control.New(s3control.Options{
		BaseEndpoint: &base, Region: r.Agent.World().Region, Retryer: aws.NopRetryer{},
		Credentials:  r.own(),
		HTTPClient:   &dialing{noting{run: r, stage: stage}, at.Host},
		HTTPSignerV4: &signer{sdk: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), now: r.Agent.SigningTime},
	}), nil
}

// dialing is noting for hosts with the account's id before them, which nobody
// can resolve: they are called at host.
type dialing struct {
	noting
	host string
}

// Do implements the HTTPClient of the SDK's services.
func (d *dialing) Do(req *http.Request) (*http.Response, error) {
	req.Host, req.URL.Host = req.URL.Host, d.host
	return d.noting.Do(req)
}
