// Organization builds an organization of two accounts with aws-sdk-go-v2: the
// management account keeps data under a key, the member account trains on it. The
// training role is refused by its boundary, which is then repaired.
//
//	organization POLICIES
//
// It knows of the lab only how a call arrives through a VPC endpoint.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: organization POLICIES")
		os.Exit(2)
	}
	if err := run(context.Background(), policies(os.Args[1]), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, p policies, out io.Writer) error {
	management, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	b := &builder{policies: p, management: management}
	for _, step := range []func(context.Context) error{b.organize, b.store, b.enter, b.train, b.share, b.assume} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	var refused smithy.APIError
	if _, err := b.read(ctx); !errors.As(err, &refused) {
		return fmt.Errorf("the boundary refused nothing: %w", err)
	}
	fmt.Fprintln(out, "refused:", refused.ErrorMessage())
	if err := b.cure(ctx); err != nil {
		return err
	}
	text, err := b.read(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "read:", strings.TrimSpace(text))
	return err
}

// policies is the folder of the documents.
type policies string

// document is one of them, about an account.
func (p policies) document(name, member string) *string {
	text, err := os.ReadFile(filepath.Join(string(p), name+".json"))
	if err != nil {
		panic(err) // without its documents the program means nothing
	}
	return aws.String(strings.ReplaceAll(string(text), "MEMBER", member))
}

// read reads the input as the training role does, through the endpoint.
func (b *builder) read(ctx context.Context) (string, error) {
	through := os.Getenv("AWS_ENDPOINT_URL") + "/_denylab/vpce/" + b.endpoint
	client := s3.NewFromConfig(b.trainer, func(o *s3.Options) { o.BaseEndpoint, o.UsePathStyle = &through, true })
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: aws.String("train.csv")})
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(out.Body)
	return string(text), errors.Join(err, out.Body.Close())
}

func (b *builder) cure(ctx context.Context) error {
	_, err := iam.NewFromConfig(b.admin).CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{
		PolicyArn: &b.boundary, PolicyDocument: b.document("boundary-cured", ""), SetAsDefault: true,
	})
	return err
}
