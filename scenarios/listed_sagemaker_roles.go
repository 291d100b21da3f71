package scenarios

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

// sagemakerRoleOperations are the operations around execution roles besides
// those of jobs.
var sagemakerRoleOperations = []operation{
	method("sagemaker", "CreateDomain", func(ctx context.Context, c *connection, in *sagemaker.CreateDomainInput) (*sagemaker.CreateDomainOutput, error) {
		return sagemakerClient(c).CreateDomain(ctx, in)
	}),
	method("sagemaker", "DescribeDomain", func(ctx context.Context, c *connection, in *sagemaker.DescribeDomainInput) (*sagemaker.DescribeDomainOutput, error) {
		return sagemakerClient(c).DescribeDomain(ctx, in)
	}),
	method("sagemaker", "ListDomains", func(ctx context.Context, c *connection, in *sagemaker.ListDomainsInput) (*sagemaker.ListDomainsOutput, error) {
		return sagemakerClient(c).ListDomains(ctx, in)
	}),
	method("sagemaker", "UpdateDomain", func(ctx context.Context, c *connection, in *sagemaker.UpdateDomainInput) (*sagemaker.UpdateDomainOutput, error) {
		return sagemakerClient(c).UpdateDomain(ctx, in)
	}),
	method("sagemaker", "DeleteDomain", func(ctx context.Context, c *connection, in *sagemaker.DeleteDomainInput) (*sagemaker.DeleteDomainOutput, error) {
		return sagemakerClient(c).DeleteDomain(ctx, in)
	}),
	method("sagemaker", "CreateUserProfile", func(ctx context.Context, c *connection, in *sagemaker.CreateUserProfileInput) (*sagemaker.CreateUserProfileOutput, error) {
		return sagemakerClient(c).CreateUserProfile(ctx, in)
	}),
	method("sagemaker", "DescribeUserProfile", func(ctx context.Context, c *connection, in *sagemaker.DescribeUserProfileInput) (*sagemaker.DescribeUserProfileOutput, error) {
		return sagemakerClient(c).DescribeUserProfile(ctx, in)
	}),
	method("sagemaker", "ListUserProfiles", func(ctx context.Context, c *connection, in *sagemaker.ListUserProfilesInput) (*sagemaker.ListUserProfilesOutput, error) {
		return sagemakerClient(c).ListUserProfiles(ctx, in)
	}),
	method("sagemaker", "UpdateUserProfile", func(ctx context.Context, c *connection, in *sagemaker.UpdateUserProfileInput) (*sagemaker.UpdateUserProfileOutput, error) {
		return sagemakerClient(c).UpdateUserProfile(ctx, in)
	}),
	method("sagemaker", "DeleteUserProfile", func(ctx context.Context, c *connection, in *sagemaker.DeleteUserProfileInput) (*sagemaker.DeleteUserProfileOutput, error) {
		return sagemakerClient(c).DeleteUserProfile(ctx, in)
	}),
	method("sagemaker", "CreateSpace", func(ctx context.Context, c *connection, in *sagemaker.CreateSpaceInput) (*sagemaker.CreateSpaceOutput, error) {
		return sagemakerClient(c).CreateSpace(ctx, in)
	}),
	method("sagemaker", "DescribeSpace", func(ctx context.Context, c *connection, in *sagemaker.DescribeSpaceInput) (*sagemaker.DescribeSpaceOutput, error) {
		return sagemakerClient(c).DescribeSpace(ctx, in)
	}),
	method("sagemaker", "ListSpaces", func(ctx context.Context, c *connection, in *sagemaker.ListSpacesInput) (*sagemaker.ListSpacesOutput, error) {
		return sagemakerClient(c).ListSpaces(ctx, in)
	}),
	method("sagemaker", "UpdateSpace", func(ctx context.Context, c *connection, in *sagemaker.UpdateSpaceInput) (*sagemaker.UpdateSpaceOutput, error) {
		return sagemakerClient(c).UpdateSpace(ctx, in)
	}),
	method("sagemaker", "DeleteSpace", func(ctx context.Context, c *connection, in *sagemaker.DeleteSpaceInput) (*sagemaker.DeleteSpaceOutput, error) {
		return sagemakerClient(c).DeleteSpace(ctx, in)
	}),
	method("sagemaker", "CreateApp", func(ctx context.Context, c *connection, in *sagemaker.CreateAppInput) (*sagemaker.CreateAppOutput, error) {
		return sagemakerClient(c).CreateApp(ctx, in)
	}),
	method("sagemaker", "DescribeApp", func(ctx context.Context, c *connection, in *sagemaker.DescribeAppInput) (*sagemaker.DescribeAppOutput, error) {
		return sagemakerClient(c).DescribeApp(ctx, in)
	}),
	method("sagemaker", "ListApps", func(ctx context.Context, c *connection, in *sagemaker.ListAppsInput) (*sagemaker.ListAppsOutput, error) {
		return sagemakerClient(c).ListApps(ctx, in)
	}),
	method("sagemaker", "DeleteApp", func(ctx context.Context, c *connection, in *sagemaker.DeleteAppInput) (*sagemaker.DeleteAppOutput, error) {
		return sagemakerClient(c).DeleteApp(ctx, in)
	}),
	method("sagemaker", "CreateImage", func(ctx context.Context, c *connection, in *sagemaker.CreateImageInput) (*sagemaker.CreateImageOutput, error) {
		return sagemakerClient(c).CreateImage(ctx, in)
	}),
	method("sagemaker", "DescribeImage", func(ctx context.Context, c *connection, in *sagemaker.DescribeImageInput) (*sagemaker.DescribeImageOutput, error) {
		return sagemakerClient(c).DescribeImage(ctx, in)
	}),
	method("sagemaker", "ListImages", func(ctx context.Context, c *connection, in *sagemaker.ListImagesInput) (*sagemaker.ListImagesOutput, error) {
		return sagemakerClient(c).ListImages(ctx, in)
	}),
	method("sagemaker", "UpdateImage", func(ctx context.Context, c *connection, in *sagemaker.UpdateImageInput) (*sagemaker.UpdateImageOutput, error) {
		return sagemakerClient(c).UpdateImage(ctx, in)
	}),
	method("sagemaker", "DeleteImage", func(ctx context.Context, c *connection, in *sagemaker.DeleteImageInput) (*sagemaker.DeleteImageOutput, error) {
		return sagemakerClient(c).DeleteImage(ctx, in)
	}),
	method("sagemaker", "CreateImageVersion", func(ctx context.Context, c *connection, in *sagemaker.CreateImageVersionInput) (*sagemaker.CreateImageVersionOutput, error) {
		return sagemakerClient(c).CreateImageVersion(ctx, in)
	}),
	method("sagemaker", "DescribeImageVersion", func(ctx context.Context, c *connection, in *sagemaker.DescribeImageVersionInput) (*sagemaker.DescribeImageVersionOutput, error) {
		return sagemakerClient(c).DescribeImageVersion(ctx, in)
	}),
	method("sagemaker", "ListImageVersions", func(ctx context.Context, c *connection, in *sagemaker.ListImageVersionsInput) (*sagemaker.ListImageVersionsOutput, error) {
		return sagemakerClient(c).ListImageVersions(ctx, in)
	}),
	method("sagemaker", "DeleteImageVersion", func(ctx context.Context, c *connection, in *sagemaker.DeleteImageVersionInput) (*sagemaker.DeleteImageVersionOutput, error) {
		return sagemakerClient(c).DeleteImageVersion(ctx, in)
	}),
	method("sagemaker", "CreateNotebookInstance", func(ctx context.Context, c *connection, in *sagemaker.CreateNotebookInstanceInput) (*sagemaker.CreateNotebookInstanceOutput, error) {
		return sagemakerClient(c).CreateNotebookInstance(ctx, in)
	}),
	method("sagemaker", "DescribeNotebookInstance", func(ctx context.Context, c *connection, in *sagemaker.DescribeNotebookInstanceInput) (*sagemaker.DescribeNotebookInstanceOutput, error) {
		return sagemakerClient(c).DescribeNotebookInstance(ctx, in)
	}),
	method("sagemaker", "ListNotebookInstances", func(ctx context.Context, c *connection, in *sagemaker.ListNotebookInstancesInput) (*sagemaker.ListNotebookInstancesOutput, error) {
		return sagemakerClient(c).ListNotebookInstances(ctx, in)
	}),
	method("sagemaker", "UpdateNotebookInstance", func(ctx context.Context, c *connection, in *sagemaker.UpdateNotebookInstanceInput) (*sagemaker.UpdateNotebookInstanceOutput, error) {
		return sagemakerClient(c).UpdateNotebookInstance(ctx, in)
	}),
	method("sagemaker", "StartNotebookInstance", func(ctx context.Context, c *connection, in *sagemaker.StartNotebookInstanceInput) (*sagemaker.StartNotebookInstanceOutput, error) {
		return sagemakerClient(c).StartNotebookInstance(ctx, in)
	}),
	method("sagemaker", "StopNotebookInstance", func(ctx context.Context, c *connection, in *sagemaker.StopNotebookInstanceInput) (*sagemaker.StopNotebookInstanceOutput, error) {
		return sagemakerClient(c).StopNotebookInstance(ctx, in)
	}),
	method("sagemaker", "DeleteNotebookInstance", func(ctx context.Context, c *connection, in *sagemaker.DeleteNotebookInstanceInput) (*sagemaker.DeleteNotebookInstanceOutput, error) {
		return sagemakerClient(c).DeleteNotebookInstance(ctx, in)
	}),
	method("sagemaker", "CreateAutoMLJob", func(ctx context.Context, c *connection, in *sagemaker.CreateAutoMLJobInput) (*sagemaker.CreateAutoMLJobOutput, error) {
		return sagemakerClient(c).CreateAutoMLJob(ctx, in)
	}),
	method("sagemaker", "DescribeAutoMLJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeAutoMLJobInput) (*sagemaker.DescribeAutoMLJobOutput, error) {
		return sagemakerClient(c).DescribeAutoMLJob(ctx, in)
	}),
	method("sagemaker", "CreateAutoMLJobV2", func(ctx context.Context, c *connection, in *sagemaker.CreateAutoMLJobV2Input) (*sagemaker.CreateAutoMLJobV2Output, error) {
		return sagemakerClient(c).CreateAutoMLJobV2(ctx, in)
	}),
	method("sagemaker", "DescribeAutoMLJobV2", func(ctx context.Context, c *connection, in *sagemaker.DescribeAutoMLJobV2Input) (*sagemaker.DescribeAutoMLJobV2Output, error) {
		return sagemakerClient(c).DescribeAutoMLJobV2(ctx, in)
	}),
	method("sagemaker", "ListAutoMLJobs", func(ctx context.Context, c *connection, in *sagemaker.ListAutoMLJobsInput) (*sagemaker.ListAutoMLJobsOutput, error) {
		return sagemakerClient(c).ListAutoMLJobs(ctx, in)
	}),
	method("sagemaker", "StopAutoMLJob", func(ctx context.Context, c *connection, in *sagemaker.StopAutoMLJobInput) (*sagemaker.StopAutoMLJobOutput, error) {
		return sagemakerClient(c).StopAutoMLJob(ctx, in)
	}),
	method("sagemaker", "ListCandidatesForAutoMLJob", func(ctx context.Context, c *connection, in *sagemaker.ListCandidatesForAutoMLJobInput) (*sagemaker.ListCandidatesForAutoMLJobOutput, error) {
		return sagemakerClient(c).ListCandidatesForAutoMLJob(ctx, in)
	}),
	method("sagemaker", "RenderUiTemplate", func(ctx context.Context, c *connection, in *sagemaker.RenderUiTemplateInput) (*sagemaker.RenderUiTemplateOutput, error) {
		return sagemakerClient(c).RenderUiTemplate(ctx, in)
	}),
	method("sagemaker", "CreateCompilationJob", func(ctx context.Context, c *connection, in *sagemaker.CreateCompilationJobInput) (*sagemaker.CreateCompilationJobOutput, error) {
		return sagemakerClient(c).CreateCompilationJob(ctx, in)
	}),
	method("sagemaker", "DescribeCompilationJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeCompilationJobInput) (*sagemaker.DescribeCompilationJobOutput, error) {
		return sagemakerClient(c).DescribeCompilationJob(ctx, in)
	}),
	method("sagemaker", "ListCompilationJobs", func(ctx context.Context, c *connection, in *sagemaker.ListCompilationJobsInput) (*sagemaker.ListCompilationJobsOutput, error) {
		return sagemakerClient(c).ListCompilationJobs(ctx, in)
	}),
	method("sagemaker", "StopCompilationJob", func(ctx context.Context, c *connection, in *sagemaker.StopCompilationJobInput) (*sagemaker.StopCompilationJobOutput, error) {
		return sagemakerClient(c).StopCompilationJob(ctx, in)
	}),
	method("sagemaker", "DeleteCompilationJob", func(ctx context.Context, c *connection, in *sagemaker.DeleteCompilationJobInput) (*sagemaker.DeleteCompilationJobOutput, error) {
		return sagemakerClient(c).DeleteCompilationJob(ctx, in)
	}),
	method("sagemaker", "CreateFeatureGroup", func(ctx context.Context, c *connection, in *sagemaker.CreateFeatureGroupInput) (*sagemaker.CreateFeatureGroupOutput, error) {
		return sagemakerClient(c).CreateFeatureGroup(ctx, in)
	}),
	method("sagemaker", "DescribeFeatureGroup", func(ctx context.Context, c *connection, in *sagemaker.DescribeFeatureGroupInput) (*sagemaker.DescribeFeatureGroupOutput, error) {
		return sagemakerClient(c).DescribeFeatureGroup(ctx, in)
	}),
	method("sagemaker", "ListFeatureGroups", func(ctx context.Context, c *connection, in *sagemaker.ListFeatureGroupsInput) (*sagemaker.ListFeatureGroupsOutput, error) {
		return sagemakerClient(c).ListFeatureGroups(ctx, in)
	}),
	method("sagemaker", "DeleteFeatureGroup", func(ctx context.Context, c *connection, in *sagemaker.DeleteFeatureGroupInput) (*sagemaker.DeleteFeatureGroupOutput, error) {
		return sagemakerClient(c).DeleteFeatureGroup(ctx, in)
	}),
	method("sagemaker", "CreateFlowDefinition", func(ctx context.Context, c *connection, in *sagemaker.CreateFlowDefinitionInput) (*sagemaker.CreateFlowDefinitionOutput, error) {
		return sagemakerClient(c).CreateFlowDefinition(ctx, in)
	}),
	method("sagemaker", "DescribeFlowDefinition", func(ctx context.Context, c *connection, in *sagemaker.DescribeFlowDefinitionInput) (*sagemaker.DescribeFlowDefinitionOutput, error) {
		return sagemakerClient(c).DescribeFlowDefinition(ctx, in)
	}),
	method("sagemaker", "ListFlowDefinitions", func(ctx context.Context, c *connection, in *sagemaker.ListFlowDefinitionsInput) (*sagemaker.ListFlowDefinitionsOutput, error) {
		return sagemakerClient(c).ListFlowDefinitions(ctx, in)
	}),
	method("sagemaker", "DeleteFlowDefinition", func(ctx context.Context, c *connection, in *sagemaker.DeleteFlowDefinitionInput) (*sagemaker.DeleteFlowDefinitionOutput, error) {
		return sagemakerClient(c).DeleteFlowDefinition(ctx, in)
	}),
	method("sagemaker", "CreateLabelingJob", func(ctx context.Context, c *connection, in *sagemaker.CreateLabelingJobInput) (*sagemaker.CreateLabelingJobOutput, error) {
		return sagemakerClient(c).CreateLabelingJob(ctx, in)
	}),
	method("sagemaker", "DescribeLabelingJob", func(ctx context.Context, c *connection, in *sagemaker.DescribeLabelingJobInput) (*sagemaker.DescribeLabelingJobOutput, error) {
		return sagemakerClient(c).DescribeLabelingJob(ctx, in)
	}),
	method("sagemaker", "ListLabelingJobs", func(ctx context.Context, c *connection, in *sagemaker.ListLabelingJobsInput) (*sagemaker.ListLabelingJobsOutput, error) {
		return sagemakerClient(c).ListLabelingJobs(ctx, in)
	}),
	method("sagemaker", "StopLabelingJob", func(ctx context.Context, c *connection, in *sagemaker.StopLabelingJobInput) (*sagemaker.StopLabelingJobOutput, error) {
		return sagemakerClient(c).StopLabelingJob(ctx, in)
	}),
	method("sagemaker", "CreateMonitoringSchedule", func(ctx context.Context, c *connection, in *sagemaker.CreateMonitoringScheduleInput) (*sagemaker.CreateMonitoringScheduleOutput, error) {
		return sagemakerClient(c).CreateMonitoringSchedule(ctx, in)
	}),
	method("sagemaker", "DescribeMonitoringSchedule", func(ctx context.Context, c *connection, in *sagemaker.DescribeMonitoringScheduleInput) (*sagemaker.DescribeMonitoringScheduleOutput, error) {
		return sagemakerClient(c).DescribeMonitoringSchedule(ctx, in)
	}),
	method("sagemaker", "ListMonitoringSchedules", func(ctx context.Context, c *connection, in *sagemaker.ListMonitoringSchedulesInput) (*sagemaker.ListMonitoringSchedulesOutput, error) {
		return sagemakerClient(c).ListMonitoringSchedules(ctx, in)
	}),
	method("sagemaker", "DeleteMonitoringSchedule", func(ctx context.Context, c *connection, in *sagemaker.DeleteMonitoringScheduleInput) (*sagemaker.DeleteMonitoringScheduleOutput, error) {
		return sagemakerClient(c).DeleteMonitoringSchedule(ctx, in)
	}),
}
