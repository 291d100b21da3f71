package scenarios

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue"
)

func glueClient(c *connection) *glue.Client {
	return glue.New(glue.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

var glueOperations = []operation{
	method("glue", "CreateJob", func(ctx context.Context, c *connection, in *glue.CreateJobInput) (*glue.CreateJobOutput, error) {
		return glueClient(c).CreateJob(ctx, in)
	}),
	method("glue", "UpdateJob", func(ctx context.Context, c *connection, in *glue.UpdateJobInput) (*glue.UpdateJobOutput, error) {
		return glueClient(c).UpdateJob(ctx, in)
	}),
	method("glue", "DeleteJob", func(ctx context.Context, c *connection, in *glue.DeleteJobInput) (*glue.DeleteJobOutput, error) {
		return glueClient(c).DeleteJob(ctx, in)
	}),
	method("glue", "GetJob", func(ctx context.Context, c *connection, in *glue.GetJobInput) (*glue.GetJobOutput, error) {
		return glueClient(c).GetJob(ctx, in)
	}),
	method("glue", "GetJobs", func(ctx context.Context, c *connection, in *glue.GetJobsInput) (*glue.GetJobsOutput, error) {
		return glueClient(c).GetJobs(ctx, in)
	}),
	method("glue", "ListJobs", func(ctx context.Context, c *connection, in *glue.ListJobsInput) (*glue.ListJobsOutput, error) {
		return glueClient(c).ListJobs(ctx, in)
	}),
	method("glue", "BatchGetJobs", func(ctx context.Context, c *connection, in *glue.BatchGetJobsInput) (*glue.BatchGetJobsOutput, error) {
		return glueClient(c).BatchGetJobs(ctx, in)
	}),
	method("glue", "StartJobRun", func(ctx context.Context, c *connection, in *glue.StartJobRunInput) (*glue.StartJobRunOutput, error) {
		return glueClient(c).StartJobRun(ctx, in)
	}),
	method("glue", "GetJobRun", func(ctx context.Context, c *connection, in *glue.GetJobRunInput) (*glue.GetJobRunOutput, error) {
		return glueClient(c).GetJobRun(ctx, in)
	}),
	method("glue", "GetJobRuns", func(ctx context.Context, c *connection, in *glue.GetJobRunsInput) (*glue.GetJobRunsOutput, error) {
		return glueClient(c).GetJobRuns(ctx, in)
	}),
	method("glue", "BatchStopJobRun", func(ctx context.Context, c *connection, in *glue.BatchStopJobRunInput) (*glue.BatchStopJobRunOutput, error) {
		return glueClient(c).BatchStopJobRun(ctx, in)
	}),
	method("glue", "CreateConnection", func(ctx context.Context, c *connection, in *glue.CreateConnectionInput) (*glue.CreateConnectionOutput, error) {
		return glueClient(c).CreateConnection(ctx, in)
	}),
	method("glue", "GetConnection", func(ctx context.Context, c *connection, in *glue.GetConnectionInput) (*glue.GetConnectionOutput, error) {
		return glueClient(c).GetConnection(ctx, in)
	}),
	method("glue", "GetConnections", func(ctx context.Context, c *connection, in *glue.GetConnectionsInput) (*glue.GetConnectionsOutput, error) {
		return glueClient(c).GetConnections(ctx, in)
	}),
	method("glue", "DeleteConnection", func(ctx context.Context, c *connection, in *glue.DeleteConnectionInput) (*glue.DeleteConnectionOutput, error) {
		return glueClient(c).DeleteConnection(ctx, in)
	}),
	method("glue", "CreateSecurityConfiguration", func(ctx context.Context, c *connection, in *glue.CreateSecurityConfigurationInput) (*glue.CreateSecurityConfigurationOutput, error) {
		return glueClient(c).CreateSecurityConfiguration(ctx, in)
	}),
	method("glue", "GetSecurityConfiguration", func(ctx context.Context, c *connection, in *glue.GetSecurityConfigurationInput) (*glue.GetSecurityConfigurationOutput, error) {
		return glueClient(c).GetSecurityConfiguration(ctx, in)
	}),
	method("glue", "GetSecurityConfigurations", func(ctx context.Context, c *connection, in *glue.GetSecurityConfigurationsInput) (*glue.GetSecurityConfigurationsOutput, error) {
		return glueClient(c).GetSecurityConfigurations(ctx, in)
	}),
	method("glue", "DeleteSecurityConfiguration", func(ctx context.Context, c *connection, in *glue.DeleteSecurityConfigurationInput) (*glue.DeleteSecurityConfigurationOutput, error) {
		return glueClient(c).DeleteSecurityConfiguration(ctx, in)
	}),
	method("glue", "TagResource", func(ctx context.Context, c *connection, in *glue.TagResourceInput) (*glue.TagResourceOutput, error) {
		return glueClient(c).TagResource(ctx, in)
	}),
	method("glue", "UntagResource", func(ctx context.Context, c *connection, in *glue.UntagResourceInput) (*glue.UntagResourceOutput, error) {
		return glueClient(c).UntagResource(ctx, in)
	}),
	method("glue", "GetTags", func(ctx context.Context, c *connection, in *glue.GetTagsInput) (*glue.GetTagsOutput, error) {
		return glueClient(c).GetTags(ctx, in)
	}),
}
