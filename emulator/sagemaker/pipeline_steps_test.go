package sagemaker_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

const (
	modelStep = `{"Name":"Model","Type":"Model","Arguments":{"PrimaryContainer":{"Image":"` + firstParty + `","ModelDataUrl":{"Get":"Steps.Train.ModelArtifacts.S3ModelArtifacts"}}}}`
	score     = `{"Name":"Score","Type":"Transform","Arguments":{"ModelName":{"Get":"Steps.Model.ModelName"},
		"TransformInput":{"DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://data/in/"}}},
		"TransformOutput":{"S3OutputPath":"s3://out/scores"},"TransformResources":{"InstanceType":"ml.m5.large","InstanceCount":1}}}`
	search = `{"Name":"HyperSearch","Type":"Tuning","Arguments":{
		"HyperParameterTuningJobConfig":{"Strategy":"Bayesian","ResourceLimits":{"MaxNumberOfTrainingJobs":2,"MaxParallelTrainingJobs":1},
			"ParameterRanges":{"IntegerParameterRanges":[{"Name":"depth","MinValue":"1","MaxValue":"9"}]}},
		"TrainingJobDefinition":{"AlgorithmSpecification":{"TrainingImage":"` + firstParty + `","TrainingInputMode":"File"},
			"InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://data/in/"}}}],
			"OutputDataConfig":{"S3OutputPath":"s3://out/tuned"},"ResourceConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":10},
			"StoppingCondition":{"MaxRuntimeInSeconds":60}}}}`
	best = `{"Name":"Best","Type":"Model","Arguments":{"ExecutionRoleArn":"` + execARN + `","PrimaryContainer":{"Image":"` + firstParty + `",
		"ModelDataUrl":{"Std:Join":{"On":"/","Values":["s3://out/tuned",{"Get":"Steps.HyperSearch.TrainingJobSummaries[0].TrainingJobName"},"output/model.tar.gz"]}}}}}`
	auto = `{"Name":"Auto","Type":"AutoML","Arguments":{"InputDataConfig":[{"TargetAttributeName":"label","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://data/in/"}}}],
		"OutputDataConfig":{"S3OutputPath":"s3://out/auto"}}}`
	autoV2 = `{"Name":"Auto2","Type":"AutoML","Arguments":{"AutoMLJobInputDataConfig":[{"ContentType":"text/csv;header=present","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://data/in/"}}}],
		"OutputDataConfig":{"S3OutputPath":"s3://out/auto"},"AutoMLProblemTypeConfig":{"TabularJobConfig":{"TargetAttributeName":"label"}}}}`
	quality = `{"Name":"Quality","Type":"QualityCheck","CheckType":"DATA_QUALITY","SkipCheck":true,"RegisterNewBaseline":{"Get":"Parameters.Anew"},
		"SuppliedBaselineConstraints":"s3://data/constraints.json","ModelPackageGroupName":"churn","Arguments":{
		"AppSpecification":{"ImageUri":"` + firstParty + `"},
		"ProcessingOutputConfig":{"Outputs":[{"OutputName":"monitor","S3Output":{"S3Uri":"s3://out/monitor","LocalPath":"/opt/ml/processing/output","S3UploadMode":"EndOfJob"}}]},
		"ProcessingResources":{"ClusterConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":10}}}}`
	clarify = `{"Name":"Bias","Type":"ClarifyCheck","CheckType":"DATA_BIAS","Arguments":{
		"AppSpecification":{"ImageUri":"` + firstParty + `"},"Environment":{"BASE":{"Get":"Steps.Quality.BaselineUsedForDriftCheckConstraints"}},
		"ProcessingOutputConfig":{"Outputs":[{"OutputName":"analysis","S3Output":{"S3Uri":"s3://out/bias","LocalPath":"/opt/ml/processing/output","S3UploadMode":"EndOfJob"}}]},
		"ProcessingResources":{"ClusterConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":10}}}}`
)

