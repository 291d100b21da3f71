package sagemaker_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// A passing is an API that passes a role. before makes what it needs.
type passing struct {
	name   string
	before func(ctx context.Context, c *sdk.Client) error
	call   func(ctx context.Context, c *sdk.Client, role string) error
}

// passings are the APIs that AWS lists
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-pass-role).
var passings = []passing{
	{name: "CreateAutoMLJob", call: func(ctx context.Context, c *sdk.Client, role string) error {
		in := automl()
		in.RoleArn = &role
		_, err := c.CreateAutoMLJob(ctx, in)
		return err
	}},
	{name: "CreateCompilationJob", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateCompilationJob(ctx, compilation(role))
		return err
	}},
	{name: "CreateDomain", call: func(ctx context.Context, c *sdk.Client, role string) error {
		in := studio()
		in.DefaultUserSettings.ExecutionRole = &role
		_, err := c.CreateDomain(ctx, in)
		return err
	}},
	{name: "CreateFeatureGroup", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateFeatureGroup(ctx, featureGroup(role))
		return err
	}},
	{name: "CreateFlowDefinition", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateFlowDefinition(ctx, flow(role))
		return err
	}},
	{name: "CreateHyperParameterTuningJob", call: func(ctx context.Context, c *sdk.Client, role string) error {
		in := tuning()
		in.TrainingJobDefinition.RoleArn = &role
		_, err := c.CreateHyperParameterTuningJob(ctx, in)
		return err
	}},
	{name: "CreateImage", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateImage(ctx, &sdk.CreateImageInput{ImageName: aws.String("custom"), RoleArn: &role})
		return err
	}},
	{name: "CreateLabelingJob", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateLabelingJob(ctx, labeling(role))
		return err
	}},
	{name: "CreateModel", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateModel(ctx, &sdk.CreateModelInput{ModelName: aws.String("fraud"), ExecutionRoleArn: &role,
			PrimaryContainer: &types.ContainerDefinition{Image: aws.String(firstParty), ModelDataUrl: aws.String("s3://data/model/model.tar.gz")}})
		return err
	}},
	{name: "CreateMonitoringSchedule", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateMonitoringSchedule(ctx, monitoring(role))
		return err
	}},
	{name: "CreateNotebookInstance", call: func(ctx context.Context, c *sdk.Client, role string) error {
		in := notebook()
		in.RoleArn = &role
		_, err := c.CreateNotebookInstance(ctx, in)
		return err
	}},
	{name: "CreateProcessingJob", call: func(ctx context.Context, c *sdk.Client, role string) error {
		in := processing()
		in.RoleArn = &role
		_, err := c.CreateProcessingJob(ctx, in)
		return err
	}},
	{name: "CreateTrainingJob", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateTrainingJob(ctx, &sdk.CreateTrainingJobInput{
			TrainingJobName: aws.String("fraud"), RoleArn: &role,
			AlgorithmSpecification: &types.AlgorithmSpecification{TrainingImage: aws.String(firstParty), TrainingInputMode: types.TrainingInputModeFile},
			OutputDataConfig:       &types.OutputDataConfig{S3OutputPath: aws.String("s3://out/")},
			ResourceConfig:         &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
			StoppingCondition:      &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(60)},
		})
		return err
	}},
	{name: "CreateUserProfile", before: makeDomain, call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.CreateUserProfile(ctx, &sdk.CreateUserProfileInput{DomainId: aws.String(domainID), UserProfileName: aws.String("bob"),
			UserSettings: &types.UserSettings{ExecutionRole: &role}})
		return err
	}},
	{name: "RenderUiTemplate", call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.RenderUiTemplate(ctx, template(role))
		return err
	}},
	{name: "UpdateImage", before: func(ctx context.Context, c *sdk.Client) error {
		_, err := c.CreateImage(ctx, &sdk.CreateImageInput{ImageName: aws.String("custom"), RoleArn: aws.String(execARN)})
		return err
	}, call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.UpdateImage(ctx, &sdk.UpdateImageInput{ImageName: aws.String("custom"), RoleArn: &role})
		return err
	}},
	{name: "UpdateNotebookInstance", before: makeStoppedNotebook, call: func(ctx context.Context, c *sdk.Client, role string) error {
		_, err := c.UpdateNotebookInstance(ctx, &sdk.UpdateNotebookInstanceInput{NotebookInstanceName: aws.String("lab"), RoleArn: &role})
		return err
	}},
}

func TestEveryAPIThatPassesARoleNeedsPassRole(t *testing.T) {
	const refused = "User: arn:aws:sts::" + owner + ":assumed-role/Caller/bob is not authorized to perform: iam:PassRole on resource: " +
		execARN + " because no identity-based policy allows the iam:PassRole action"
	for _, p := range passings {
		t.Run(p.name, func(t *testing.T) {
			for _, tc := range []struct {
				name, pass, role string
				want             want
			}{
				{"without iam:PassRole", "", execARN, want{code: denied, message: refused}},
				{"with iam:PassRole to another service", passTo("glue.amazonaws.com"), execARN, want{code: denied, message: refused}},
				{"with it, for another account's role", passTo(principal), "arn:aws:iam::" + foreign + ":role/Elsewhere",
					want{code: "ValidationException", message: "RoleArn: Cross-account pass role is not allowed."}},
				{"with it", passTo(principal), execARN, want{}},
			} {
				t.Run(tc.name, func(t *testing.T) {
					l := start(t, passer(tc.pass))
					if p.before != nil {
						if err := p.before(t.Context(), l.as("role/Admin/ann")); err != nil {
							t.Fatal(err)
						}
					}
					c := l.as("role/Caller/bob")
					before := l.Digest()
					err := p.call(t.Context(), c, tc.role)
					if tc.want.code == "" {
						if err != nil {
							t.Fatal(err)
						}
						return
					}
					l.refused(err, tc.want)
					if l.Digest() != before {
						t.Error("a refused call changed something")
					}
				})
			}
		})
	}
}

// A role that does not trust SageMaker is refused by every API, in the text
// of the API.
func TestEveryAPIThatPassesARoleNeedsItsTrust(t *testing.T) {
	const untrusted = "arn:aws:iam::" + owner + ":role/Untrusted"
	for _, p := range passings {
		t.Run(p.name, func(t *testing.T) {
			l := start(t, nil)
			if p.before != nil {
				if err := p.before(t.Context(), l.as("role/Admin/ann")); err != nil {
					t.Fatal(err)
				}
			}
			message := "Could not assume role " + untrusted + ". Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."
			switch p.name {
			case "CreateModel":
				message = `The execution role ARN "` + untrusted + `" is invalid. Please ensure that the role exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".`
			case "CreateDomain", "CreateUserProfile":
				message = "SageMaker is unable to perform: sts:AssumeRole on the role. Check if you have a trust relationship for 'sagemaker.amazonaws.com' to assume the role."
			}
			l.refused(p.call(t.Context(), l.as("role/Admin/ann"), untrusted), want{code: "ValidationException", message: message})
		})
	}
}
