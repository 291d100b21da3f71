package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// List is the keys below a prefix, in S3's order, at most limit of them; 0
// means all. The error of a refused call is a *Refusal.
func (r *Run) List(ctx context.Context, stage string, at URI, limit int) ([]string, error) {
	client, err := r.s3At(stage, at)
	if err != nil {
		return nil, err
	}
	in := &s3.ListObjectsV2Input{Bucket: &at.Bucket, Prefix: &at.Key}
	if limit > 0 {
		in.MaxKeys = aws.Int32(int32(limit))
	}
	var keys []string
	for {
		page, err := client.ListObjectsV2(ctx, in)
		if err != nil {
			return nil, answered(err)
		}
		for _, o := range page.Contents {
			keys = append(keys, aws.ToString(o.Key))
		}
		if limit > 0 && len(keys) >= limit || !aws.ToBool(page.IsTruncated) {
			return keys, nil
		}
		in.ContinuationToken = page.NextContinuationToken
	}
}

// Open reads one object.
func (r *Run) Open(ctx context.Context, stage string, at URI) (io.ReadCloser, error) {
	client, err := r.s3At(stage, at)
	if err != nil {
		return nil, err
	}
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &at.Bucket, Key: &at.Key})
	if err != nil {
		return nil, answered(err)
	}
	return out.Body, nil
}

// Head asks for an object without its bytes.
func (r *Run) Head(ctx context.Context, stage string, at URI) error {
	client, err := r.s3At(stage, at)
	if err != nil {
		return err
	}
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &at.Bucket, Key: &at.Key})
	return answered(err)
}

// Download writes one object into a file below dir, under name.
func (r *Run) Download(ctx context.Context, stage string, at URI, dir, name string) error {
	body, err := r.Open(ctx, stage, at)
	if err != nil {
		return err
	}
	defer body.Close()
	path, err := inside(dir, name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, body)
	return errors.Join(err, file.Close())
}

// inside is the file name below dir, for a name out of a key, which may climb.
func inside(dir, name string) (string, error) {
	if !filepath.IsLocal(name) {
		return "", fmt.Errorf("the key's name %q leaves the channel's directory", name)
	}
	return filepath.Join(dir, name), nil
}

// An Encryption is what an upload asks S3 to encrypt with: nothing, or a KMS
// key ("aws/s3" is the account's AWS managed key).
type Encryption struct{ KMSKey string }

// ManagedKey stands for the AWS managed key of S3 in the role's account.
const ManagedKey = "aws/s3"

// Upload writes an object, in parts when it is large.
func (r *Run) Upload(ctx context.Context, stage string, at URI, body io.Reader, e Encryption) error {
	client, err := r.s3At(stage, at)
	if err != nil {
		return err
	}
	in := &transfermanager.UploadObjectInput{Bucket: &at.Bucket, Key: &at.Key, Body: body}
	if e.KMSKey != "" {
		in.ServerSideEncryption = "aws:kms"
		if e.KMSKey != ManagedKey {
			in.SSEKMSKeyID = &e.KMSKey
		}
	}
	_, err = transfermanager.New(client, func(o *transfermanager.Options) { o.Concurrency = 1 }).UploadObject(ctx, in)
	return answered(err)
}

// answered is the error as a *Refusal, if the service answered.
func answered(err error) error {
	if err == nil {
		return nil
	}
	var noKey *types.NotFound
	if refusal, ok := Refused(err); ok {
		return refusal
	}
	if errors.As(err, &noKey) {
		return &Refusal{Status: 404, Code: "NotFound"}
	}
	return err
}

// Name is what of a key is below a prefix: the file it becomes. A key that is
// the prefix itself has its last part.
func Name(key, prefix string) string {
	rest := strings.TrimPrefix(key, prefix)
	if rest == "" || !strings.HasSuffix(prefix, "/") && prefix != "" && !strings.HasPrefix(rest, "/") {
		return key[strings.LastIndex(key, "/")+1:]
	}
	return strings.TrimPrefix(rest, "/")
}
