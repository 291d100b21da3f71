package sagemaker

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// formOperations are those of the forms, and RenderUiTemplate.
var formOperations = map[string]operation{
	"RenderUiTemplate":       decoded("RenderUiTemplate", (*request).renderUITemplate),
	"CreateCompilationJob":   decoded("CreateCompilationJob", creating[sdk.CreateCompilationJobOutput](compilationForm)),
	"DescribeCompilationJob": decoded("DescribeCompilationJob", describing[sdk.DescribeCompilationJobInput](compilationForm)),
	"ListCompilationJobs": decoded("ListCompilationJobs", listing[sdk.ListCompilationJobsInput](compilationForm,
		func(items []types.CompilationJobSummary, next *string) *sdk.ListCompilationJobsOutput {
			return &sdk.ListCompilationJobsOutput{CompilationJobSummaries: items, NextToken: next}
		})),
	"StopCompilationJob":   decoded("StopCompilationJob", stopping[sdk.StopCompilationJobInput](compilationForm, stopCompilation)),
	"DeleteCompilationJob": decoded("DeleteCompilationJob", deleting[sdk.DeleteCompilationJobInput, sdk.DeleteCompilationJobOutput](compilationForm, compiling)),
	"CreateFeatureGroup":   decoded("CreateFeatureGroup", creating[sdk.CreateFeatureGroupOutput](featureGroupForm)),
	"DescribeFeatureGroup": decoded("DescribeFeatureGroup", describing[sdk.DescribeFeatureGroupInput](featureGroupForm)),
	"ListFeatureGroups": decoded("ListFeatureGroups", listing[sdk.ListFeatureGroupsInput](featureGroupForm,
		func(items []types.FeatureGroupSummary, next *string) *sdk.ListFeatureGroupsOutput {
			return &sdk.ListFeatureGroupsOutput{FeatureGroupSummaries: items, NextToken: next}
		})),
	"DeleteFeatureGroup":     decoded("DeleteFeatureGroup", deleting[sdk.DeleteFeatureGroupInput, struct{}](featureGroupForm, never)),
	"CreateFlowDefinition":   decoded("CreateFlowDefinition", creating[sdk.CreateFlowDefinitionOutput](flowForm)),
	"DescribeFlowDefinition": decoded("DescribeFlowDefinition", describing[sdk.DescribeFlowDefinitionInput](flowForm)),
	"ListFlowDefinitions": decoded("ListFlowDefinitions", listing[sdk.ListFlowDefinitionsInput](flowForm,
		func(items []types.FlowDefinitionSummary, next *string) *sdk.ListFlowDefinitionsOutput {
			return &sdk.ListFlowDefinitionsOutput{FlowDefinitionSummaries: items, NextToken: next}
		})),
	"DeleteFlowDefinition": decoded("DeleteFlowDefinition", deleting[sdk.DeleteFlowDefinitionInput, sdk.DeleteFlowDefinitionOutput](flowForm, never)),
	"CreateLabelingJob":    decoded("CreateLabelingJob", creating[sdk.CreateLabelingJobOutput](labelingForm)),
	"DescribeLabelingJob":  decoded("DescribeLabelingJob", describing[sdk.DescribeLabelingJobInput](labelingForm)),
	"ListLabelingJobs": decoded("ListLabelingJobs", listing[sdk.ListLabelingJobsInput](labelingForm,
		func(items []types.LabelingJobSummary, next *string) *sdk.ListLabelingJobsOutput {
			return &sdk.ListLabelingJobsOutput{LabelingJobSummaryList: items, NextToken: next}
		})),
	"StopLabelingJob":            decoded("StopLabelingJob", stopping[sdk.StopLabelingJobInput](labelingForm, stopLabeling)),
	"CreateMonitoringSchedule":   decoded("CreateMonitoringSchedule", creating[sdk.CreateMonitoringScheduleOutput](monitoringForm)),
	"DescribeMonitoringSchedule": decoded("DescribeMonitoringSchedule", describing[sdk.DescribeMonitoringScheduleInput](monitoringForm)),
	"ListMonitoringSchedules": decoded("ListMonitoringSchedules", listing[sdk.ListMonitoringSchedulesInput](monitoringForm,
		func(items []types.MonitoringScheduleSummary, next *string) *sdk.ListMonitoringSchedulesOutput {
			return &sdk.ListMonitoringSchedulesOutput{MonitoringScheduleSummaries: items, NextToken: next}
		})),
	"DeleteMonitoringSchedule": decoded("DeleteMonitoringSchedule", deleting[sdk.DeleteMonitoringScheduleInput, struct{}](monitoringForm, never)),
}

func stopCompilation(out *sdk.DescribeCompilationJobOutput) (string, bool) {
	was := out.CompilationJobStatus
	if was != types.CompilationJobStatusInprogress {
		return string(was), false
	}
	out.CompilationJobStatus = types.CompilationJobStatusStopped
	return "", true
}

// compiling is the status of a compilation job that cannot be deleted yet.
func compiling(out *sdk.DescribeCompilationJobOutput) string {
	if out.CompilationJobStatus == types.CompilationJobStatusInprogress {
		return string(out.CompilationJobStatus)
	}
	return ""
}

func stopLabeling(out *sdk.DescribeLabelingJobOutput) (string, bool) {
	was := out.LabelingJobStatus
	if was != types.LabelingJobStatusInProgress {
		return string(was), false
	}
	out.LabelingJobStatus = types.LabelingJobStatusStopped
	return "", true
}
