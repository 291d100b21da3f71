package sagemaker_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// jobNamed is the ARN of the job of a step of the first execution, of which the
// test knows the token.
func jobNamed(kind, step, token string) string {
	return jobARN + kind + "/pipelines-" + flowID + "-" + step + "-" + token
}

func TestStepsFailAsThePipelinesRoleMay(t *testing.T) {
	t.Parallel()
	const explicit = " with an explicit deny in an identity-based policy"
	invoked := func(operation, session, action, resource string) string {
		return "ClientError: Failed to invoke sagemaker:" + operation + ". Error Details: User: " + flowPrincipal + "-" + session +
			" is not authorized to perform: " + action + " on resource: " + resource + explicit
	}
	long := strings.Repeat("p", 45) + "-" + flowID + "-WruUQeFgff"
	trained := jobNamed("training-job", "Train", "WruUQeFgff")
	for _, tc := range []struct {
		name       string
		world      func(*world.World)
		definition string
		want       want
		steps      string
	}{
		{name: "the step's role may not be passed", world: pipelineMay("No", deny("iam:PassRole")), definition: definition(evaluate),
			want: want{status: "Failed", stage: "step Evaluate", reason: "ClientError: the pipeline execution role does not have sufficient permissions to the job.",
				action: "iam:PassRole", layer: authz.IdentityPolicy}, steps: "Evaluate:Failed"},
		{name: "the pipeline's own role must be passed, too", world: pipelineMay("No", deny("iam:PassRole")), definition: definition(train),
			want: want{status: "Failed", stage: "step Train", reason: "ClientError: the pipeline execution role does not have sufficient permissions to the job.",
				action: "iam:PassRole", layer: authz.IdentityPolicy}, steps: "Train:Failed"},
		{name: "the job may not be created", world: pipelineMay("No", deny("sagemaker:CreateTrainingJob")), definition: definition(train),
			want: want{status: "Failed", stage: "step Train", reason: invoked("CreateTrainingJob", "Train", "sagemaker:CreateTrainingJob", trained),
				action: "sagemaker:CreateTrainingJob", layer: authz.IdentityPolicy}, steps: "Train:Failed"},
		{name: "the job may not be tagged", world: pipelineMay("No", deny("sagemaker:AddTags")), definition: definition(train),
			want: want{status: "Failed", stage: "step Train", reason: invoked("CreateTrainingJob", "Train", "sagemaker:AddTags", trained),
				action: "sagemaker:AddTags", layer: authz.IdentityPolicy}, steps: "Train:Failed"},
		{name: "the job may not be described", world: pipelineMay("No", deny("sagemaker:DescribeTrainingJob")), definition: definition(train),
			want: want{status: "Failed", stage: "step Train", reason: invoked("DescribeTrainingJob", "Train", "sagemaker:DescribeTrainingJob", trained),
				action: "sagemaker:DescribeTrainingJob", layer: authz.IdentityPolicy}, steps: "Train:Failed"},
		{name: "JsonGet may not read", world: pipelineMay("No", deny("s3:GetObject")), definition: definition(evaluate, changed(t, decide, register, "")+"", changed(t, train, `{"Get":"Parameters.Input"}`, `"s3://data/in/"`, `"TrainingInputMode"`, `"TrainingInputMode"`, `"StoppingCondition"`, `"RoleArn":"`+execARN+`","StoppingCondition"`)),
			want: want{status: "Failed", stage: "step Decide", reason: "ClientError: Access denied when reading s3://out/" + flowID + "/evaluation.json",
				action: "s3:GetObject", layer: authz.IdentityPolicy}, steps: "Evaluate:Succeeded Train:Succeeded Decide:Failed"},
		{name: "the file has nothing at the path", definition: definition(evaluate, changed(t, decide, `"DependsOn":["Train"]`, `"DependsOn":[]`, register, "", "metrics.auc.value", "metrics.f1")),
			want:  want{status: "Failed", stage: "step Decide", reason: "ClientError: Report has nothing at the path metrics.f1"},
			steps: "Evaluate:Succeeded Decide:Failed"},
		{name: "the job fails", world: exec("No", deny("s3:PutObject")), definition: definition(evaluate),
			want: want{status: "Failed", stage: "step Evaluate", reason: "ClientError: Failed to upload output to s3://out/" + flowID + ": AccessDenied (403): Access Denied",
				action: "s3:PutObject", layer: authz.IdentityPolicy}, steps: "Evaluate:Failed"},
		{name: "the service is refused with the step's role", world: exec("No", deny("s3:ListBucket")),
			definition: definition(changed(t, train, `"StoppingCondition"`, `"RoleArn":"`+execARN+`","StoppingCondition"`)),
			want: want{status: "Failed", stage: "step Train", reason: "ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: " + listRefused,
				action: "s3:ListBucket", layer: authz.IdentityPolicy}, steps: "Train:Failed"},
		{name: "the group of the model may not be made", world: pipelineMay("No", deny("sagemaker:CreateModelPackageGroup")), definition: definition(train, register),
			want: want{status: "Failed", stage: "step Register", reason: invoked("CreateModelPackageGroup", "Register", "sagemaker:CreateModelPackageGroup", jobARN+"model-package-group/churn"),
				action: "sagemaker:CreateModelPackageGroup", layer: authz.IdentityPolicy}, steps: "Train:Succeeded Register:Failed"},
		{name: "the group of the model may not be tagged", world: pipelineMay("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sagemaker:AddTags","Resource":"arn:aws:sagemaker:*:*:model-package-group/*"}}`)), definition: definition(train, register),
			want: want{status: "Failed", stage: "step Register", reason: invoked("CreateModelPackageGroup", "Register", "sagemaker:AddTags", jobARN+"model-package-group/churn"),
				action: "sagemaker:AddTags", layer: authz.IdentityPolicy}, steps: "Train:Succeeded Register:Failed"},
		{name: "the model may not be registered", world: pipelineMay("No", deny("sagemaker:CreateModelPackage")), definition: definition(train, register),
			want: want{status: "Failed", stage: "step Register", reason: invoked("CreateModelPackage", "Register", "sagemaker:CreateModelPackage", jobARN+"model-package/churn/1"),
				action: "sagemaker:CreateModelPackage", layer: authz.IdentityPolicy}, steps: "Train:Succeeded Register:Failed"},
		{name: "the model's artifact may not be read", world: pipelineMay("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::*/model.tar.gz"}}`)), definition: definition(train, register),
			want: want{status: "Failed", stage: "step Register", reason: "ClientError: Failed to invoke sagemaker:CreateModelPackage. Error Details: Access denied for bucket: out, object key: " +
				strings.TrimPrefix(trained, jobARN+"training-job/") + "/output/model.tar.gz",
				action: "s3:GetObject", layer: authz.IdentityPolicy}, steps: "Train:Succeeded Register:Failed"},
		{name: "the registered model may not be described", world: pipelineMay("No", deny("sagemaker:DescribeModelPackage")), definition: definition(train, register),
			want: want{status: "Failed", stage: "step Register", reason: invoked("DescribeModelPackage", "Register", "sagemaker:DescribeModelPackage", jobARN+"model-package/churn/1"),
				action: "sagemaker:DescribeModelPackage", layer: authz.IdentityPolicy}, steps: "Train:Succeeded Register:Failed"},
		{name: "the prefix makes the name too long", definition: definition(changed(t, train, `"Arguments":{`, `"Arguments":{"TrainingJobName":"`+strings.Repeat("p", 45)+`",`)),
			want: want{status: "Failed", stage: "step Train", reason: "ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: 2 validation errors detected: Value '" + long +
				"' at 'trainingJobName' failed to satisfy constraint: Member must have length less than or equal to 63; Value '" + long +
				"' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"},
			steps: "Train:Failed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, withPipeline)
			l.later(tc.world)
			arn, err := l.startFlow(tc.definition)
			l.check(arn, err, tc.want)
			if got := l.outcome(); got != tc.steps {
				t.Errorf("got %s, want %s", got, tc.steps)
			}
		})
	}
}
