package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

const modelURL = "s3://data/model/model.tar.gz"

func model() *sdk.CreateModelInput {
	return &sdk.CreateModelInput{
		ModelName: aws.String("churn"), ExecutionRoleArn: aws.String(execARN),
		PrimaryContainer: &types.ContainerDefinition{Image: aws.String(firstParty), ModelDataUrl: aws.String(modelURL)},
	}
}

func adminMayNot(actions string) func(*world.World) {
	return func(w *world.World) { w.Accounts[owner].Roles["Admin"].Policies["No"] = deny(actions) }
}

// noAccess is what CreateModel says whatever is wrong with the model's data.
func noAccess(uri string) want {
	return want{code: "ValidationException", message: "Could not access model data at " + uri + `. Please ensure that the role "` + execARN +
		`" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". ` +
		`Also ensure that the role has "s3:GetObject" permissions and that the object is located in us-east-1. ` +
		`If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.`}
}

func from(s types.S3ModelDataSource) func(*sdk.CreateModelInput) {
	return func(in *sdk.CreateModelInput) {
		in.PrimaryContainer.ModelDataUrl, in.PrimaryContainer.ModelDataSource = nil, &types.ModelDataSource{S3DataSource: &s}
	}
}

func encryptedModel(w *world.World) {
	w.Accounts[owner].Buckets["data"].Objects["model/model.tar.gz"].Encryption = &world.Encryption{Algorithm: "aws:kms", Key: keyID}
}

