package sagemaker_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// tuning is a request that is taken and completes.
func tuning() *sdk.CreateHyperParameterTuningJobInput {
	return &sdk.CreateHyperParameterTuningJobInput{
		HyperParameterTuningJobName: aws.String("search"),
		HyperParameterTuningJobConfig: &types.HyperParameterTuningJobConfig{
			Strategy:                         types.HyperParameterTuningJobStrategyTypeBayesian,
			HyperParameterTuningJobObjective: &types.HyperParameterTuningJobObjective{MetricName: aws.String("auc"), Type: types.HyperParameterTuningJobObjectiveTypeMaximize},
			ResourceLimits:                   &types.ResourceLimits{MaxNumberOfTrainingJobs: aws.Int32(3), MaxParallelTrainingJobs: aws.Int32(2)},
			ParameterRanges: &types.ParameterRanges{
				IntegerParameterRanges:     []types.IntegerParameterRange{{Name: aws.String("depth"), MinValue: aws.String("1"), MaxValue: aws.String("9")}},
				ContinuousParameterRanges:  []types.ContinuousParameterRange{{Name: aws.String("rate"), MinValue: aws.String("0.1"), MaxValue: aws.String("0.2")}},
				CategoricalParameterRanges: []types.CategoricalParameterRange{{Name: aws.String("kind"), Values: []string{"a", "b"}}},
			},
		},
		TrainingJobDefinition: &types.HyperParameterTrainingJobDefinition{
			RoleArn:                aws.String(execARN),
			AlgorithmSpecification: &types.HyperParameterAlgorithmSpecification{TrainingImage: aws.String(firstParty), TrainingInputMode: types.TrainingInputModeFile},
			InputDataConfig: []types.Channel{{ChannelName: aws.String("train"), DataSource: &types.DataSource{
				S3DataSource: &types.S3DataSource{S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String("s3://data/in/")}}}},
			OutputDataConfig:      &types.OutputDataConfig{S3OutputPath: aws.String("s3://out/tuned")},
			ResourceConfig:        &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
			StoppingCondition:     &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(3600)},
			StaticHyperParameters: map[string]string{"epochs": "2"},
		},
	}
}

// measured has an image that prints a metric that follows from its
// hyperparameters.
func measured(in *sdk.CreateHyperParameterTuningJobInput) {
	in.TrainingJobDefinition.AlgorithmSpecification.MetricDefinitions = []types.MetricDefinition{{Name: aws.String("auc"), Regex: aws.String(`auc=([0-9.]+)`)}}
}

var printsDepth = shell(`echo "auc=0.$SM_HP_DEPTH"; touch "$SM_MODEL_DIR/model"`)

const allFailed = "All training jobs failed. Please take a look at the training jobs failures to get more details."

