package sagemaker_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

func TestPipelinesThatAreNotCreated(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		world func(*world.World)
		input func(*sdk.CreatePipelineInput)
		want  want
	}{
		{name: "the caller may not create it", world: admin(deny("sagemaker:CreatePipeline")),
			want: want{code: denied, message: adminARN + " is not authorized to perform: sagemaker:CreatePipeline on resource: " + flowARN + " with an explicit deny in an identity-based policy"}},
		{name: "the caller may not pass its role", world: admin(deny("iam:PassRole")),
			want: want{code: denied, message: adminARN + " is not authorized to perform: iam:PassRole on resource: " + pipelineRole + " with an explicit deny in an identity-based policy"}},
		{name: "the role is another account's", input: func(in *sdk.CreatePipelineInput) {
			in.RoleArn = aws.String("arn:aws:iam::" + foreign + ":role/Elsewhere")
		},
			want: want{code: "ValidationException", message: "RoleArn: Cross-account pass role is not allowed."}},
		{name: "the definition is no JSON", input: func(in *sdk.CreatePipelineInput) { in.PipelineDefinition = aws.String(`{"Version":`) },
			want: want{code: "ValidationException", message: "Unable to parse pipeline definition. Model Validation failed: this is no JSON: it ends too early (line 1, column 12)"}},
		{name: "a step calls a function", input: func(in *sdk.CreatePipelineInput) {
			in.PipelineDefinition = aws.String(definition(train, `{"Name":"Call","Type":"Lambda","Arguments":{}}`))
		}, want: want{code: "ValidationException", message: "Unable to parse pipeline definition. Model Validation failed: denylab does not run steps of the type Lambda: step Call (line 9, column 74)"}},
		{name: "the definition is in S3 and may not be read", world: admin(deny("s3:GetObject")), input: inS3,
			want: want{code: "ValidationException", message: "Unable to read the pipeline definition s3://data/flow.json: operation error S3: GetObject, https response error StatusCode: 403"}},
		{name: "there are two definitions", input: func(in *sdk.CreatePipelineInput) {
			text := in.PipelineDefinition
			inS3(in)
			in.PipelineDefinition = text
		}, want: want{code: "ValidationException", message: "Exactly one of PipelineDefinition and PipelineDefinitionS3Location must be specified"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, both(withPipeline, definitionInS3))
			l.later(tc.world)
			in := pipelineInput(definition(train))
			if tc.input != nil {
				tc.input(in)
			}
			client := l.as("role/Admin/ann")
			before := l.Digest()
			_, err := client.CreatePipeline(t.Context(), in)
			if got, text := code(err); got != tc.want.code || !strings.HasPrefix(text, tc.want.message) {
				t.Errorf("got  %s: %s\nwant %s: %s", got, text, tc.want.code, tc.want.message)
			}
			if l.Digest() != before {
				t.Error("a refused request changed something")
			}
		})
	}
}

const adminARN = "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann"

func admin(p *world.Policy) func(*world.World) {
	return func(w *world.World) { w.Accounts[owner].Roles["Admin"].Policies["No"] = p }
}

func inS3(in *sdk.CreatePipelineInput) {
	in.PipelineDefinition, in.PipelineDefinitionS3Location = nil, &types.PipelineDefinitionS3Location{Bucket: aws.String("data"), ObjectKey: aws.String("flow.json")}
}

func definitionInS3(w *world.World) {
	w.Accounts[owner].Buckets["data"].Objects["flow.json"] = &world.Object{Body: definition(evaluate)}
}