func TestModelsAreRefusedWhoseDataTheirRoleDoesNotReach(t *testing.T) {
	object := types.S3ModelDataSource{S3Uri: aws.String(modelURL), S3DataType: types.S3ModelDataTypeS3Object, CompressionType: types.ModelCompressionTypeGzip}
	prefix := types.S3ModelDataSource{S3Uri: aws.String("s3://data/many/"), S3DataType: types.S3ModelDataTypeS3Prefix, CompressionType: types.ModelCompressionTypeNone}
	several := func(in *sdk.CreateModelInput) {
		in.PrimaryContainer.Mode, in.PrimaryContainer.ModelDataUrl = types.ContainerModeMultiModel, aws.String("s3://data/many/")
	}
	for _, tc := range []struct {
		name    string
		world   func(*world.World)
		request func(*sdk.CreateModelInput)
		want    want
	}{
		{name: "all it needs"},
		{name: "the caller may not create", world: adminMayNot("sagemaker:CreateModel"), want: want{code: denied,
			message: "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann is not authorized to perform: sagemaker:CreateModel on resource: " + jobARN + "model/churn with an explicit deny in an identity-based policy"}},
		{name: "the caller may not pass the role", world: adminMayNot("iam:PassRole"), want: want{code: denied,
			message: "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann is not authorized to perform: iam:PassRole on resource: " + execARN + " with an explicit deny in an identity-based policy"}},
		{name: "a role that does not trust SageMaker",
			request: func(in *sdk.CreateModelInput) {
				in.ExecutionRoleArn = aws.String("arn:aws:iam::" + owner + ":role/Untrusted")
			},
			want: want{code: "ValidationException", message: `The execution role ARN "arn:aws:iam::` + owner + `:role/Untrusted" is invalid. Please ensure that the role exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".`}},
		{name: "an archive that the role may not read", world: exec("No", deny("s3:GetObject")), want: noAccess(modelURL)},
		{name: "an archive that does not exist",
			request: func(in *sdk.CreateModelInput) { in.PrimaryContainer.ModelDataUrl = aws.String("s3://data/model/none") }, want: noAccess("s3://data/model/none")},
		{name: "an archive is not decrypted", world: both(exec("No", deny("kms:Decrypt")), encryptedModel)},
		{name: "an archive needs no list", world: exec("No", deny("s3:ListBucket"))},
		{name: "an object that the role may not read", world: exec("No", deny("s3:GetObject")), request: from(object), want: noAccess(modelURL)},
		{name: "a prefix that the role may not list", world: exec("No", deny("s3:ListBucket")), request: from(prefix), want: noAccess("s3://data/many/")},
		{name: "a prefix is not read", world: exec("No", deny("s3:GetObject")), request: from(prefix)},
		{name: "several models that the role may not list", world: exec("No", deny("s3:ListBucket")), request: several, want: noAccess("s3://data/many/")},
		{name: "several models are not read", world: exec("No", deny("s3:GetObject")), request: several},
		{name: "the second container of a pipeline", world: exec("No", deny("s3:GetObject")), request: func(in *sdk.CreateModelInput) {
			in.Containers = []types.ContainerDefinition{{Image: aws.String(firstParty)}, *in.PrimaryContainer}
			in.PrimaryContainer = nil
		}, want: noAccess(modelURL)},
		{name: "additional data", world: exec("No", deny("s3:GetObject")), request: func(in *sdk.CreateModelInput) {
			in.PrimaryContainer = &types.ContainerDefinition{Image: aws.String(firstParty),
				AdditionalModelDataSources: []types.AdditionalModelDataSource{{ChannelName: aws.String("draft"), S3DataSource: &object}}}
		}, want: noAccess(modelURL)},
		{name: "a model package brings its own data", world: exec("No", deny("s3:* sagemaker:*")), request: func(in *sdk.CreateModelInput) {
			in.PrimaryContainer = &types.ContainerDefinition{ModelPackageName: aws.String(jobARN + "model-package/churn/1")}
		}},
		{name: "both one container and several", request: func(in *sdk.CreateModelInput) {
			in.Containers = []types.ContainerDefinition{{Image: aws.String(firstParty)}}
		}, want: want{code: "ValidationException", message: "Exactly one of PrimaryContainer and Containers must be specified"}},
		{name: "data without a role", request: func(in *sdk.CreateModelInput) { in.ExecutionRoleArn = nil },
			want: want{code: "ValidationException", message: "ExecutionRoleArn is required for a model with model data"}},
		{name: "no data and no role", request: func(in *sdk.CreateModelInput) {
			in.ExecutionRoleArn, in.PrimaryContainer.ModelDataUrl = nil, nil
		}},
		{name: "a subnet that does not exist", request: func(in *sdk.CreateModelInput) {
			in.VpcConfig = &types.VpcConfig{Subnets: []string{"subnet-9"}, SecurityGroupIds: []string{"sg-1"}}
		}, want: want{code: "ValidationException", message: "The subnet ID 'subnet-9' does not exist"}},
		{name: "an image is not looked at", world: exec("No", deny("ecr:*")), request: func(in *sdk.CreateModelInput) { in.PrimaryContainer.Image = aws.String(own) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.world)
			in := model()
			if tc.request != nil {
				tc.request(in)
			}
			c := l.as("role/Admin/ann")
			before := l.Digest()
			_, err := c.CreateModel(t.Context(), in)
			if tc.want.code != "" {
				l.refused(err, tc.want)
				if l.Digest() != before {
					t.Error("what was refused has changed something")
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestModelsAreDescribedListedAndDeleted(t *testing.T) {
	l := start(t, nil)
	c := l.as("role/Admin/ann")
	in := model()
	in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	created, err := c.CreateModel(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.CreateModel(t.Context(), in)
	l.refused(err, want{code: "ValidationException", message: `Cannot create already existing model "` + jobARN + `model/churn".`})
	out, err := c.DescribeModel(t.Context(), &sdk.DescribeModelInput{ModelName: in.ModelName})
	if err != nil || *out.ModelArn != *created.ModelArn || *out.ExecutionRoleArn != execARN || *out.PrimaryContainer.ModelDataUrl != modelURL {
		t.Errorf("described as %+v, %v", out, err)
	}
	in.ModelName, in.Tags = aws.String("another"), nil
	if _, err := c.CreateModel(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	names := func(in *sdk.ListModelsInput) (names []string) {
		list, err := c.ListModels(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list.Models {
			names = append(names, *m.ModelName)
		}
		return names
	}
	if diff := cmp.Diff([]string{"another", "churn"}, names(&sdk.ListModelsInput{SortBy: types.ModelSortKeyName, SortOrder: types.OrderKeyAscending})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"churn"}, names(&sdk.ListModelsInput{NameContains: aws.String("HUR")})); diff != "" {
		t.Error(diff)
	}
	tags, err := c.ListTags(t.Context(), &sdk.ListTagsInput{ResourceArn: created.ModelArn})
	if err != nil || len(tags.Tags) != 1 {
		t.Errorf("tags: %v %v", tags, err)
	}
	for range 2 {
		_, err = c.DeleteModel(t.Context(), &sdk.DeleteModelInput{ModelName: aws.String("churn")})
		if err == nil {
			_, err = c.DescribeModel(t.Context(), &sdk.DescribeModelInput{ModelName: aws.String("churn")})
		}
		l.refused(err, want{code: "ValidationException", message: `Could not find model "` + jobARN + `model/churn".`})
	}
}
