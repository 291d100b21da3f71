package sagemaker_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// Requests that AWS's model forbids are refused in its words, whoever sends
// them. (The client itself refuses those that leave out what is required.)
func TestRequestsThatTheModelForbidsAreRefused(t *testing.T) {
	l := start(t, nil)
	c := l.as("role/Admin/ann")
	before := l.Digest()
	long := strings.Repeat("x", 64)
	for _, tc := range []struct {
		name string
		call func(context.Context) error
		part string
	}{
		{"a processing job's name", func(ctx context.Context) error {
			in := processing()
			in.ProcessingJobName = aws.String("-clean")
			_, err := c.CreateProcessingJob(ctx, in)
			return err
		}, "Value '-clean' at 'processingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern"},
		{"a processing job's upload mode", func(ctx context.Context) error {
			in := processing()
			in.ProcessingOutputConfig.Outputs[0].S3Output.S3UploadMode = "Sometimes"
			_, err := c.CreateProcessingJob(ctx, in)
			return err
		}, "Value 'Sometimes' at 'processingOutputConfig.outputs.1.member.s3Output.s3UploadMode' failed to satisfy constraint: Member must satisfy enum value set"},
		{"a tuning job's name of 33 characters", func(ctx context.Context) error {
			in := tuning()
			in.HyperParameterTuningJobName = aws.String(long[:33])
			_, err := c.CreateHyperParameterTuningJob(ctx, in)
			return err
		}, "at 'hyperParameterTuningJobName' failed to satisfy constraint: Member must have length less than or equal to 32"},
		{"a transform job's name", func(ctx context.Context) error {
			in := transform()
			in.TransformJobName = &long
			_, err := c.CreateTransformJob(ctx, in)
			return err
		}, "at 'transformJobName' failed to satisfy constraint: Member must have length less than or equal to 63"},
		{"a model's role", func(ctx context.Context) error {
			in := model()
			in.ExecutionRoleArn = aws.String("arn:aws:iam::1:role/of-nobody")
			_, err := c.CreateModel(ctx, in)
			return err
		}, "at 'executionRoleArn' failed to satisfy constraint: Member must satisfy regular expression pattern"},
		{"an endpoint configuration without variants", func(ctx context.Context) error {
			in := endpointConfig()
			in.ProductionVariants = []types.ProductionVariant{}
			_, err := c.CreateEndpointConfig(ctx, in)
			return err
		}, "at 'productionVariants' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		{"an endpoint's name", func(ctx context.Context) error {
			_, err := c.CreateEndpoint(ctx, &sdk.CreateEndpointInput{EndpointName: aws.String("my endpoint"), EndpointConfigName: aws.String("blue")})
			return err
		}, "Value 'my endpoint' at 'endpointName' failed to satisfy constraint: Member must satisfy regular expression pattern"},
		{"a page of 101", func(ctx context.Context) error {
			_, err := c.ListModels(ctx, &sdk.ListModelsInput{MaxResults: aws.Int32(101)})
			return err
		}, "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100"},
	} {
		err := tc.call(t.Context())
		for _, part := range []string{"ValidationException: ", " detected: Value ", tc.part} {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v, want %q", tc.name, err, part)
			}
		}
	}
	if l.Digest() != before {
		t.Error("what was refused has changed something")
	}
}