func TestPipelinesAreKeptChangedAndDeleted(t *testing.T) {
	t.Parallel()
	l := start(t, both(withPipeline, definitionInS3))
	client := l.as("role/Admin/ann")
	in := pipelineInput("")
	inS3(in)
	in.ClientRequestToken, in.Tags = aws.String(strings.Repeat("t", 32)), []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	for range 2 { // the same request again is answered as the first
		if out, err := client.CreatePipeline(t.Context(), in); err != nil || *out.PipelineArn != flowARN {
			t.Fatal(out, err)
		}
	}
	if _, err := client.CreatePipeline(t.Context(), pipelineInput(definition(train))); err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("%v", err)
	}
	name := aws.String("flow")
	if out, err := client.DescribePipeline(t.Context(), &sdk.DescribePipelineInput{PipelineName: aws.String(flowARN)}); err != nil || *out.PipelineDefinition != definition(evaluate) || *out.RoleArn != pipelineRole || out.LastRunTime != nil {
		t.Errorf("%+v %v", out, err)
	}
	if _, err := client.UpdatePipeline(t.Context(), &sdk.UpdatePipelineInput{PipelineName: name, RoleArn: aws.String(execARN), PipelineDefinition: aws.String(definition(train))}); err != nil {
		t.Error(err)
	}
	var arns []string
	for _, token := range []string{"a", "b", "b"} {
		out, err := client.StartPipelineExecution(t.Context(), &sdk.StartPipelineExecutionInput{PipelineName: name, ClientRequestToken: aws.String(strings.Repeat(token, 32))})
		if err != nil {
			t.Fatal(err)
		}
		arns = append(arns, *out.PipelineExecutionArn)
		l.ended(arns[len(arns)-1])
	}
	if arns[0] == arns[1] || arns[1] != arns[2] {
		t.Errorf("%v: the same token is the same execution", arns)
	}
	list, err := client.ListPipelineExecutions(t.Context(), &sdk.ListPipelineExecutionsInput{PipelineName: name, MaxResults: aws.Int32(1)})
	if err != nil || len(list.PipelineExecutionSummaries) != 1 || *list.PipelineExecutionSummaries[0].PipelineExecutionArn != arns[1] || list.NextToken == nil {
		t.Errorf("%+v %v", list, err)
	}
	pipelines, err := client.ListPipelines(t.Context(), &sdk.ListPipelinesInput{PipelineNamePrefix: aws.String("fl")})
	if err != nil || len(pipelines.PipelineSummaries) != 1 || pipelines.PipelineSummaries[0].LastExecutionTime == nil || *pipelines.PipelineSummaries[0].RoleArn != execARN {
		t.Errorf("%+v %v", pipelines, err)
	}
	if _, err := client.DeletePipeline(t.Context(), &sdk.DeletePipelineInput{PipelineName: name}); err != nil {
		t.Error(err)
	}
	if got, text := code(failureOf(client.DescribePipeline(t.Context(), &sdk.DescribePipelineInput{PipelineName: name}))); got != "ResourceNotFound" || text != "Pipeline '"+flowARN+"' does not exist." {
		t.Errorf("%s: %s", got, text)
	}
}

func failureOf[T any](_ T, err error) error { return err }

func TestExecutionsThatDoNotStart(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		world func(*world.World)
		input func(*sdk.StartPipelineExecutionInput)
		want  want
	}{
		{name: "the caller may not start it", world: admin(deny("sagemaker:StartPipelineExecution")),
			want: want{code: denied, message: adminARN + " is not authorized to perform: sagemaker:StartPipelineExecution on resource: " + flowARN + " with an explicit deny in an identity-based policy"}},
		{name: "the role does not trust SageMaker", world: func(w *world.World) { w.Accounts[owner].Roles["Pipeline"].Trust = nil },
			want: want{code: "ValidationException", message: "Could not assume role " + pipelineRole + ". Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."}},
		{name: "there is no such pipeline", input: func(in *sdk.StartPipelineExecutionInput) { in.PipelineName = aws.String("none") },
			want: want{code: "ResourceNotFound", message: "Pipeline '" + jobARN + "pipeline/none' does not exist."}},
		{name: "there is no such parameter", input: func(in *sdk.StartPipelineExecutionInput) {
			in.PipelineParameters = []types.Parameter{parameter("Most", "1")}
		}, want: want{code: "ValidationException", message: "Invalid pipeline parameters: the pipeline has no parameter Most"}},
		{name: "a parameter is no number", input: func(in *sdk.StartPipelineExecutionInput) {
			in.PipelineParameters = []types.Parameter{parameter("Instances", "two")}
		}, want: want{code: "ValidationException", message: "Invalid pipeline parameters: the value 'two' of the parameter Instances is no Integer"}},
		{name: "some steps only", input: func(in *sdk.StartPipelineExecutionInput) {
			in.SelectiveExecutionConfig = &types.SelectiveExecutionConfig{SelectedSteps: []types.SelectedStep{{StepName: aws.String("Train")}}}
		}, want: want{code: "NotImplemented", message: "The SageMaker operation StartPipelineExecution with SelectiveExecutionConfig is not emulated."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, withPipeline)
			client := l.as("role/Admin/ann")
			if _, err := client.CreatePipeline(t.Context(), pipelineInput(definition(train))); err != nil {
				t.Fatal(err)
			}
			l.later(tc.world)
			in := &sdk.StartPipelineExecutionInput{PipelineName: aws.String("flow")}
			if tc.input != nil {
				tc.input(in)
			}
			before := l.Digest()
			_, err := client.StartPipelineExecution(t.Context(), in)
			l.refused(err, tc.want)
			if l.Digest() != before {
				t.Error("a refused request changed something")
			}
		})
	}
}
