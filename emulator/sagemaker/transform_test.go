package sagemaker_test

import (
	"io"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func transform() *sdk.CreateTransformJobInput {
	return &sdk.CreateTransformJobInput{
		TransformJobName: aws.String("score"), ModelName: aws.String("churn"),
		TransformInput: &types.TransformInput{DataSource: &types.TransformDataSource{S3DataSource: &types.TransformS3DataSource{
			S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String("s3://data/in/")}}},
		TransformOutput:    &types.TransformOutput{S3OutputPath: aws.String("s3://out/scores")},
		TransformResources: &types.TransformResources{InstanceType: types.TransformInstanceTypeMlM5Large, InstanceCount: aws.Int32(1)},
	}
}

// later takes rights away from the role when the model has been made.
func (l *lab) later(change func(*world.World)) {
	l.t.Helper()
	if change == nil {
		return
	}
	if err := l.Change(func(w *world.World) error { change(w); return nil }); err != nil {
		l.t.Fatal(err)
	}
}

func modelInVPC(in *sdk.CreateModelInput) {
	in.VpcConfig = &types.VpcConfig{Subnets: []string{"subnet-1"}, SecurityGroupIds: []string{"sg-1"}}
}

func TestTransformJobsEndAsTheRoleOfTheirModelMay(t *testing.T) {
	const (
		role   = "User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: "
		denies = " with an explicit deny in an identity-based policy"
	)
	uploads := want{status: "Failed", stage: "upload", reason: "ClientError: Failed to upload output to s3://out/scores: AccessDenied (403): Access Denied", action: "s3:PutObject"}
	withKey := func(in *sdk.CreateTransformJobInput) { in.TransformOutput.KmsKeyId = aws.String(keyARN) }
	usingKey := uploads
	usingKey.action = "kms:GenerateDataKey"
	for _, tc := range []struct {
		name    string
		model   func(*sdk.CreateModelInput)
		world   func(*world.World)
		request func(*sdk.CreateTransformJobInput)
		want    want
	}{
		{name: "all it needs", want: want{status: "Completed"}},
		{name: "the caller may not create", world: adminMayNot("sagemaker:CreateTransformJob"), want: want{code: denied,
			message: "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann is not authorized to perform: sagemaker:CreateTransformJob on resource: " + jobARN + "transform-job/score" + denies}},
		{name: "the caller passes no role", world: adminMayNot("iam:PassRole"), want: want{status: "Completed"}},
		{name: "no such model", request: func(in *sdk.CreateTransformJobInput) { in.ModelName = aws.String("none") },
			want: want{code: "ValidationException", message: `Could not find model "` + jobARN + `model/none".`}},
		{name: "the role no longer trusts SageMaker", world: func(w *world.World) { w.Accounts[owner].Roles["Exec"].Trust = nil },
			want: want{code: "ValidationException", message: "Could not assume role " + execARN + ". Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."}},
		{name: "input that cannot be listed", world: exec("No", deny("s3:ListBucket")), want: want{code: "ValidationException",
			message: `No S3 objects found under S3 URL "s3://data/in/" given in input data source. Please ensure that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "` + execARN + `" has "s3:ListBucket" permissions on bucket "data".`}},
		{name: "a volume key that the role may not hand on", world: exec("No", deny("kms:CreateGrant")),
			request: func(in *sdk.CreateTransformJobInput) { in.TransformResources.VolumeKmsKeyId = aws.String(keyARN) },
			want:    want{code: "ValidationException", message: "Unable to create a grant on the KMS key " + keyARN + ": " + role + "kms:CreateGrant on resource: " + keyARN + denies}},
		{name: "the model can no longer be read", world: exec("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/model/*"}}`)),
			want: want{status: "Failed", stage: "download", action: "s3:GetObject",
				reason: `Failed to download model data for container "container_1" from URL: "` + modelURL + `". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`}},
		{name: "input that cannot be read", world: exec("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/in/*"}}`)),
			want: want{status: "Failed", stage: "download", reason: "ClientError: Failed to download data. 403 Forbidden (403): Forbidden", action: "s3:GetObject"}},
		{name: "an image that the role may not pull", model: func(in *sdk.CreateModelInput) { in.PrimaryContainer.Image = aws.String(own) }, world: exec("No", deny("ecr:GetDownloadUrlForLayer")),
			want: want{status: "Failed", stage: "pull", action: "ecr:GetDownloadUrlForLayer",
				reason: "ClientError: Unable to pull the image: " + role + "ecr:GetDownloadUrlForLayer on resource: arn:aws:ecr:us-east-1:" + owner + ":repository/team/model" + denies}},
		{name: "output that cannot be written", world: exec("No", deny("s3:PutObject")), want: uploads},
		{name: "output with a key that the role may use", request: withKey, want: want{status: "Completed"}},
		{name: "output with a key that the role may not use", world: exec("No", deny("kms:GenerateDataKey")), request: withKey, want: usingKey},
		{name: "logs that cannot be written", world: exec("No", deny("logs:*")), want: want{status: "Completed"}},
		{name: "a VPC", model: modelInVPC, want: want{status: "Completed"}},
		{name: "a VPC that the role may not look at", model: modelInVPC, world: exec("No", deny("ec2:DescribeSubnets")),
			want: want{status: "Failed", stage: "network", reason: "Unable to create network interfaces in the VPC of the model: " + role + "ec2:DescribeSubnets with an explicit deny in an identity-based policy", action: "ec2:DescribeSubnets"}},
		{name: "an endpoint that lets nothing out", model: modelInVPC, world: func(w *world.World) {
			w.Accounts[owner].VPCs["vpc-1"].Endpoints["vpce-1"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}}`)
		}, want: want{status: "Failed", stage: "upload", reason: uploads.reason, action: "s3:PutObject", layer: authz.VPCEndpointPolicy}},
		{name: "a program that is refused", model: func(in *sdk.CreateModelInput) { in.PrimaryContainer.Image = aws.String(scripted) },
			world: func(w *world.World) { w.Images[scripted].Program = []string{"fail no table of users"} },
			want:  want{status: "Failed", stage: "code", reason: "AlgorithmError: no table of users, exit code: 1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, nil)
			in, m := transform(), model()
			if tc.request != nil {
				tc.request(in)
			}
			if tc.model != nil {
				tc.model(m)
			}
			c := l.as("role/Admin/ann")
			if _, err := c.CreateModel(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			l.later(tc.world)
			l.mark()
			_, err := c.CreateTransformJob(t.Context(), in)
			l.check("score", err, tc.want)
		})
	}
}

func TestTransformJobsStoreWhatTheModelAnswers(t *testing.T) {
	l := start(t, nil)
	c := l.as("role/Admin/ann")
	if _, err := c.CreateModel(t.Context(), model()); err != nil {
		t.Fatal(err)
	}
	in := transform()
	in.TransformOutput.KmsKeyId, in.TransformOutput.AssembleWith = aws.String(keyARN), types.AssemblyTypeLine
	_, err := c.CreateTransformJob(t.Context(), in)
	l.check("score", err, want{status: "Completed"})
	if got := l.keys("out"); got != "scores/a.csv.out scores/deep/b.csv.out" {
		t.Errorf("output: %s", got)
	}
	got, err := l.s3().GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("out"), Key: aws.String("scores/a.csv.out")})
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(got.Body)
	if err != nil || string(text) != "1,2\n" || aws.ToString(got.SSEKMSKeyId) != keyARN {
		t.Errorf("%q with %s, %v", text, aws.ToString(got.SSEKMSKeyId), err)
	}
	out, err := c.DescribeTransformJob(t.Context(), &sdk.DescribeTransformJobInput{TransformJobName: in.TransformJobName})
	if err != nil || out.TransformJobStatus != types.TransformJobStatusCompleted || out.TransformEndTime == nil || out.TransformStartTime == nil {
		t.Errorf("described as %+v, %v", out, err)
	}
	_, err = c.CreateTransformJob(t.Context(), in)
	l.refused(err, want{code: "ResourceInUse", message: "Job name must be unique within an AWS account and region, and a job with this name already exists (" + jobARN + "transform-job/score)"})
	_, err = c.StopTransformJob(t.Context(), &sdk.StopTransformJobInput{TransformJobName: in.TransformJobName})
	l.refused(err, want{code: "ValidationException", message: "The request was rejected because the transform job is in status Completed"})
	list, err := c.ListTransformJobs(t.Context(), &sdk.ListTransformJobsInput{StatusEquals: types.TransformJobStatusCompleted})
	if err != nil || len(list.TransformJobSummaries) != 1 {
		t.Errorf("listed: %v %v", list, err)
	}
}

// One object that is refused fails the job, and keeps no other from being
// transformed.
func TestATransformJobStoresWhatItCould(t *testing.T) {
	l := start(t, exec("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/in/a.csv"}}`)))
	c := l.as("role/Admin/ann")
	if _, err := c.CreateModel(t.Context(), model()); err != nil {
		t.Fatal(err)
	}
	_, err := c.CreateTransformJob(t.Context(), transform())
	l.check("score", err, want{status: "Failed", stage: "download", reason: "ClientError: Failed to download data. 403 Forbidden (403): Forbidden", action: "s3:GetObject"})
	if got := l.keys("out"); got != "scores/deep/b.csv.out" {
		t.Errorf("output: %s", got)
	}
}
