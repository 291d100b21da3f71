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
	method("sagemaker", "CreateTransformJob", func(ctx context.Context, c *connection, in *sagemaker.CreateTransformJobInput) (*sagemaker.CreateTransformJobOutput, error) {
		return sagemakerClient(c).CreateTransformJob(ctx, in)
	}),
	method("sagemaker", "DescribeTransformJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeTransformJobInput) (*sagemaker.DescribeTransformJobOutput, error) {
		return sagemakerClient(c).DescribeTransformJob(ctx, in)
	}),
	method("sagemaker", "ListTransformJobs", func(ctx context.Context, c *connection, in *sagemaker.ListTransformJobsInput) (*sagemaker.ListTransformJobsOutput, error) {
		return sagemakerClient(c).ListTransformJobs(ctx, in)
	}),
	method("sagemaker", "StopTransformJob", func(ctx context.Context, c *connection, in *sagemaker.StopTransformJobInput) (*sagemaker.StopTransformJobOutput, error) {
		return sagemakerClient(c).StopTransformJob(ctx, in)
	}),
	method("sagemaker", "CreateModel", func(ctx context.Context, c *connection, in *sagemaker.CreateModelInput) (*sagemaker.CreateModelOutput, error) {
		return sagemakerClient(c).CreateModel(ctx, in)
	}),
	method("sagemaker", "DescribeModel", func(ctx context.Context, c *connection, in *sagemaker.DescribeModelInput) (*sagemaker.DescribeModelOutput, error) {
		return sagemakerClient(c).DescribeModel(ctx, in)
	}),
	method("sagemaker", "ListModels", func(ctx context.Context, c *connection, in *sagemaker.ListModelsInput) (*sagemaker.ListModelsOutput, error) {
		return sagemakerClient(c).ListModels(ctx, in)
	}),
	method("sagemaker", "DeleteModel", func(ctx context.Context, c *connection, in *sagemaker.DeleteModelInput) (*sagemaker.DeleteModelOutput, error) {
		return sagemakerClient(c).DeleteModel(ctx, in)
	}),
	method("sagemaker", "CreateEndpointConfig", func(ctx context.Context, c *connection, in *sagemaker.CreateEndpointConfigInput) (*sagemaker.CreateEndpointConfigOutput, error) {
		return sagemakerClient(c).CreateEndpointConfig(ctx, in)
	}),
	method("sagemaker", "DescribeEndpointConfig", func(ctx context.Context, c *connection, in *sagemaker.DescribeEndpointConfigInput) (*sagemaker.DescribeEndpointConfigOutput, error) {
		return sagemakerClient(c).DescribeEndpointConfig(ctx, in)
	}),
	method("sagemaker", "ListEndpointConfigs", func(ctx context.Context, c *connection, in *sagemaker.ListEndpointConfigsInput) (*sagemaker.ListEndpointConfigsOutput, error) {
		return sagemakerClient(c).ListEndpointConfigs(ctx, in)
	}),
	method("sagemaker", "DeleteEndpointConfig", func(ctx context.Context, c *connection, in *sagemaker.DeleteEndpointConfigInput) (*sagemaker.DeleteEndpointConfigOutput, error) {
		return sagemakerClient(c).DeleteEndpointConfig(ctx, in)
	}),
	method("sagemaker", "CreateEndpoint", func(ctx context.Context, c *connection, in *sagemaker.CreateEndpointInput) (*sagemaker.CreateEndpointOutput, error) {
		return sagemakerClient(c).CreateEndpoint(ctx, in)
	}),
	method("sagemaker", "DescribeEndpoint", func(ctx context.Context, c *connection, in *sagemaker.DescribeEndpointInput) (*sagemaker.DescribeEndpointOutput, error) {
		return sagemakerClient(c).DescribeEndpoint(ctx, in)
	}),
	method("sagemaker", "ListEndpoints", func(ctx context.Context, c *connection, in *sagemaker.ListEndpointsInput) (*sagemaker.ListEndpointsOutput, error) {
		return sagemakerClient(c).ListEndpoints(ctx, in)
	}),
	method("sagemaker", "UpdateEndpoint", func(ctx context.Context, c *connection, in *sagemaker.UpdateEndpointInput) (*sagemaker.UpdateEndpointOutput, error) {
		return sagemakerClient(c).UpdateEndpoint(ctx, in)
	}),
	method("sagemaker", "DeleteEndpoint", func(ctx context.Context, c *connection, in *sagemaker.DeleteEndpointInput) (*sagemaker.DeleteEndpointOutput, error) {
		return sagemakerClient(c).DeleteEndpoint(ctx, in)
	}),
	method("sagemaker", "CreateHyperParameterTuningJob", func(ctx context.Context, c *connection, in *sagemaker.CreateHyperParameterTuningJobInput) (*sagemaker.CreateHyperParameterTuningJobOutput, error) {
		return sagemakerClient(c).CreateHyperParameterTuningJob(ctx, in)
	}),
	method("sagemaker", "DescribeHyperParameterTuningJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeHyperParameterTuningJobInput) (*sagemaker.DescribeHyperParameterTuningJobOutput, error) {
		return sagemakerClient(c).DescribeHyperParameterTuningJob(ctx, in)
	}),
	method("sagemaker", "ListHyperParameterTuningJobs", func(ctx context.Context, c *connection, in *sagemaker.ListHyperParameterTuningJobsInput) (*sagemaker.ListHyperParameterTuningJobsOutput, error) {
		return sagemakerClient(c).ListHyperParameterTuningJobs(ctx, in)
	}),
	method("sagemaker", "StopHyperParameterTuningJob", func(ctx context.Context, c *connection, in *sagemaker.StopHyperParameterTuningJobInput) (*sagemaker.StopHyperParameterTuningJobOutput, error) {
		return sagemakerClient(c).StopHyperParameterTuningJob(ctx, in)
	}),
	method("sagemaker", "ListTrainingJobsForHyperParameterTuningJob", func(ctx context.Context, c *connection, in *sagemaker.ListTrainingJobsForHyperParameterTuningJobInput) (*sagemaker.ListTrainingJobsForHyperParameterTuningJobOutput, error) {
		return sagemakerClient(c).ListTrainingJobsForHyperParameterTuningJob(ctx, in)
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