func TestTuningJobsEndAsTheirTrainingJobs(t *testing.T) {
	const admin = "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann is not authorized to perform: "
	const denies = " with an explicit deny in an identity-based policy"
	completed := want{status: "Completed"}
	for _, tc := range []struct {
		name    string
		world   func(*world.World)
		request func(*sdk.CreateHyperParameterTuningJobInput)
		want    want
	}{
		{name: "all it needs", want: completed},
		{name: "the caller may not create", world: adminMayNot("sagemaker:CreateHyperParameterTuningJob"),
			want: want{code: denied, message: admin + "sagemaker:CreateHyperParameterTuningJob on resource: " + jobARN + "hyper-parameter-tuning-job/search" + denies}},
		{name: "the caller needs no right to create the training jobs", world: adminMayNot("sagemaker:CreateTrainingJob"), want: completed},
		{name: "the caller may not pass the role", world: adminMayNot("iam:PassRole"),
			want: want{code: denied, message: admin + "iam:PassRole on resource: " + execARN + denies}},
		{name: "a second role that the caller may not pass", request: severalDefinitions, world: func(w *world.World) {
			second(w)
			w.Accounts[owner].Roles["Admin"].Policies["No"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/Second"}}`)
		}, want: want{code: denied, message: admin + "iam:PassRole on resource: arn:aws:iam::" + owner + ":role/Second" + denies}},
		{name: "two roles", request: severalDefinitions, world: second, want: completed},
		{name: "a role that does not trust SageMaker", request: func(in *sdk.CreateHyperParameterTuningJobInput) {
			in.TrainingJobDefinition.RoleArn = aws.String("arn:aws:iam::" + owner + ":role/Untrusted")
		}, want: want{code: "ValidationException", message: "Could not assume role arn:aws:iam::" + owner + ":role/Untrusted. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."}},
		{name: "input that cannot be listed", world: exec("No", deny("s3:ListBucket")), want: want{code: "ValidationException",
			message: `No S3 objects found under S3 URL "s3://data/in/" given in input data source. Please ensure that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "` + execARN + `" has "s3:ListBucket" permissions on bucket "data".`}},
		{name: "training jobs that cannot upload", world: exec("No", deny("s3:PutObject")), want: want{status: "Failed", stage: "children", reason: allFailed, action: "s3:PutObject"}},
		{name: "training jobs that cannot download", world: exec("No", deny("s3:GetObject")), want: want{status: "Failed", stage: "children", reason: allFailed, action: "s3:GetObject"}},
		{name: "an endpoint that cuts the training jobs off", request: func(in *sdk.CreateHyperParameterTuningJobInput) {
			in.TrainingJobDefinition.VpcConfig = &types.VpcConfig{Subnets: []string{"subnet-1"}, SecurityGroupIds: []string{"sg-1"}}
		}, world: func(w *world.World) {
			w.Accounts[owner].VPCs["vpc-1"].Endpoints["vpce-1"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}}`)
		}, want: want{status: "Failed", stage: "children", reason: allFailed, action: "s3:PutObject", layer: "vpc_endpoint_policy"}},
		{name: "logs and metrics that cannot be written", world: exec("No", deny("logs:* cloudwatch:*")), want: completed},
		{name: "code that prints no metric", world: shell(`true`), request: measured, want: want{status: "Failed", stage: "children",
			reason: "No objective metrics found after running 3 training jobs. Please ensure that the custom algorithm is emitting the objective metric as defined by the regular expression provided."}},
		{name: "neither one definition nor several", request: func(in *sdk.CreateHyperParameterTuningJobInput) { in.TrainingJobDefinition = nil },
			want: want{code: "ValidationException", message: "Exactly one of TrainingJobDefinition and TrainingJobDefinitions must be specified"}},
		{name: "a range of nothing", request: func(in *sdk.CreateHyperParameterTuningJobInput) {
			in.HyperParameterTuningJobConfig.ParameterRanges.IntegerParameterRanges[0].MinValue = aws.String("ten")
		}, want: want{code: "ValidationException", message: "The integer range of the hyperparameter 'depth' from 'ten' to '9' is invalid"}},
		{name: "a grid of numbers", request: func(in *sdk.CreateHyperParameterTuningJobInput) {
			in.HyperParameterTuningJobConfig.Strategy = types.HyperParameterTuningJobStrategyTypeGrid
		}, want: want{code: "ValidationException", message: "The strategy Grid supports categorical hyperparameters only: 'depth' is not"}},
		{name: "no limit", request: func(in *sdk.CreateHyperParameterTuningJobInput) {
			in.HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs = nil
		}, want: want{code: "ValidationException", message: "MaxNumberOfTrainingJobs is required unless the strategy is Grid"}},
		{name: "parents that do not exist", request: func(in *sdk.CreateHyperParameterTuningJobInput) {
			in.WarmStartConfig = &types.HyperParameterTuningJobWarmStartConfig{WarmStartType: types.HyperParameterTuningJobWarmStartTypeTransferLearning,
				ParentHyperParameterTuningJobs: []types.ParentHyperParameterTuningJob{{HyperParameterTuningJobName: aws.String("before")}}}
		}, want: want{code: "ValidationException", message: `Could not find parent hyperparameter tuning job "` + jobARN + `hyper-parameter-tuning-job/before".`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.world)
			in := tuning()
			if tc.request != nil {
				tc.request(in)
			}
			c := l.as("role/Admin/ann")
			l.mark()
			_, err := c.CreateHyperParameterTuningJob(t.Context(), in)
			l.check("hyper-parameter-tuning-job/search", err, tc.want)
		})
	}
}

func second(w *world.World) {
	w.Accounts[owner].Roles["Second"] = &world.Role{Trust: trustSageMaker, Policies: map[string]*world.Policy{"All": anything}}
}

// severalDefinitions has two, with a role each.
func severalDefinitions(in *sdk.CreateHyperParameterTuningJobInput) {
	one := *in.TrainingJobDefinition
	c := in.HyperParameterTuningJobConfig
	one.DefinitionName, one.TuningObjective, one.HyperParameterRanges = aws.String("one"), c.HyperParameterTuningJobObjective, c.ParameterRanges
	two := one
	two.DefinitionName, two.RoleArn = aws.String("two"), aws.String("arn:aws:iam::"+owner+":role/Second")
	in.TrainingJobDefinition, c.HyperParameterTuningJobObjective, c.ParameterRanges = nil, nil, nil
	in.TrainingJobDefinitions = []types.HyperParameterTrainingJobDefinition{one, two}
}

// tuned runs a tuning job and describes its training jobs, a line each.
func (l *lab) tuned(in *sdk.CreateHyperParameterTuningJobInput, list sdk.ListTrainingJobsForHyperParameterTuningJobInput) (lines []string) {
	l.t.Helper()
	c := l.as("role/Admin/ann")
	if _, err := c.CreateHyperParameterTuningJob(l.t.Context(), in); err != nil {
		l.t.Fatal(err)
	}
	l.ended("hyper-parameter-tuning-job/search")
	list.HyperParameterTuningJobName = in.HyperParameterTuningJobName
	out, err := c.ListTrainingJobsForHyperParameterTuningJob(l.t.Context(), &list)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, s := range out.TrainingJobSummaries {
		line := fmt.Sprintf("%s %s %s %v", *s.TrainingJobName, s.TrainingJobStatus, s.ObjectiveStatus, s.TunedHyperParameters)
		if f := s.FinalHyperParameterTuningJobObjectiveMetric; f != nil {
			line += fmt.Sprintf(" %s=%v", *f.MetricName, *f.Value)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestATuningJobHasTheBestOfItsTrainingJobs(t *testing.T) {
	in := tuning()
	measured(in)
	in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	byMetric := sdk.ListTrainingJobsForHyperParameterTuningJobInput{SortBy: types.TrainingJobSortByOptionsFinalObjectiveMetricValue, SortOrder: types.SortOrderDescending}
	l := start(t, printsDepth)
	got := l.tuned(in, byMetric)
	if diff := cmp.Diff(got, start(t, printsDepth).tuned(in, byMetric)); diff != "" {
		t.Errorf("a replay differs:\n%s", diff)
	}
	c := l.as("role/Admin/ann")
	out, err := c.DescribeHyperParameterTuningJob(t.Context(), &sdk.DescribeHyperParameterTuningJobInput{HyperParameterTuningJobName: in.HyperParameterTuningJobName})
	if err != nil {
		t.Fatal(err)
	}
	if *out.TrainingJobStatusCounters.Completed != 3 || *out.ObjectiveStatusCounters.Succeeded != 3 || out.HyperParameterTuningEndTime == nil {
		t.Errorf("described as %+v", out)
	}
	best := out.BestTrainingJob
	if len(got) != 3 || best == nil || got[0][:len(*best.TrainingJobName)] != *best.TrainingJobName {
		t.Fatalf("the best is %+v of %q", best, got)
	}
	child, err := c.DescribeTrainingJob(t.Context(), &sdk.DescribeTrainingJobInput{TrainingJobName: best.TrainingJobName})
	if err != nil {
		t.Fatal(err)
	}
	if *child.TuningJobArn != *out.HyperParameterTuningJobArn || child.HyperParameters["epochs"] != "2" ||
		child.HyperParameters["_tuning_objective_metric"] != "auc" || child.HyperParameters["depth"] != best.TunedHyperParameters["depth"] {
		t.Errorf("the best training job: %+v", child)
	}
	tags, err := c.ListTags(t.Context(), &sdk.ListTagsInput{ResourceArn: child.TrainingJobArn})
	if err != nil || len(tags.Tags) != 1 {
		t.Errorf("tags: %v %v", tags, err)
	}
	lists, err := c.ListHyperParameterTuningJobs(t.Context(), &sdk.ListHyperParameterTuningJobsInput{StatusEquals: types.HyperParameterTuningJobStatusCompleted})
	if err != nil || len(lists.HyperParameterTuningJobSummaries) != 1 {
		t.Errorf("listed: %v %v", lists, err)
	}
	_, err = c.CreateHyperParameterTuningJob(t.Context(), in)
	l.refused(err, want{code: "ResourceInUse", message: "A hyperparameter tuning job with the name, search, already exists. Choose a different name."})
}

func TestTheSmallestIsTheBestToMinimizeAndEnoughIsEnough(t *testing.T) {
	in := tuning()
	measured(in)
	c := in.HyperParameterTuningJobConfig
	c.HyperParameterTuningJobObjective.Type = types.HyperParameterTuningJobObjectiveTypeMinimize
	c.TuningJobCompletionCriteria = &types.TuningJobCompletionCriteria{TargetObjectiveMetricValue: aws.Float32(0.9)}
	if got := start(t, printsDepth).tuned(in, sdk.ListTrainingJobsForHyperParameterTuningJobInput{}); len(got) != 1 {
		t.Errorf("the first was good enough, but there are %q", got)
	}
	c.TuningJobCompletionCriteria = nil
	l := start(t, printsDepth)
	got := l.tuned(in, sdk.ListTrainingJobsForHyperParameterTuningJobInput{SortBy: types.TrainingJobSortByOptionsFinalObjectiveMetricValue})
	out, err := l.as("role/Admin/ann").DescribeHyperParameterTuningJob(t.Context(), &sdk.DescribeHyperParameterTuningJobInput{HyperParameterTuningJobName: in.HyperParameterTuningJobName})
	if err != nil || len(got) != 3 || got[0][:len(*out.BestTrainingJob.TrainingJobName)] != *out.BestTrainingJob.TrainingJobName {
		t.Errorf("the best is %+v of %q, %v", out, got, err)
	}
}

func TestAGridEndsWithItsLastCombination(t *testing.T) {
	in := tuning()
	c := in.HyperParameterTuningJobConfig
	c.Strategy, c.ResourceLimits.MaxNumberOfTrainingJobs = types.HyperParameterTuningJobStrategyTypeGrid, nil
	c.ParameterRanges = &types.ParameterRanges{CategoricalParameterRanges: c.ParameterRanges.CategoricalParameterRanges}
	var kinds []string
	for _, line := range start(t, nil).tuned(in, sdk.ListTrainingJobsForHyperParameterTuningJobInput{}) {
		kinds = append(kinds, line[len("search-001-12345678 "):])
	}
	if diff := cmp.Diff([]string{"Completed Failed map[kind:a]", "Completed Failed map[kind:b]"}, kinds); diff != "" {
		t.Error(diff)
	}
}

// Some training jobs that fail are counted, and do not fail the tuning job.
func TestATuningJobCompletesWithSomeOfItsTrainingJobs(t *testing.T) {
	in := tuning()
	in.HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs = aws.Int32(6)
	l := start(t, shell(`case $SM_HP_KIND in a) exit 1;; esac`))
	l.tuned(in, sdk.ListTrainingJobsForHyperParameterTuningJobInput{})
	out, err := l.as("role/Admin/ann").DescribeHyperParameterTuningJob(t.Context(), &sdk.DescribeHyperParameterTuningJobInput{HyperParameterTuningJobName: in.HyperParameterTuningJobName})
	if err != nil {
		t.Fatal(err)
	}
	n := out.TrainingJobStatusCounters
	if *n.Completed == 0 || *n.NonRetryableError == 0 || *n.Completed+*n.NonRetryableError != 6 || out.HyperParameterTuningJobStatus != "Completed" {
		t.Errorf("%s with %d completed and %d failed", out.HyperParameterTuningJobStatus, *n.Completed, *n.NonRetryableError)
	}
}

func TestAStoppedTuningJobStopsItsTrainingJob(t *testing.T) {
	l := start(t, shell(`exec sleep 60`))
	c := l.as("role/Admin/ann")
	in := tuning()
	if _, err := c.CreateHyperParameterTuningJob(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	stop := &sdk.StopHyperParameterTuningJobInput{HyperParameterTuningJobName: in.HyperParameterTuningJobName}
	if _, err := c.StopHyperParameterTuningJob(t.Context(), stop); err != nil {
		t.Fatal(err)
	}
	l.check("hyper-parameter-tuning-job/search", nil, want{status: "Stopped"})
	for _, card := range l.Jobs().Cards() {
		if card.Status != "Stopped" {
			t.Errorf("%s is %s", card.ID, card.Status)
		}
	}
	_, err := c.StopHyperParameterTuningJob(t.Context(), stop)
	l.refused(err, want{code: "ValidationException", message: "The request was rejected because the hyper parameter tuning job is in status Stopped"})
}

// A reset while a tuning job runs leaves nothing of it.
func TestAResetForgetsATuningJobAndItsTrainingJobs(t *testing.T) {
	l := start(t, shell(`exec sleep 60`))
	if _, err := l.as("role/Admin/ann").CreateHyperParameterTuningJob(t.Context(), tuning()); err != nil {
		t.Fatal(err)
	}
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if cards := l.Jobs().Cards(); len(cards) != 0 {
		t.Errorf("left: %v", cards)
	}
}
