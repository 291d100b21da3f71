package harness

import (
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// A Client calls the lab as one principal. It does not retry: a refusal is an
// answer.
type Client struct {
	// Config makes any other client of aws-sdk-go-v2.
	Config aws.Config
	S3     *s3.Client
	KMS    *kms.Client
	IAM    *iam.Client
	STS    *sts.Client
	// SageMaker runs jobs: see RunTrainingJob.
	SageMaker *sagemaker.Client
	// Credential is what the clients sign with; its zero value means that they
	// do not sign.
	Credential world.Credential

	lab *Lab
}

// A ClientOption changes how a client calls.
type ClientOption func(*clientSettings) error

type clientSettings struct {
	session emulator.SessionOptions
	via     string
}

// Via makes the calls arrive through the VPC endpoint of the world with the
// given id.
func Via(endpoint string) ClientOption {
	return func(s *clientSettings) error {
		s.via = endpoint
		return nil
	}
}

// SessionPolicy gives the role's session a session policy (JSON). With several,
// a call needs only one of them to allow it, as on AWS.
func SessionPolicy(json string) ClientOption {
	return func(s *clientSettings) error {
		policy, err := world.NewPolicy([]byte(json), "")
		if err != nil {
			return fmt.Errorf("session policy: %w", err)
		}
		s.session.Policies = append(s.session.Policies, policy)
		return nil
	}
}

// SessionTags gives the role's session tags (aws:PrincipalTag).
func SessionTags(tags map[string]string) ClientOption {
	return func(s *clientSettings) error {
		s.session.Tags = tags
		return nil
	}
}

// SourceIdentity gives the role's session a source identity
// (aws:SourceIdentity).
func SourceIdentity(name string) ClientOption {
	return func(s *clientSettings) error {
		s.session.SourceIdentity = name
		return nil
	}
}

// DirectoryUser makes the role's session an identity-enhanced one of a user of
// the world's IAM Identity Center.
func DirectoryUser(name string) ClientOption {
	return func(s *clientSettings) error {
		s.session.DirectoryUser = name
		return nil
	}
}

// As returns clients that act as a principal: "role/NAME" or
// "role/NAME/SESSION", "user/NAME" or "root", each with "ACCOUNT:" before it
// when several accounts have the name, or an ARN.
//
// A role acts by a session, as AWS's services get one: the trust policy is not
// asked (STS.AssumeRole asks it). As ends the test when there is no such
// principal, or when an option does not fit it.
func (l *Lab) As(principal string, opts ...ClientOption) *Client {
	l.t.Helper()
	var s clientSettings
	for _, option := range opts {
		if err := option(&s); err != nil {
			l.t.Fatalf("denylab: as %s: %v", principal, err)
		}
	}
	c, err := l.lab.Credentials(principal, s.session)
	if err != nil {
		l.t.Fatalf("denylab: as %s: %v", principal, err)
	}
	if _, ok := l.World().Endpoint(s.via); s.via != "" && !ok {
		l.t.Fatalf("denylab: as %s: the world has no VPC endpoint %q", principal, s.via)
	}
	return l.newClient(l.config(c, s.via), c)
}

// Anonymous returns clients that do not sign.
func (l *Lab) Anonymous(opts ...ClientOption) *Client {
	l.t.Helper()
	return l.As("anonymous", opts...)
}

func (l *Lab) config(c world.Credential, via string) aws.Config {
	url := l.server.URL
	if via != "" {
		url += emulator.EndpointPath(via)
	}
	cfg := aws.Config{
		Region:       l.World().Region,
		BaseEndpoint: aws.String(url),
		Credentials:  aws.AnonymousCredentials{},
		HTTPClient: &http.Client{
			Transport:     l.server.Client().Transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
	if c.AccessKeyID != "" {
		cfg.Credentials = credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token)
	}
	return cfg
}

func (l *Lab) newClient(cfg aws.Config, c world.Credential) *Client {
	return &Client{
		lab:        l,
		Config:     cfg,
		S3:         s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }),
		KMS:        kms.NewFromConfig(cfg),
		IAM:        iam.NewFromConfig(cfg),
		STS:        sts.NewFromConfig(cfg),
		SageMaker:  sagemaker.NewFromConfig(cfg),
		Credential: c,
	}
}
