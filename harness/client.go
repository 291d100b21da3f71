package harness

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// A Client calls the lab as one principal. Config makes any other client of
// aws-sdk-go-v2.
type Client struct {
	Config aws.Config
	S3     *s3.Client
	KMS    *kms.Client
	STS    *sts.Client
	// Credential is what the clients sign with.
	Credential world.Credential
}

// A Manner changes how a client calls.
type Manner func(*manner)

type manner struct {
	session emulator.SessionOptions
	via     string
}

// Via makes the calls arrive through the VPC endpoint with the given id.
func Via(endpoint string) Manner { return func(m *manner) { m.via = endpoint } }

// SessionPolicy gives the role's session an inline session policy (JSON).
func SessionPolicy(json string) Manner {
	return func(m *manner) { m.session.Policies = append(m.session.Policies, world.MustPolicy(json)) }
}

// SessionTags gives the role's session tags.
func SessionTags(tags map[string]string) Manner {
	return func(m *manner) { m.session.Tags = tags }
}

// SourceIdentity gives the role's session a source identity.
func SourceIdentity(name string) Manner {
	return func(m *manner) { m.session.SourceIdentity = name }
}

// As returns clients that act as a principal: "role/NAME" or
// "role/NAME/SESSION", "user/NAME", "root", each with "ACCOUNT:" before it
// when the name is not unique in the world, or an ARN. A role's credentials
// are those of a session as AWS's services get one; sts.AssumeRole asks the
// trust policy.
func (l *Lab) As(principal string, manners ...Manner) *Client {
	l.t.Helper()
	var m manner
	for _, apply := range manners {
		apply(&m)
	}
	c, err := l.lab.Credentials(principal, m.session)
	if err != nil {
		l.t.Fatalf("denylab: as %s: %v", principal, err)
	}
	return l.client(c, m)
}

// Anonymous returns clients that do not sign.
func (l *Lab) Anonymous(manners ...Manner) *Client {
	l.t.Helper()
	return l.As("anonymous", manners...)
}

func (l *Lab) client(c world.Credential, m manner) *Client {
	url := l.server.URL
	if m.via != "" {
		if _, ok := l.World().Endpoint(m.via); !ok {
			l.t.Fatalf("denylab: the world has no VPC endpoint %s", m.via)
		}
		url += emulator.EndpointPath(m.via)
	}
	cfg := aws.Config{
		Region:       l.World().Region,
		BaseEndpoint: aws.String(url),
		Credentials:  aws.AnonymousCredentials{},
		HTTPClient:   l.server.Client(),
		Retryer:      func() aws.Retryer { return aws.NopRetryer{} },
	}
	if c.AccessKeyID != "" {
		cfg.Credentials = credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token)
	}
	return &Client{
		Config: cfg, Credential: c,
		S3:  s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }),
		KMS: kms.NewFromConfig(cfg),
		STS: sts.NewFromConfig(cfg),
	}
}
