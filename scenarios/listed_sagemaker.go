package scenarios

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

func sagemakerClient(c *connection) *sagemaker.Client {
	return sagemaker.New(sagemaker.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

var sagemakerOperations = []operation{
	method("sagemaker", "CreateTrainingJob", func(ctx context.Context, c *connection, in *sagemaker.CreateTrainingJobInput) (*sagemaker.CreateTrainingJobOutput, error) {
		return sagemakerClient(c).CreateTrainingJob(ctx, in)
	}),
	method("sagemaker", "DescribeTrainingJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeTrainingJobInput) (*sagemaker.DescribeTrainingJobOutput, error) {
		return sagemakerClient(c).DescribeTrainingJob(ctx, in)
	}),
	method("sagemaker", "ListTrainingJobs", func(ctx context.Context, c *connection, in *sagemaker.ListTrainingJobsInput) (*sagemaker.ListTrainingJobsOutput, error) {
		return sagemakerClient(c).ListTrainingJobs(ctx, in)
	}),
	method("sagemaker", "StopTrainingJob", func(ctx context.Context, c *connection, in *sagemaker.StopTrainingJobInput) (*sagemaker.StopTrainingJobOutput, error) {
		return sagemakerClient(c).StopTrainingJob(ctx, in)
	}),
	method("sagemaker", "DeleteTrainingJob", func(ctx context.Context, c *connection, in *sagemaker.DeleteTrainingJobInput) (*sagemaker.DeleteTrainingJobOutput, error) {
		return sagemakerClient(c).DeleteTrainingJob(ctx, in)
	}),
	method("sagemaker", "CreateProcessingJob", func(ctx context.Context, c *connection, in *sagemaker.CreateProcessingJobInput) (*sagemaker.CreateProcessingJobOutput, error) {
		return sagemakerClient(c).CreateProcessingJob(ctx, in)
	}),
	method("sagemaker", "DescribeProcessingJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeProcessingJobInput) (*sagemaker.DescribeProcessingJobOutput, error) {
		return sagemakerClient(c).DescribeProcessingJob(ctx, in)
	}),
	method("sagemaker", "ListProcessingJobs", func(ctx context.Context, c *connection, in *sagemaker.ListProcessingJobsInput) (*sagemaker.ListProcessingJobsOutput, error) {
		return sagemakerClient(c).ListProcessingJobs(ctx, in)
	}),
	method("sagemaker", "StopProcessingJob", func(ctx context.Context, c *connection, in *sagemaker.StopProcessingJobInput) (*sagemaker.StopProcessingJobOutput, error) {
		return sagemakerClient(c).StopProcessingJob(ctx, in)
	}),
	method("sagemaker", "AddTags", func(ctx context.Context, c *connection, in *sagemaker.AddTagsInput) (*sagemaker.AddTagsOutput, error) {
		return sagemakerClient(c).AddTags(ctx, in)
	}),
	method("sagemaker", "ListTags", func(ctx context.Context, c *connection, in *sagemaker.ListTagsInput) (*sagemaker.ListTagsOutput, error) {
		return sagemakerClient(c).ListTags(ctx, in)
	}),
	method("sagemaker", "DeleteTags", func(ctx context.Context, c *connection, in *sagemaker.DeleteTagsInput) (*sagemaker.DeleteTagsOutput, error) {
		return sagemakerClient(c).DeleteTags(ctx, in)
	}),
}
