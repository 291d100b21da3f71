package sagemaker_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

const workteam = "arn:aws:sagemaker:us-east-1:" + owner + ":workteam/private-crowd/us"

func compilation(role string) *sdk.CreateCompilationJobInput {
	return &sdk.CreateCompilationJobInput{CompilationJobName: aws.String("edge"), RoleArn: &role,
		InputConfig:       &types.InputConfig{S3Uri: aws.String("s3://data/model/model.tar.gz"), DataInputConfig: aws.String(`{"x":[1]}`), Framework: types.FrameworkPytorch},
		OutputConfig:      &types.OutputConfig{S3OutputLocation: aws.String("s3://out/compiled"), TargetDevice: types.TargetDeviceJetsonNano},
		StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(60)}}
}

func featureGroup(role string) *sdk.CreateFeatureGroupInput {
	return &sdk.CreateFeatureGroupInput{FeatureGroupName: aws.String("clients"), RoleArn: &role,
		RecordIdentifierFeatureName: aws.String("id"), EventTimeFeatureName: aws.String("at"),
		FeatureDefinitions: []types.FeatureDefinition{{FeatureName: aws.String("id"), FeatureType: types.FeatureTypeString},
			{FeatureName: aws.String("at"), FeatureType: types.FeatureTypeString}},
		OfflineStoreConfig: &types.OfflineStoreConfig{S3StorageConfig: &types.S3StorageConfig{S3Uri: aws.String("s3://data/features")}}}
}

func flow(role string) *sdk.CreateFlowDefinitionInput {
	return &sdk.CreateFlowDefinitionInput{FlowDefinitionName: aws.String("review"), RoleArn: &role,
		OutputConfig: &types.FlowDefinitionOutputConfig{S3OutputPath: aws.String("s3://out/review")},
		HumanLoopConfig: &types.HumanLoopConfig{WorkteamArn: aws.String(workteam), TaskTitle: aws.String("Look"), TaskDescription: aws.String("at this"),
			HumanTaskUiArn: aws.String("arn:aws:sagemaker:us-east-1:" + owner + ":human-task-ui/look"), TaskCount: aws.Int32(1)}}
}

func labeling(role string) *sdk.CreateLabelingJobInput {
	lambda := "arn:aws:lambda:us-east-1:" + owner + ":function:task"
	return &sdk.CreateLabelingJobInput{LabelingJobName: aws.String("cats"), RoleArn: &role, LabelAttributeName: aws.String("cat"),
		InputConfig:  &types.LabelingJobInputConfig{DataSource: &types.LabelingJobDataSource{S3DataSource: &types.LabelingJobS3DataSource{ManifestS3Uri: aws.String("s3://data/in/manifest")}}},
		OutputConfig: &types.LabelingJobOutputConfig{S3OutputPath: aws.String("s3://out/labels")},
		HumanTaskConfig: &types.HumanTaskConfig{WorkteamArn: aws.String(workteam), UiConfig: &types.UiConfig{UiTemplateS3Uri: aws.String("s3://data/ui.html")},
			PreHumanTaskLambdaArn: &lambda, TaskTitle: aws.String("Cats"), TaskDescription: aws.String("Is it one?"), NumberOfHumanWorkersPerDataObject: aws.Int32(1),
			TaskTimeLimitInSeconds: aws.Int32(60), AnnotationConsolidationConfig: &types.AnnotationConsolidationConfig{AnnotationConsolidationLambdaArn: &lambda}}}
}

func monitoring(role string) *sdk.CreateMonitoringScheduleInput {
	return &sdk.CreateMonitoringScheduleInput{MonitoringScheduleName: aws.String("drift"), MonitoringScheduleConfig: &types.MonitoringScheduleConfig{
		MonitoringType: types.MonitoringTypeDataQuality, ScheduleConfig: &types.ScheduleConfig{ScheduleExpression: aws.String("cron(0 * ? * * *)")},
		MonitoringJobDefinition: &types.MonitoringJobDefinition{RoleArn: &role,
			MonitoringAppSpecification: &types.MonitoringAppSpecification{ImageUri: aws.String(firstParty)},
			MonitoringInputs:           []types.MonitoringInput{{EndpointInput: &types.EndpointInput{EndpointName: aws.String("live"), LocalPath: aws.String("/opt/ml/processing/input")}}},
			MonitoringOutputConfig: &types.MonitoringOutputConfig{MonitoringOutputs: []types.MonitoringOutput{
				{S3Output: &types.MonitoringS3Output{S3Uri: aws.String("s3://out/drift"), LocalPath: aws.String("/opt/ml/processing/output")}}}},
			MonitoringResources: &types.MonitoringResources{ClusterConfig: &types.MonitoringClusterConfig{InstanceCount: aws.Int32(1),
				InstanceType: types.ProcessingInstanceTypeMlM5Large, VolumeSizeInGB: aws.Int32(10)}},
		}}}
}

