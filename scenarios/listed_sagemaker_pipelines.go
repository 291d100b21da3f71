package scenarios

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

// sagemakerPipelineOperations are those of SageMaker Pipelines and of the model
// registry.
var sagemakerPipelineOperations = []operation{
	method("sagemaker", "CreatePipeline", func(ctx context.Context, c *connection, in *sagemaker.CreatePipelineInput) (*sagemaker.CreatePipelineOutput, error) {
		return sagemakerClient(c).CreatePipeline(ctx, in)
	}),
	method("sagemaker", "UpdatePipeline", func(ctx context.Context, c *connection, in *sagemaker.UpdatePipelineInput) (*sagemaker.UpdatePipelineOutput, error) {
		return sagemakerClient(c).UpdatePipeline(ctx, in)
	}),
	method("sagemaker", "DescribePipeline", func(ctx context.Context, c *connection, in *sagemaker.DescribePipelineInput) (*sagemaker.DescribePipelineOutput, error) {
		return sagemakerClient(c).DescribePipeline(ctx, in)
	}),
	method("sagemaker", "DeletePipeline", func(ctx context.Context, c *connection, in *sagemaker.DeletePipelineInput) (*sagemaker.DeletePipelineOutput, error) {
		return sagemakerClient(c).DeletePipeline(ctx, in)
	}),
	method("sagemaker", "ListPipelines", func(ctx context.Context, c *connection, in *sagemaker.ListPipelinesInput) (*sagemaker.ListPipelinesOutput, error) {
		return sagemakerClient(c).ListPipelines(ctx, in)
	}),
	method("sagemaker", "StartPipelineExecution", func(ctx context.Context, c *connection, in *sagemaker.StartPipelineExecutionInput) (*sagemaker.StartPipelineExecutionOutput, error) {
		return sagemakerClient(c).StartPipelineExecution(ctx, in)
	}),
	method("sagemaker", "StopPipelineExecution", func(ctx context.Context, c *connection, in *sagemaker.StopPipelineExecutionInput) (*sagemaker.StopPipelineExecutionOutput, error) {
		return sagemakerClient(c).StopPipelineExecution(ctx, in)
	}),
	method("sagemaker", "DescribePipelineExecution", func(ctx context.Context, c *connection, in *sagemaker.DescribePipelineExecutionInput) (*sagemaker.DescribePipelineExecutionOutput, error) {
		return sagemakerClient(c).DescribePipelineExecution(ctx, in)
	}),
	method("sagemaker", "ListPipelineExecutions", func(ctx context.Context, c *connection, in *sagemaker.ListPipelineExecutionsInput) (*sagemaker.ListPipelineExecutionsOutput, error) {
		return sagemakerClient(c).ListPipelineExecutions(ctx, in)
	}),
	method("sagemaker", "ListPipelineExecutionSteps", func(ctx context.Context, c *connection, in *sagemaker.ListPipelineExecutionStepsInput) (*sagemaker.ListPipelineExecutionStepsOutput, error) {
		return sagemakerClient(c).ListPipelineExecutionSteps(ctx, in)
	}),
	method("sagemaker", "ListPipelineParametersForExecution", func(ctx context.Context, c *connection, in *sagemaker.ListPipelineParametersForExecutionInput) (*sagemaker.ListPipelineParametersForExecutionOutput, error) {
		return sagemakerClient(c).ListPipelineParametersForExecution(ctx, in)
	}),
	method("sagemaker", "DescribePipelineDefinitionForExecution", func(ctx context.Context, c *connection, in *sagemaker.DescribePipelineDefinitionForExecutionInput) (*sagemaker.DescribePipelineDefinitionForExecutionOutput, error) {
		return sagemakerClient(c).DescribePipelineDefinitionForExecution(ctx, in)
	}),
	method("sagemaker", "CreateModelPackageGroup", func(ctx context.Context, c *connection, in *sagemaker.CreateModelPackageGroupInput) (*sagemaker.CreateModelPackageGroupOutput, error) {
		return sagemakerClient(c).CreateModelPackageGroup(ctx, in)
	}),
	method("sagemaker", "DescribeModelPackageGroup", func(ctx context.Context, c *connection, in *sagemaker.DescribeModelPackageGroupInput) (*sagemaker.DescribeModelPackageGroupOutput, error) {
		return sagemakerClient(c).DescribeModelPackageGroup(ctx, in)
	}),
	method("sagemaker", "DeleteModelPackageGroup", func(ctx context.Context, c *connection, in *sagemaker.DeleteModelPackageGroupInput) (*sagemaker.DeleteModelPackageGroupOutput, error) {
		return sagemakerClient(c).DeleteModelPackageGroup(ctx, in)
	}),
	method("sagemaker", "CreateModelPackage", func(ctx context.Context, c *connection, in *sagemaker.CreateModelPackageInput) (*sagemaker.CreateModelPackageOutput, error) {
		return sagemakerClient(c).CreateModelPackage(ctx, in)
	}),
	method("sagemaker", "DescribeModelPackage", func(ctx context.Context, c *connection, in *sagemaker.DescribeModelPackageInput) (*sagemaker.DescribeModelPackageOutput, error) {
		return sagemakerClient(c).DescribeModelPackage(ctx, in)
	}),
	method("sagemaker", "ListModelPackages", func(ctx context.Context, c *connection, in *sagemaker.ListModelPackagesInput) (*sagemaker.ListModelPackagesOutput, error) {
		return sagemakerClient(c).ListModelPackages(ctx, in)
	}),
	method("sagemaker", "DeleteModelPackage", func(ctx context.Context, c *connection, in *sagemaker.DeleteModelPackageInput) (*sagemaker.DeleteModelPackageOutput, error) {
		return sagemakerClient(c).DeleteModelPackage(ctx, in)
	}),
}
