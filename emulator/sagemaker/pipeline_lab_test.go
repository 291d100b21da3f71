package sagemaker_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

const (
	pipelineRole = "arn:aws:iam::" + owner + ":role/Pipeline"
	flowARN      = jobARN + "pipeline/flow"
	// flowID is the id of the first execution of the pipeline flow.
	flowID        = "wm5314sd4zi6"
	flowPrincipal = "arn:aws:sts::" + owner + ":assumed-role/Pipeline/sagemaker-pipeline-" + flowID
)

// The steps of these tests, as the Python SDK writes them.
const (
	evaluate = `{"Name":"Evaluate","Type":"Processing","Arguments":{
		"RoleArn":"` + execARN + `","AppSpecification":{"ImageUri":"` + firstParty + `"},
		"ProcessingInputs":[{"InputName":"in","S3Input":{"S3Uri":"s3://data/evaluation/","S3DataType":"S3Prefix","S3InputMode":"File","LocalPath":"/opt/ml/processing/data"}}],
		"ProcessingOutputConfig":{"Outputs":[{"OutputName":"evaluation","S3Output":{"S3Uri":{"Std:Join":{"On":"/","Values":["s3://out",{"Get":"Execution.PipelineExecutionId"}]}},"LocalPath":"/opt/ml/processing/data","S3UploadMode":"EndOfJob"}}]},
		"ProcessingResources":{"ClusterConfig":{"InstanceType":"ml.m5.large","InstanceCount":{"Get":"Parameters.Instances"},"VolumeSizeInGB":10}}},
		"PropertyFiles":[{"PropertyFileName":"Report","OutputName":"evaluation","FilePath":"evaluation.json"}]}`
	train = `{"Name":"Train","Type":"Training","Arguments":{
		"AlgorithmSpecification":{"TrainingImage":"` + firstParty + `","TrainingInputMode":"File"},
		"InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":{"Get":"Parameters.Input"}}}}],
		"OutputDataConfig":{"S3OutputPath":"s3://out/"},"ResourceConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":10},
		"StoppingCondition":{"MaxRuntimeInSeconds":60}}}`
	register = `{"Name":"Register","Type":"RegisterModel","Arguments":{"ModelPackageGroupName":"churn","ModelApprovalStatus":"Approved",
		"InferenceSpecification":{"Containers":[{"Image":"` + firstParty + `","ModelDataUrl":{"Get":"Steps.Train.ModelArtifacts.S3ModelArtifacts"}}],
			"SupportedContentTypes":["text/csv"],"SupportedResponseMIMETypes":["text/csv"]}}}`
	failStep = `{"Name":"TooBad","Type":"Fail","Arguments":{"ErrorMessage":{"Std:Join":{"On":" ","Values":["auc below",{"Get":"Parameters.Least"}]}}}}`
	decide   = `{"Name":"Decide","Type":"Condition","Arguments":{"Conditions":[{"Type":"GreaterThanOrEqualTo",
		"LeftValue":{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.Evaluate.PropertyFiles.Report"},"Path":"metrics.auc.value"}},
		"RightValue":{"Get":"Parameters.Least"}}],"IfSteps":[` + register + `],"ElseSteps":[` + failStep + `]},"DependsOn":["Train"]}`
)

// definition is one of some steps.
func definition(steps ...string) string {
	return `{"Version":"2020-12-01","Metadata":{},"Parameters":[
		{"Name":"Instances","Type":"Integer","DefaultValue":1},{"Name":"Least","Type":"Float","DefaultValue":0.8},
		{"Name":"Input","Type":"String","DefaultValue":"s3://data/in/"}],
		"PipelineExperimentConfig":{"ExperimentName":{"Get":"Execution.PipelineName"},"TrialName":{"Get":"Execution.PipelineExecutionId"}},
		"Steps":[` + strings.Join(steps, ",") + `]}`
}

// withPipeline has a role that runs pipelines and may do anything, and the file
// that Evaluate passes on.
func withPipeline(w *world.World) {
	w.Accounts[owner].Roles["Pipeline"] = &world.Role{Trust: trustSageMaker, Policies: map[string]*world.Policy{"All": anything}}
	w.Accounts[owner].Buckets["data"].Objects["evaluation/evaluation.json"] = &world.Object{Body: `{"metrics":{"auc":{"value":0.93}}}`}
}

// pipelineMay changes the policies of the pipeline's role.
func pipelineMay(name string, p *world.Policy) func(*world.World) {
	return func(w *world.World) { w.Accounts[owner].Roles["Pipeline"].Policies[name] = p }
}

func pipelineInput(definition string) *sdk.CreatePipelineInput {
	return &sdk.CreatePipelineInput{PipelineName: aws.String("flow"), RoleArn: aws.String(pipelineRole), PipelineDefinition: &definition}
}

// startFlow creates the pipeline flow and starts it.
func (l *lab) startFlow(definition string, parameters ...types.Parameter) (string, error) {
	l.t.Helper()
	client := l.as("role/Admin/ann")
	if _, err := client.CreatePipeline(l.t.Context(), pipelineInput(definition)); err != nil {
		return "", err
	}
	out, err := client.StartPipelineExecution(l.t.Context(), &sdk.StartPipelineExecutionInput{PipelineName: aws.String("flow"), PipelineParameters: parameters})
	if err != nil {
		return "", err
	}
	return *out.PipelineExecutionArn, nil
}

// flow runs it to its end.
func (l *lab) flow(definition string, parameters ...types.Parameter) job.Card {
	l.t.Helper()
	arn, err := l.startFlow(definition, parameters...)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.ended(arn)
}

// steps are those of the first execution, in the order in which they ran.
func (l *lab) steps() []types.PipelineExecutionStep {
	l.t.Helper()
	out, err := l.as("role/Admin/ann").ListPipelineExecutionSteps(l.t.Context(), &sdk.ListPipelineExecutionStepsInput{
		PipelineExecutionArn: aws.String(flowARN + "/execution/" + flowID), SortOrder: types.SortOrderAscending, MaxResults: aws.Int32(100)})
	if err != nil {
		l.t.Fatal(err)
	}
	return out.PipelineExecutionSteps
}

// outcome is what the list shows of the steps, a word each.
func (l *lab) outcome() string {
	l.t.Helper()
	var all []string
	for _, s := range l.steps() {
		all = append(all, *s.StepName+":"+string(s.StepStatus))
	}
	return strings.Join(all, " ")
}

func parameter(name, value string) types.Parameter {
	return types.Parameter{Name: &name, Value: &value}
}

// changed is a step with some texts replaced.
func changed(t *testing.T, step string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(step, pairs[i]) {
			t.Fatalf("%q is not in %s", pairs[i], step)
		}
		step = strings.Replace(step, pairs[i], pairs[i+1], 1)
	}
	return step
}