func template(role string) *sdk.RenderUiTemplateInput {
	return &sdk.RenderUiTemplateInput{RoleArn: &role, Task: &types.RenderableTask{Input: aws.String(`{"taskObject":"s3://data/cat.png"}`)},
		UiTemplate: &types.UiTemplate{Content: aws.String(`<img src="{{ task.input.taskObject | grant_read_access }}"/>`)}}
}

// What is made is described, listed, tagged and deleted; nothing runs behind it.
func TestFormsAreKeptAndShown(t *testing.T) {
	l := start(t, nil)
	c, ctx := l.as("role/Admin/ann"), t.Context()
	for _, tc := range []struct {
		name   string
		make   func() (*string, error)
		shown  func() (arn *string, status, role string, err error)
		listed func() (int, error)
		end    func() error
		status string
	}{
		{name: "compilation job", status: "INPROGRESS",
			make: func() (*string, error) {
				out, err := c.CreateCompilationJob(ctx, compilation(execARN))
				return arnOf(out, err, func() *string { return out.CompilationJobArn }), err
			},
			shown: func() (*string, string, string, error) {
				out, err := c.DescribeCompilationJob(ctx, &sdk.DescribeCompilationJobInput{CompilationJobName: aws.String("edge")})
				if err != nil {
					return nil, "", "", err
				}
				return out.CompilationJobArn, string(out.CompilationJobStatus), *out.RoleArn, nil
			},
			listed: func() (int, error) {
				out, err := c.ListCompilationJobs(ctx, &sdk.ListCompilationJobsInput{NameContains: aws.String("EDG"), StatusEquals: types.CompilationJobStatusInprogress})
				return lengthOf(err, func() int { return len(out.CompilationJobSummaries) }), err
			},
			end: func() error {
				_, err := c.DeleteCompilationJob(ctx, &sdk.DeleteCompilationJobInput{CompilationJobName: aws.String("edge")})
				l.refused(err, want{code: "ResourceInUse", message: "The resource " + jobARN + "compilation-job/edge is in status INPROGRESS"})
				if _, err := c.StopCompilationJob(ctx, &sdk.StopCompilationJobInput{CompilationJobName: aws.String("edge")}); err != nil {
					return err
				}
				_, err = c.DeleteCompilationJob(ctx, &sdk.DeleteCompilationJobInput{CompilationJobName: aws.String("edge")})
				return err
			}},
		{name: "feature group", status: "Created",
			make: func() (*string, error) {
				out, err := c.CreateFeatureGroup(ctx, featureGroup(execARN))
				return arnOf(out, err, func() *string { return out.FeatureGroupArn }), err
			},
			shown: func() (*string, string, string, error) {
				out, err := c.DescribeFeatureGroup(ctx, &sdk.DescribeFeatureGroupInput{FeatureGroupName: aws.String("clients")})
				if err != nil {
					return nil, "", "", err
				}
				return out.FeatureGroupArn, string(out.FeatureGroupStatus), *out.RoleArn, nil
			},
			listed: func() (int, error) {
				out, err := c.ListFeatureGroups(ctx, &sdk.ListFeatureGroupsInput{})
				return lengthOf(err, func() int { return len(out.FeatureGroupSummaries) }), err
			},
			end: func() error {
				_, err := c.DeleteFeatureGroup(ctx, &sdk.DeleteFeatureGroupInput{FeatureGroupName: aws.String("clients")})
				return err
			}},
		{name: "flow definition", status: "Active",
			make: func() (*string, error) {
				out, err := c.CreateFlowDefinition(ctx, flow(execARN))
				return arnOf(out, err, func() *string { return out.FlowDefinitionArn }), err
			},
			shown: func() (*string, string, string, error) {
				out, err := c.DescribeFlowDefinition(ctx, &sdk.DescribeFlowDefinitionInput{FlowDefinitionName: aws.String("review")})
				if err != nil {
					return nil, "", "", err
				}
				return out.FlowDefinitionArn, string(out.FlowDefinitionStatus), *out.RoleArn, nil
			},
			listed: func() (int, error) {
				out, err := c.ListFlowDefinitions(ctx, &sdk.ListFlowDefinitionsInput{})
				return lengthOf(err, func() int { return len(out.FlowDefinitionSummaries) }), err
			},
			end: func() error {
				_, err := c.DeleteFlowDefinition(ctx, &sdk.DeleteFlowDefinitionInput{FlowDefinitionName: aws.String("review")})
				return err
			}},
		{name: "monitoring schedule", status: "Scheduled",
			make: func() (*string, error) {
				out, err := c.CreateMonitoringSchedule(ctx, monitoring(execARN))
				return arnOf(out, err, func() *string { return out.MonitoringScheduleArn }), err
			},
			shown: func() (*string, string, string, error) {
				out, err := c.DescribeMonitoringSchedule(ctx, &sdk.DescribeMonitoringScheduleInput{MonitoringScheduleName: aws.String("drift")})
				if err != nil {
					return nil, "", "", err
				}
				return out.MonitoringScheduleArn, string(out.MonitoringScheduleStatus), *out.MonitoringScheduleConfig.MonitoringJobDefinition.RoleArn, nil
			},
			listed: func() (int, error) {
				out, err := c.ListMonitoringSchedules(ctx, &sdk.ListMonitoringSchedulesInput{StatusEquals: types.ScheduleStatusScheduled})
				return lengthOf(err, func() int { return len(out.MonitoringScheduleSummaries) }), err
			},
			end: func() error {
				_, err := c.DeleteMonitoringSchedule(ctx, &sdk.DeleteMonitoringScheduleInput{MonitoringScheduleName: aws.String("drift")})
				return err
			}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			made, err := tc.make()
			if err != nil {
				t.Fatal(err)
			}
			_, err = tc.make()
			what := strings.ToUpper(tc.name[:1]) + tc.name[1:]
			l.refused(err, want{code: "ResourceInUse", message: what + " names must be unique within an AWS account and region, and a " + tc.name +
				" with this name already exists (" + aws.ToString(made) + ")"})
			arn, status, role, err := tc.shown()
			if err != nil || aws.ToString(arn) != aws.ToString(made) || status != tc.status || role != execARN {
				t.Errorf("shown as %s, %s, %s, %v", aws.ToString(arn), status, role, err)
			}
			if n, err := tc.listed(); n != 1 || err != nil {
				t.Errorf("listed: %d, %v", n, err)
			}
			if _, err := c.ListTags(ctx, &sdk.ListTagsInput{ResourceArn: made}); err != nil {
				t.Error(err)
			}
			if err := tc.end(); err != nil {
				t.Fatal(err)
			}
			_, _, _, err = tc.shown()
			l.refused(err, want{code: "ResourceNotFound", message: "Requested resource not found."})
		})
	}
}

