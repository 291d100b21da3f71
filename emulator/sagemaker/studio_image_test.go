package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

// custom makes an image and a version of it.
func custom(t *testing.T, c *sdk.Client, base string) error {
	t.Helper()
	if _, err := c.CreateImage(t.Context(), &sdk.CreateImageInput{ImageName: aws.String("custom"), RoleArn: aws.String(execARN)}); err != nil {
		t.Fatal(err)
	}
	_, err := c.CreateImageVersion(t.Context(), &sdk.CreateImageVersionInput{ImageName: aws.String("custom"), BaseImage: &base, ClientToken: aws.String("once")})
	return err
}

func TestImageVersionsArePulledByTheRoleOfTheirImage(t *testing.T) {
	refused := func(action, why string) want {
		return want{status: "CREATE_FAILED", stage: "pull", action: action, reason: "Unable to access the base image " + own + ": User: arn:aws:sts::" + owner +
			":assumed-role/Exec/SageMaker is not authorized to perform: " + action + " on resource: arn:aws:ecr:us-east-1:" + owner + ":repository/team/model " + why}
	}
	const explicit = "with an explicit deny in an identity-based policy"
	for _, tc := range []struct {
		name, base string
		world      func(*world.World)
		want       want
	}{
		{name: "all it needs", base: own, want: want{status: "CREATED"}},
		{name: "the two documented actions are enough", base: own, want: want{status: "CREATED"}, world: func(w *world.World) {
			w.Accounts[owner].Roles["Exec"].Policies = map[string]*world.Policy{"Pull": world.MustPolicy(
				`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":"*"}}`)}
		}},
		{name: "no manifest", base: own, world: exec("No", deny("ecr:BatchGetImage")), want: refused("ecr:BatchGetImage", explicit)},
		{name: "no layers", base: own, world: exec("No", deny("ecr:GetDownloadUrlForLayer")), want: refused("ecr:GetDownloadUrlForLayer", explicit)},
		{name: "a repository that denies", base: own, want: refused("ecr:BatchGetImage", "with an explicit deny in a resource-based policy"), world: func(w *world.World) {
			w.Accounts[owner].Repositories["team/model"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"ecr:BatchGetImage"}}`)
		}},
		{name: "another account's repository without a policy", base: theirs, want: want{status: "CREATE_FAILED", stage: "pull", action: "ecr:BatchGetImage",
			reason: "Unable to access the base image " + theirs + ": User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:" +
				foreign + ":repository/shared"}},
		{name: "an image of AWS's", base: firstParty, world: exec("No", deny("ecr:*")), want: want{status: "CREATED"}},
		{name: "no image of ECR", base: "python:3.11", want: want{status: "CREATE_FAILED", stage: "pull", reason: "The base image python:3.11 is no image of Amazon ECR."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.world)
			c := l.as("role/Admin/ann")
			err := custom(t, c, tc.base)
			l.check("image-version/custom/1", err, tc.want)
			out, err := c.DescribeImageVersion(t.Context(), &sdk.DescribeImageVersionInput{ImageName: aws.String("custom")})
			if err != nil || string(out.ImageVersionStatus) != tc.want.status || aws.ToString(out.FailureReason) != tc.want.reason || *out.Version != 1 {
				t.Errorf("described as %+v %v", out, err)
			}
		})
	}
}

func TestImagesAreListedChangedAndDeletedWithTheirVersions(t *testing.T) {
	l := start(t, nil)
	c, ctx, name := l.as("role/Admin/ann"), t.Context(), aws.String("custom")
	if err := custom(t, c, own); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateImageVersion(ctx, &sdk.CreateImageVersionInput{ImageName: name, BaseImage: aws.String(own), ClientToken: aws.String("twice")}); err != nil {
		t.Fatal(err)
	}
	l.ended("image-version/custom/2")
	_, err := c.UpdateImage(ctx, &sdk.UpdateImageInput{ImageName: name, Description: aws.String("ours"), DisplayName: aws.String("Ours")})
	if err == nil {
		_, err = c.UpdateImage(ctx, &sdk.UpdateImageInput{ImageName: name, DeleteProperties: []string{"DisplayName"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	images, err := c.ListImages(ctx, &sdk.ListImagesInput{NameContains: aws.String("cus"), SortBy: types.ImageSortByImageName, SortOrder: types.ImageSortOrderDescending})
	if err != nil || len(images.Images) != 1 || aws.ToString(images.Images[0].Description) != "ours" || images.Images[0].DisplayName != nil {
		t.Errorf("%+v %v", images, err)
	}
	versions, err := c.ListImageVersions(ctx, &sdk.ListImageVersionsInput{ImageName: name, SortBy: types.ImageVersionSortByVersion})
	if err != nil || len(versions.ImageVersions) != 2 || versions.ImageVersions[0].ImageVersionStatus != types.ImageVersionStatusCreated {
		t.Errorf("%+v %v", versions, err)
	}
	_, err = c.DescribeImageVersion(ctx, &sdk.DescribeImageVersionInput{ImageName: name, Alias: aws.String("latest")})
	l.refused(err, want{code: "ResourceNotFound", message: "Requested resource not found."})
	_, err = c.DeleteImageVersion(ctx, &sdk.DeleteImageVersionInput{ImageName: name})
	l.refused(err, want{code: "ValidationException", message: "One of Version and Alias must be specified."})
	if _, err := c.DeleteImageVersion(ctx, &sdk.DeleteImageVersionInput{ImageName: name, Version: aws.Int32(1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteImage(ctx, &sdk.DeleteImageInput{ImageName: name}); err != nil {
		t.Fatal(err)
	}
	_, err = c.DescribeImage(ctx, &sdk.DescribeImageInput{ImageName: name})
	l.refused(err, want{code: "ResourceNotFound", message: "Image custom does not exist."})
	_, err = c.DeleteImage(ctx, &sdk.DeleteImageInput{ImageName: name})
	l.refused(err, want{code: "ResourceNotFound", message: "No Image with the name custom exists."})
	_, err = c.DescribeImageVersion(ctx, &sdk.DescribeImageVersionInput{ImageName: name, Version: aws.Int32(2)})
	l.refused(err, want{code: "ResourceNotFound", message: "Requested resource not found."})
}