func TestEveryTypeOfStepMakesWhatItIsFor(t *testing.T) {
	t.Parallel()
	l := start(t, withPipeline)
	all := strings.Replace(definition(clarify, score, train, modelStep, search, best, auto, autoV2, quality), `"Parameters":[`, `"Parameters":[{"Name":"Anew","Type":"Boolean","DefaultValue":true},`, 1)
	c := l.flow(all)
	if c.Status != "Succeeded" {
		t.Errorf("%s at %q: %s", c.Status, c.Stage, c.Reason)
	}
	if got, want := l.outcome(), "Train:Succeeded Model:Succeeded Score:Succeeded HyperSearch:Succeeded Best:Succeeded Auto:Succeeded Auto2:Succeeded Quality:Succeeded Bias:Succeeded"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	const token = "-[A-Za-z0-9]{10}$"
	for i, want := range []string{
		"training-job/pipelines-" + flowID + "-Train", "model/pipelines-" + flowID + "-Model", "transform-job/pipelines-" + flowID + "-Score",
		"hyper-parameter-tuning-job/" + flowID + "-HyperSe", "model/pipelines-" + flowID + "-Best", "automl-job/" + flowID + "-Auto", "automl-job/" + flowID + "-Auto2",
		"processing-job/pipelines-" + flowID + "-Quality", "processing-job/pipelines-" + flowID + "-Bias",
	} {
		if got := madeBy(l.steps()[i]); !regexp.MustCompile("^" + jobARN + want + token).MatchString(got) {
			t.Errorf("%s, want …%s-TOKEN", got, want)
		}
	}
	q := l.steps()[7].Metadata.QualityCheck
	if *q.CheckType != "DATA_QUALITY" || !*q.SkipCheck || !*q.RegisterNewBaseline || *q.CalculatedBaselineConstraints != "s3://out/monitor/constraints.json" ||
		*q.BaselineUsedForDriftCheckConstraints != "s3://data/constraints.json" || *q.BaselineUsedForDriftCheckStatistics != "s3://out/monitor/statistics.json" {
		t.Errorf("%+v", q)
	}
	name := madeBy(l.steps()[8])
	bias, err := l.as("role/Admin/ann").DescribeProcessingJob(t.Context(), &sdk.DescribeProcessingJobInput{ProcessingJobName: aws.String(name[strings.LastIndexByte(name, '/')+1:])})
	if err != nil || bias.Environment["BASE"] != "s3://data/constraints.json" {
		t.Errorf("%+v %v", bias, err)
	}
}

// madeBy is the ARN of what a step has made.
func madeBy(s types.PipelineExecutionStep) string {
	m := s.Metadata
	for _, arn := range []*string{
		ofOr(m.TrainingJob, func(x *types.TrainingJobStepMetadata) *string { return x.Arn }), ofOr(m.Model, func(x *types.ModelStepMetadata) *string { return x.Arn }),
		ofOr(m.TransformJob, func(x *types.TransformJobStepMetadata) *string { return x.Arn }), ofOr(m.TuningJob, func(x *types.TuningJobStepMetaData) *string { return x.Arn }),
		ofOr(m.AutoMLJob, func(x *types.AutoMLJobStepMetadata) *string { return x.Arn }), ofOr(m.ProcessingJob, func(x *types.ProcessingJobStepMetadata) *string { return x.Arn }),
		ofOr(m.QualityCheck, func(x *types.QualityCheckStepMetadata) *string { return x.CheckJobArn }), ofOr(m.ClarifyCheck, func(x *types.ClarifyCheckStepMetadata) *string { return x.CheckJobArn }),
	} {
		if arn != nil {
			return *arn
		}
	}
	return ""
}

func ofOr[T any](v *T, arn func(*T) *string) *string {
	if v == nil {
		return nil
	}
	return arn(v)
}