func arnOf(_ any, err error, of func() *string) *string {
	if err != nil {
		return nil
	}
	return of()
}

func lengthOf(err error, of func() int) int {
	if err != nil {
		return -1
	}
	return of()
}

func TestLabelingJobsWaitForPeopleUntilTheyAreStopped(t *testing.T) {
	l := start(t, nil)
	c, ctx := l.as("role/Admin/ann"), t.Context()
	if _, err := c.CreateLabelingJob(ctx, labeling(execARN)); err != nil {
		t.Fatal(err)
	}
	status := func() types.LabelingJobStatus {
		out, err := c.DescribeLabelingJob(ctx, &sdk.DescribeLabelingJobInput{LabelingJobName: aws.String("cats")})
		if err != nil {
			t.Fatal(err)
		}
		return out.LabelingJobStatus
	}
	if got := status(); got != types.LabelingJobStatusInProgress {
		t.Error(got)
	}
	stop := func() error {
		_, err := c.StopLabelingJob(ctx, &sdk.StopLabelingJobInput{LabelingJobName: aws.String("cats")})
		return err
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if got := status(); got != types.LabelingJobStatusStopped {
		t.Error(got)
	}
	l.refused(stop(), want{code: "ValidationException", message: "The request was rejected because the labeling job is in status Stopped"})
	list, err := c.ListLabelingJobs(ctx, &sdk.ListLabelingJobsInput{StatusEquals: types.LabelingJobStatusStopped})
	if err != nil || len(list.LabelingJobSummaryList) != 1 {
		t.Error(list, err)
	}
}

func TestTemplatesAreRenderedWithTheInputOfTheirTask(t *testing.T) {
	l := start(t, nil)
	c := l.as("role/Admin/ann")
	for _, tc := range []struct {
		name    string
		request func(*sdk.RenderUiTemplateInput)
		text    string
		errors  int
		want    want
	}{
		{name: "a member of the input", text: `<img src="s3://data/cat.png"/>`},
		{name: "input that is no JSON", request: func(in *sdk.RenderUiTemplateInput) { in.Task.Input = aws.String("cat") }, errors: 1},
		{name: "a user interface that is not there", request: func(in *sdk.RenderUiTemplateInput) {
			in.UiTemplate, in.HumanTaskUiArn = nil, aws.String("arn:aws:sagemaker:us-east-1:"+owner+":human-task-ui/look")
		}, want: want{code: "ResourceNotFound", message: "Requested resource not found."}},
		{name: "neither of them", request: func(in *sdk.RenderUiTemplateInput) { in.UiTemplate = nil },
			want: want{code: "ValidationException", message: "One of UiTemplate and HumanTaskUiArn must be specified."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := template(execARN)
			if tc.request != nil {
				tc.request(in)
			}
			out, err := c.RenderUiTemplate(context.Background(), in)
			if tc.want.code != "" {
				l.refused(err, tc.want)
				return
			}
			if err != nil || aws.ToString(out.RenderedContent) != tc.text || len(out.Errors) != tc.errors {
				t.Errorf("%+v %v", out, err)
			}
		})
	}
}
