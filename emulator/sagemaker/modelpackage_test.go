package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

func packaged(in *sdk.CreateModelPackageInput) *sdk.CreateModelPackageInput {
	in.InferenceSpecification = &types.InferenceSpecification{
		Containers:            []types.ModelPackageContainerDefinition{{Image: aws.String(firstParty), ModelDataUrl: aws.String("s3://data/model/model.tar.gz")}},
		SupportedContentTypes: []string{"text/csv"}, SupportedResponseMIMETypes: []string{"text/csv"},
	}
	return in
}

func TestModelPackagesAreVersionsOfTheirGroup(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	client := l.as("role/Admin/ann")
	group := aws.String("churn")
	made, err := client.CreateModelPackageGroup(t.Context(), &sdk.CreateModelPackageGroupInput{ModelPackageGroupName: group, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}})
	if err != nil || *made.ModelPackageGroupArn != jobARN+"model-package-group/churn" {
		t.Fatal(made, err)
	}
	for _, want := range []string{"1", "2"} {
		out, err := client.CreateModelPackage(t.Context(), packaged(&sdk.CreateModelPackageInput{ModelPackageGroupName: group}))
		if err != nil || *out.ModelPackageArn != jobARN+"model-package/churn/"+want {
			t.Fatal(out, err)
		}
	}
	second := aws.String(jobARN + "model-package/churn/2")
	out, err := client.DescribeModelPackage(t.Context(), &sdk.DescribeModelPackageInput{ModelPackageName: second})
	if err != nil || *out.ModelPackageVersion != 2 || out.ModelApprovalStatus != types.ModelApprovalStatusPendingManualApproval || out.ModelPackageStatus != types.ModelPackageStatusCompleted {
		t.Errorf("%+v %v", out, err)
	}
	if _, err := client.DeleteModelPackageGroup(t.Context(), &sdk.DeleteModelPackageGroupInput{ModelPackageGroupName: group}); err == nil {
		t.Error("a group with packages was deleted")
	}
	if _, err := client.DeleteModelPackage(t.Context(), &sdk.DeleteModelPackageInput{ModelPackageName: second}); err != nil {
		t.Error(err)
	}
	third, err := client.CreateModelPackage(t.Context(), packaged(&sdk.CreateModelPackageInput{ModelPackageGroupName: group, ModelApprovalStatus: types.ModelApprovalStatusApproved}))
	if err != nil || *third.ModelPackageArn != jobARN+"model-package/churn/3" {
		t.Errorf("%+v %v: numbers are not used twice", third, err)
	}
	if _, err := client.CreateModelPackage(t.Context(), packaged(&sdk.CreateModelPackageInput{ModelPackageName: aws.String("alone")})); err != nil {
		t.Error(err)
	}
	for _, tc := range []struct {
		in   sdk.ListModelPackagesInput
		want int
	}{
		{sdk.ListModelPackagesInput{}, 1},
		{sdk.ListModelPackagesInput{ModelPackageGroupName: group}, 2},
		{sdk.ListModelPackagesInput{ModelPackageGroupName: group, ModelApprovalStatus: types.ModelApprovalStatusApproved}, 1},
		{sdk.ListModelPackagesInput{ModelPackageType: types.ModelPackageTypeVersioned}, 2},
		{sdk.ListModelPackagesInput{ModelPackageType: types.ModelPackageTypeBoth}, 3},
	} {
		if out, err := client.ListModelPackages(t.Context(), &tc.in); err != nil || len(out.ModelPackageSummaryList) != tc.want {
			t.Errorf("%+v: %+v %v, want %d", tc.in, out, err, tc.want)
		}
	}
	described, err := client.DescribeModelPackageGroup(t.Context(), &sdk.DescribeModelPackageGroupInput{ModelPackageGroupName: made.ModelPackageGroupArn})
	if err != nil || *described.ModelPackageGroupName != "churn" || described.ModelPackageGroupStatus != types.ModelPackageGroupStatusCompleted {
		t.Errorf("%+v %v", described, err)
	}
}

func TestModelPackagesThatAreRefused(t *testing.T) {
	t.Parallel()
	tags := []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	approved := packaged(&sdk.CreateModelPackageInput{ModelPackageGroupName: aws.String("churn"), ModelApprovalStatus: types.ModelApprovalStatusApproved})
	for _, tc := range []struct {
		name  string
		world func(*world.World)
		in    *sdk.CreateModelPackageInput
		want  want
	}{
		{name: "approved by who may not", world: admin(world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sagemaker:CreateModelPackage","Resource":"*","Condition":{"StringEquals":{"sagemaker:ModelApprovalStatus":"Approved"}}}}`)), in: approved,
			want: want{code: denied, message: adminARN + " is not authorized to perform: sagemaker:CreateModelPackage on resource: " + jobARN + "model-package/churn/1 with an explicit deny in an identity-based policy"}},
		{name: "by who cannot read the artifact", world: admin(deny("s3:GetObject")), in: approved,
			want: want{code: "ValidationException", message: "Access denied for bucket: data, object key: model/model.tar.gz"}},
		{name: "into no group", in: packaged(&sdk.CreateModelPackageInput{ModelPackageGroupName: aws.String("none")}),
			want: want{code: "ValidationException", message: "ModelPackageGroup " + jobARN + "model-package-group/none does not exist."}},
		{name: "a version with tags", in: packaged(&sdk.CreateModelPackageInput{ModelPackageGroupName: aws.String("churn"), Tags: tags}),
			want: want{code: "ValidationException", message: "Tags cannot be given with ModelPackageGroupName: the versions of a group have its tags"}},
		{name: "without a name", in: packaged(&sdk.CreateModelPackageInput{}),
			want: want{code: "ValidationException", message: "Exactly one of ModelPackageName and ModelPackageGroupName must be specified"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, nil)
			client := l.as("role/Admin/ann")
			if _, err := client.CreateModelPackageGroup(t.Context(), &sdk.CreateModelPackageGroupInput{ModelPackageGroupName: aws.String("churn")}); err != nil {
				t.Fatal(err)
			}
			l.later(tc.world)
			before := l.Digest()
			_, err := client.CreateModelPackage(t.Context(), tc.in)
			l.refused(err, tc.want)
			if l.Digest() != before {
				t.Error("a refused request changed something")
			}
		})
	}
}
