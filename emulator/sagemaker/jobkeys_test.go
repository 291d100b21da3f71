package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

// What any of the training jobs of a tuning job would have refused is refused
// of the tuning job: a policy that allows some instances only sees all of them.
func TestJobsAreRefusedByTheKeysOfTheirRequest(t *testing.T) {
	t.Parallel()
	two := func(in *sdk.CreateHyperParameterTuningJobInput) {
		d := *in.TrainingJobDefinition
		second := d
		d.DefinitionName, second.DefinitionName = aws.String("one"), aws.String("two")
		objective := in.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective
		ranges := in.HyperParameterTuningJobConfig.ParameterRanges
		in.HyperParameterTuningJobConfig.HyperParameterTuningJobObjective, in.HyperParameterTuningJobConfig.ParameterRanges = nil, nil
		d.TuningObjective, second.TuningObjective, d.HyperParameterRanges, second.HyperParameterRanges = objective, objective, ranges, ranges
		second.ResourceConfig = &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlP4d24xlarge, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)}
		in.TrainingJobDefinition, in.TrainingJobDefinitions = nil, []types.HyperParameterTrainingJobDefinition{d, second}
	}
	choice := func(in *sdk.CreateHyperParameterTuningJobInput) {
		in.TrainingJobDefinition.ResourceConfig = nil
		in.TrainingJobDefinition.HyperParameterTuningResourceConfig = &types.HyperParameterTuningResourceConfig{
			AllocationStrategy: types.HyperParameterTuningAllocationStrategyPrioritized,
			InstanceConfigs: []types.HyperParameterTuningInstanceConfig{
				{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
				{InstanceType: types.TrainingInstanceTypeMlP4d24xlarge, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)}}}
	}
	small := `{"ForAllValues:StringLike":{"sagemaker:InstanceTypes":["ml.m5.*"]},"Null":{"sagemaker:InstanceTypes":"false"}}`
	for _, tc := range []struct {
		name, condition string
		change          func(*sdk.CreateHyperParameterTuningJobInput)
		code            string
	}{
		{name: "one instance type", condition: small},
		{name: "that of the second definition", condition: small, change: two, code: "AccessDeniedException"},
		{name: "one that tuning may choose", condition: small, change: choice, code: "AccessDeniedException"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, func(w *world.World) {
				w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{"Use": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
					{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},{"Effect":"Allow","Action":"sagemaker:Create*","Resource":"*","Condition":` + tc.condition + `}]}`)}}
			})
			in := tuning()
			if tc.change != nil {
				tc.change(in)
			}
			_, err := l.as("role/Caller/bob").CreateHyperParameterTuningJob(t.Context(), in)
			if got, text := code(err); got != tc.code {
				t.Errorf("%s: %s, want %q", got, text, tc.code)
			}
		})
	}
}
