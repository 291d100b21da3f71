package sagemaker

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/rego/authz"
)

// The forms are the APIs that need iam:PassRole and have no job behind them in
// the lab (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html).

var compilationForm = form[sdk.CreateCompilationJobInput, sdk.DescribeCompilationJobOutput]{
	kind: "compilation-job", prefix: "CompilationJob",
	role: func(in *sdk.CreateCompilationJobInput) string { return aws.ToString(in.RoleArn) },
	begin: func(_ *sdk.CreateCompilationJobInput, out *sdk.DescribeCompilationJobOutput, at time.Time) {
		out.CompilationJobStatus, out.CompilationStartTime = types.CompilationJobStatusInprogress, &at
		out.ModelArtifacts = &types.ModelArtifacts{}
	},
}

var featureGroupForm = form[sdk.CreateFeatureGroupInput, sdk.DescribeFeatureGroupOutput]{
	kind: "feature-group", prefix: "FeatureGroup",
	role: func(in *sdk.CreateFeatureGroupInput) string { return aws.ToString(in.RoleArn) },
	keys: featureGroupKeys,
	begin: func(in *sdk.CreateFeatureGroupInput, out *sdk.DescribeFeatureGroupOutput, _ time.Time) {
		out.FeatureGroupStatus = types.FeatureGroupStatusCreated
		if in.OfflineStoreConfig != nil {
			out.OfflineStoreStatus = &types.OfflineStoreStatus{Status: types.OfflineStoreStatusValueActive}
		}
	},
}

var flowForm = form[sdk.CreateFlowDefinitionInput, sdk.DescribeFlowDefinitionOutput]{
	kind: "flow-definition", prefix: "FlowDefinition",
	role: func(in *sdk.CreateFlowDefinitionInput) string { return aws.ToString(in.RoleArn) },
	keys: func(in *sdk.CreateFlowDefinitionInput) authz.Context {
		if in.HumanLoopConfig == nil {
			return nil
		}
		return workteamKeys(in.HumanLoopConfig.WorkteamArn)
	},
	begin: func(_ *sdk.CreateFlowDefinitionInput, out *sdk.DescribeFlowDefinitionOutput, _ time.Time) {
		out.FlowDefinitionStatus = types.FlowDefinitionStatusActive
	},
}

var labelingForm = form[sdk.CreateLabelingJobInput, sdk.DescribeLabelingJobOutput]{
	kind: "labeling-job", prefix: "LabelingJob",
	role: func(in *sdk.CreateLabelingJobInput) string { return aws.ToString(in.RoleArn) },
	keys: labelingKeys,
	begin: func(in *sdk.CreateLabelingJobInput, out *sdk.DescribeLabelingJobOutput, _ time.Time) {
		none := aws.Int32(0)
		out.LabelingJobStatus = types.LabelingJobStatusInProgress // until somebody labels
		out.JobReferenceCode = aws.String(digits(32, aws.ToString(in.LabelingJobName)))
		out.LabelCounters = &types.LabelCounters{FailedNonRetryableError: none, HumanLabeled: none, MachineLabeled: none, TotalLabeled: none, Unlabeled: none}
	},
}

var monitoringForm = form[sdk.CreateMonitoringScheduleInput, sdk.DescribeMonitoringScheduleOutput]{
	kind: "monitoring-schedule", prefix: "MonitoringSchedule",
	role: func(in *sdk.CreateMonitoringScheduleInput) string {
		if d := monitoringJob(in); d != nil {
			return aws.ToString(d.RoleArn)
		}
		return "" // a definition that was made before has its own
	},
	keys: monitoringKeys,
	begin: func(in *sdk.CreateMonitoringScheduleInput, out *sdk.DescribeMonitoringScheduleOutput, _ time.Time) {
		out.MonitoringScheduleStatus = types.ScheduleStatusScheduled
		if in.MonitoringScheduleConfig != nil {
			out.MonitoringType = in.MonitoringScheduleConfig.MonitoringType
		}
	},
}

func monitoringJob(in *sdk.CreateMonitoringScheduleInput) *types.MonitoringJobDefinition {
	if in.MonitoringScheduleConfig == nil {
		return nil
	}
	return in.MonitoringScheduleConfig.MonitoringJobDefinition
}