// The lab calls what it cannot run an internal error, which retry policies know.
func TestAStepIsTriedAgainAfterAnInternalError(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, policies string
		attempts       int32
	}{
		{"without a policy", ``, 1},
		{"of another kind", `{"ExceptionType":["Step.SERVICE_FAULT"],"MaxAttempts":9}`, 1},
		{"a number of times", `{"ExceptionType":["Step.SERVICE_FAULT","SageMaker.JOB_INTERNAL_ERROR"],"MaxAttempts":3}`, 4},
		{"for a time: after 30 and 60 seconds of 120", `{"ExceptionType":["SageMaker.JOB_INTERNAL_ERROR"],"IntervalSeconds":30,"BackoffRate":2,"ExpireAfterMin":2}`, 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, func(w *world.World) {
				withPipeline(w)
				w.Images[firstParty] = &world.Image{Command: []string{"/no/such/program"}}
			})
			c := l.flow(definition(changed(t, evaluate, `"PropertyFiles"`, `"RetryPolicies":[`+tc.policies+`],"PropertyFiles"`)))
			if c.Status != "Failed" || !strings.HasPrefix(c.Reason, "InternalServerError: ") {
				t.Errorf("%s: %s", c.Status, c.Reason)
			}
			s := l.steps()[0]
			if *s.AttemptCount != tc.attempts || tc.attempts > 1 != strings.HasSuffix(madeBy(s), fmt.Sprintf("-%d", tc.attempts-1)) {
				t.Errorf("%d attempts, the last made %s; want %d", *s.AttemptCount, madeBy(s), tc.attempts)
			}
		})
	}
}

func TestAStoppedExecutionStopsItsJob(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		world   func(*world.World)
		status  string
		outcome string
		job     types.TrainingJobStatus
	}{
		{name: "the pipeline's role may", status: "Stopped", outcome: "Train:Stopped", job: types.TrainingJobStatusStopped},
		{name: "the pipeline's role may not", world: pipelineMay("No", deny("sagemaker:StopTrainingJob")), status: "Failed", outcome: "Train:Failed", job: types.TrainingJobStatusCompleted},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, both(withPipeline, shell(`i=0; trap 'exit 0' INT; while [ $i -lt 20 ]; do sleep 0.05; i=$((i+1)); done`)))
			l.later(tc.world)
			arn, err := l.startFlow(definition(train, evaluate))
			if err != nil {
				t.Fatal(err)
			}
			client := l.as("role/Admin/ann")
			for deadline := time.Now().Add(20 * time.Second); len(l.steps()) == 0 || madeBy(l.steps()[0]) == ""; time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("the step made no job")
				}
			}
			if _, err := client.DeletePipeline(t.Context(), &sdk.DeletePipelineInput{PipelineName: aws.String("flow")}); err == nil {
				t.Error("a pipeline with a running execution was deleted")
			}
			if _, err := client.StopPipelineExecution(t.Context(), &sdk.StopPipelineExecutionInput{PipelineExecutionArn: &arn}); err != nil {
				t.Fatal(err)
			}
			c := l.ended(arn)
			if c.Status != tc.status || l.outcome() != tc.outcome {
				t.Errorf("%s at %q: %s; %s", c.Status, c.Stage, c.Reason, l.outcome())
			}
			name := madeBy(l.steps()[0])
			job, err := client.DescribeTrainingJob(t.Context(), &sdk.DescribeTrainingJobInput{TrainingJobName: aws.String(name[strings.LastIndexByte(name, '/')+1:])})
			if err != nil || job.TrainingJobStatus != tc.job {
				t.Errorf("the job is %v (%v), want %s", job, err, tc.job)
			}
			if _, err := client.StopPipelineExecution(t.Context(), &sdk.StopPipelineExecutionInput{PipelineExecutionArn: &arn}); err == nil {
				t.Error("an execution that has ended was stopped")
			}
		})
	}
}
