package sagemaker_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"
)

func TestAPipelineRunsItsStepsAsItsRole(t *testing.T) {
	t.Parallel()
	l := start(t, withPipeline)
	c := l.flow(definition(decide, train, evaluate), parameter("Instances", "2"))
	if c.Status != "Succeeded" || c.Reason != "" || c.Name != "flow/"+flowID {
		t.Errorf("%s: %s %q", c.Name, c.Status, c.Reason)
	}
	if got, want := l.outcome(), "Train:Succeeded Evaluate:Succeeded Decide:Succeeded Register:Succeeded"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	client, execution := l.as("role/Admin/ann"), aws.String(flowARN+"/execution/"+flowID)
	steps := l.steps()
	arn := *steps[0].Metadata.TrainingJob.Arn
	name, ok := strings.CutPrefix(arn, jobARN+"training-job/pipelines-"+flowID+"-Train-")
	if !ok || len(name) != 10 {
		t.Errorf("the training job is %s", arn)
	}
	tags, err := client.ListTags(t.Context(), &sdk.ListTagsInput{ResourceArn: &arn})
	if err != nil || len(tags.Tags) != 1 || *tags.Tags[0].Key != "sagemaker:pipeline-execution-arn" || *tags.Tags[0].Value != *execution {
		t.Errorf("%+v %v", tags, err)
	}
	described, err := client.DescribeTrainingJob(t.Context(), &sdk.DescribeTrainingJobInput{TrainingJobName: aws.String(arn[strings.LastIndexByte(arn, '/')+1:])})
	if err != nil || *described.RoleArn != pipelineRole {
		t.Errorf("a step without a role has the pipeline's: %+v %v", described, err)
	}
	if got := *steps[3].Metadata.RegisterModel.Arn; got != jobARN+"model-package/churn/1" {
		t.Errorf("registered %s", got)
	}
	if got := steps[2].Metadata.Condition.Outcome; got != types.ConditionOutcomeTrue {
		t.Errorf("the condition came out %s", got)
	}
	parameters, err := client.ListPipelineParametersForExecution(t.Context(), &sdk.ListPipelineParametersForExecutionInput{PipelineExecutionArn: execution})
	if err != nil || len(parameters.PipelineParameters) != 1 || *parameters.PipelineParameters[0].Value != "2" {
		t.Errorf("%+v %v", parameters, err)
	}
	text, err := client.DescribePipelineDefinitionForExecution(t.Context(), &sdk.DescribePipelineDefinitionForExecutionInput{PipelineExecutionArn: execution})
	if err != nil || *text.PipelineDefinition != definition(decide, train, evaluate) {
		t.Errorf("%+v %v", text, err)
	}
	var calls []string
	for _, call := range c.Calls {
		if call.Stage == "step Train" {
			calls = append(calls, strings.TrimPrefix(call.Principal, flowPrincipal)+" "+call.Action)
		}
	}
	want := []string{"-Train sagemaker:CreateTrainingJob", "-Train sagemaker:AddTags", "-Train iam:PassRole", "-Train sagemaker:DescribeTrainingJob"}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestTheBranchThatTheConditionLeavesIsNotRun(t *testing.T) {
	t.Parallel()
	l := start(t, withPipeline)
	c := l.flow(definition(evaluate, train, decide), parameter("Least", "0.95"))
	if c.Status != "Failed" || c.Stage != "step TooBad" || c.Reason != "auc below 0.95" || c.Refused != "" {
		t.Errorf("%s at %q: %s (%s)", c.Status, c.Stage, c.Reason, c.Refused)
	}
	if got, want := l.outcome(), "Evaluate:Succeeded Train:Succeeded Decide:Succeeded TooBad:Failed"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	out, err := l.as("role/Admin/ann").DescribePipelineExecution(t.Context(), &sdk.DescribePipelineExecutionInput{PipelineExecutionArn: aws.String(flowARN + "/execution/" + flowID)})
	if err != nil || aws.ToString(out.FailureReason) != "Step failure: One or multiple steps failed." || out.PipelineExecutionStatus != types.PipelineExecutionStatusFailed {
		t.Errorf("%+v %v", out, err)
	}
}

func TestStepsThatDoNotNeedAFailedOneStillRun(t *testing.T) {
	t.Parallel()
	l := start(t, withPipeline)
	l.flow(definition(changed(t, train, `{"Get":"Parameters.Input"}`, `"s3://data/none/"`), decide, evaluate))
	if got, want := l.outcome(), "Train:Failed Evaluate:Succeeded"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
