package awsproto_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const jobTable = "CreateTrainingJob\n" +
	"CreateTrainingJob\tTrainingJobName\trequired\t1\t63\t\t[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\n" +
	"CreateTrainingJob\tRoleArn\t\t\t\t\t(?!^[.-])^([a-zA-Z0-9-_.]+)\n" +
	"CreateTrainingJob\tHyperParameters{key}\t\t\t4\t\t\n" +
	"CreateTrainingJob\tHyperParameters{}\t\t\t\t\t[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF]*\n" +
	"CreateTrainingJob\tVpcConfig.Subnets\trequired\t1\t2\n" +
	"CreateTrainingJob\tInputDataConfig[].InputMode\t\t\t\tPipe File\n"

func TestModelsOfJSONServicesPrintWhatTheyRefuse(t *testing.T) {
	m, err := awsproto.ParseModel(jobTable)
	if err != nil {
		t.Fatal(err)
	}
	m.Code, m.Values = "ValidationException", true
	name := aws.String("fraud")
	for _, tc := range []struct {
		in   sagemaker.CreateTrainingJobInput
		want string
	}{
		{sagemaker.CreateTrainingJobInput{}, "1 validation error detected: Value null at 'trainingJobName' failed to satisfy constraint: Member must not be null"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: aws.String("my_job")}, "1 validation error detected: Value 'my_job' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, RoleArn: aws.String("-x")}, "1 validation error detected: Value '-x' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[.-])^([a-zA-Z0-9-_.]+)"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, HyperParameters: map[string]string{"epochs": "3"}}, "1 validation error detected: Value 'epochs' at 'hyperParameters' failed to satisfy constraint: Member must have length less than or equal to 4"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, HyperParameters: map[string]string{"a": "\x01"}}, "1 validation error detected: Value '\x01' at 'hyperParameters.a.member' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF]*"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, VpcConfig: &types.VpcConfig{Subnets: []string{"a", "b", "c"}}}, "1 validation error detected: Value '[a, b, c]' at 'vpcConfig.subnets' failed to satisfy constraint: Member must have length less than or equal to 2"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, InputDataConfig: []types.Channel{{InputMode: "Fast"}}}, "1 validation error detected: Value 'Fast' at 'inputDataConfig.1.member.inputMode' failed to satisfy constraint: Member must satisfy enum value set: [Pipe, File]"},
	} {
		got := m.Check("CreateTrainingJob", &tc.in)
		if got == nil || got.Code != "ValidationException" || got.Message != tc.want {
			t.Errorf("got  %+v\nwant %s", got, tc.want)
		}
	}
	whole := sagemaker.CreateTrainingJobInput{TrainingJobName: name, RoleArn: aws.String("x-1"), HyperParameters: map[string]string{"a": "😀"}}
	if err := m.Check("CreateTrainingJob", &whole); err != nil {
		t.Errorf("refused: %v", err)
	}
}

func TestServicesWithErrorsOfTheirOwnHearOfTheFirstViolation(t *testing.T) {
	m, err := awsproto.ParseModel(jobTable)
	if err != nil {
		t.Fatal(err)
	}
	m.Refuse = func(v awsproto.Violation, member string) *awsproto.Error {
		return &awsproto.Error{Code: string(v), Message: member}
	}
	name := aws.String("fraud")
	for _, tc := range []struct {
		in     sagemaker.CreateTrainingJobInput
		want   awsproto.Violation
		member string
	}{
		{sagemaker.CreateTrainingJobInput{}, awsproto.Missing, "trainingJobName"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: aws.String("my_job"), RoleArn: aws.String("-x")}, awsproto.NoMatch, "roleArn"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: aws.String("")}, awsproto.TooShort, "trainingJobName"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, HyperParameters: map[string]string{"epochs": "3"}}, awsproto.TooLong, "hyperParameters"},
		{sagemaker.CreateTrainingJobInput{TrainingJobName: name, InputDataConfig: []types.Channel{{InputMode: "Fast"}}}, awsproto.NotInEnum, "inputDataConfig.1.member.inputMode"},
	} {
		if got := m.Check("CreateTrainingJob", &tc.in); got == nil || got.Code != string(tc.want) || got.Message != tc.member {
			t.Errorf("%+v, want %s at %s", got, tc.want, tc.member)
		}
	}
	if got := m.Check("CreateTrainingJob", &sagemaker.CreateTrainingJobInput{TrainingJobName: name}); got != nil {
		t.Errorf("%+v", got)
	}
}
