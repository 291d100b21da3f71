package glue

import (
	"context"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/job"
)

// A storage is S3 as Spark's file system sees it: every request has what the
// job's settings and its security configuration say.
type storage struct {
	client *s3.Client
	pays   s3types.RequestPayer
	acl    s3types.ObjectCannedACL
	sse    s3types.ServerSideEncryption
	key    *string
}

// storage is the run's, in a stage.
func (e *execution) storage(stage string) (*storage, error) {
	client, err := e.S3(stage)
	if err != nil {
		return nil, err
	}
	s := &storage{client: client, acl: s3types.ObjectCannedACL(e.settings.acl())}
	if e.settings.paysRequests() {
		s.pays = s3types.RequestPayerRequester
	}
	s.encrypt(e.encryption())
	return s, nil
}

// encryption is what the run's security configuration says of S3; nothing
// without one.
func (e *execution) encryption() types.S3Encryption {
	c, ok := e.h.records.configurations.get(id{e.account, aws.ToString(e.run.SecurityConfiguration)})
	if !ok || c.EncryptionConfiguration == nil || len(c.EncryptionConfiguration.S3Encryption) == 0 {
		return types.S3Encryption{}
	}
	return c.EncryptionConfiguration.S3Encryption[0]
}

func (s *storage) encrypt(with types.S3Encryption) {
	switch with.S3EncryptionMode {
	case types.S3EncryptionModeSsekms:
		s.sse = s3types.ServerSideEncryptionAwsKms
		if aws.ToString(with.KmsKeyArn) != "" {
			s.key = with.KmsKeyArn
		}
	case types.S3EncryptionModeSses3:
		s.sse = s3types.ServerSideEncryptionAes256
	}
}

// configure: a security configuration must be there.
func (e *execution) configure(context.Context) error {
	name := aws.ToString(e.run.SecurityConfiguration)
	if name == "" {
		return nil
	}
	if _, ok := e.h.records.configurations.get(id{e.account, name}); !ok {
		return &fault{stageLaunch, configurationUnknown(name)}
	}
	return nil
}

// list is the keys below a prefix.
func (s *storage) list(ctx context.Context, at job.URI) ([]string, error) {
	var keys []string
	in := &s3.ListObjectsV2Input{Bucket: &at.Bucket, Prefix: &at.Key, RequestPayer: s.pays}
	for {
		page, err := s.client.ListObjectsV2(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Contents {
			keys = append(keys, aws.ToString(o.Key))
		}
		if !aws.ToBool(page.IsTruncated) {
			return keys, nil
		}
		in.ContinuationToken = page.NextContinuationToken
	}
}

// get appends an object to what was read.
func (s *storage) get(ctx context.Context, at job.URI, to io.Writer) error {
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &at.Bucket, Key: &at.Key, RequestPayer: s.pays})
	if err != nil {
		return err
	}
	defer out.Body.Close()
	_, err = io.Copy(to, out.Body)
	return err
}

func (s *storage) put(ctx context.Context, at job.URI, body io.ReadSeeker) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &at.Bucket, Key: &at.Key, Body: body, RequestPayer: s.pays, ACL: s.acl,
		ServerSideEncryption: s.sse, SSEKMSKeyId: s.key,
	})
	return err
}

func (s *storage) remove(ctx context.Context, at job.URI) error {
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &at.Bucket, Key: &at.Key, RequestPayer: s.pays})
	return err
}
