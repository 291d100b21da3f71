package sagemaker_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/world"
)

func bucketPolicy(bucket, statement string) func(*world.World) {
	return func(w *world.World) {
		w.Accounts[owner].Buckets[bucket].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":` + statement + `}`)
	}
}

const listRefused = `No S3 objects found under S3 URL "s3://data/in/" given in input data source. Please ensure that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "arn:aws:iam::111122223333:role/Exec" has "s3:ListBucket" permissions on bucket "data".`

// training is a request for a job that completes.
func training() *sdk.CreateTrainingJobInput {
	return &sdk.CreateTrainingJobInput{
		TrainingJobName: aws.String("fraud"), RoleArn: aws.String(execARN),
		AlgorithmSpecification: &types.AlgorithmSpecification{TrainingImage: aws.String(firstParty), TrainingInputMode: types.TrainingInputModeFile},
		InputDataConfig:        []types.Channel{channel("s3://data/in/")},
		OutputDataConfig:       &types.OutputDataConfig{S3OutputPath: aws.String("s3://out/")},
		ResourceConfig:         &types.ResourceConfig{InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: aws.Int32(1), VolumeSizeInGB: aws.Int32(10)},
		StoppingCondition:      &types.StoppingCondition{MaxRuntimeInSeconds: aws.Int32(60)},
	}
}

func channel(uri string) types.Channel {
	return types.Channel{ChannelName: aws.String("train"), DataSource: &types.DataSource{
		S3DataSource: &types.S3DataSource{S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String(uri)},
	}}
}

// code is an error's code and text.
func code(err error) (string, string) {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return "", ""
	}
	return api.ErrorCode(), api.ErrorMessage()
}

func TestTrainingJobsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		as     string
		world  func(*world.World)
		input  func(*sdk.CreateTrainingJobInput)
		code   string
		text   string // the message has it
		action string // of the call that was refused, if any was
	}{
		{name: "the caller may not create", as: "role/Nobody/ann", world: func(w *world.World) { w.Accounts[owner].Roles["Nobody"] = &world.Role{} }, code: "AccessDeniedException",
			text: "User: arn:aws:sts::111122223333:assumed-role/Nobody/ann is not authorized to perform: sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:us-east-1:111122223333:training-job/fraud because no identity-based policy allows the sagemaker:CreateTrainingJob action", action: "sagemaker:CreateTrainingJob"},
		{name: "the caller may not tag",
			world: func(w *world.World) {
				w.Accounts[owner].Roles["Admin"].Policies["No"] = deny("sagemaker:AddTags")
			},
			input: func(in *sdk.CreateTrainingJobInput) {
				in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
			},
			code: "AccessDeniedException", text: "sagemaker:AddTags", action: "sagemaker:AddTags"},
		{name: "the caller may not pass the role",
			world: func(w *world.World) { w.Accounts[owner].Roles["Admin"].Policies["No"] = deny("iam:PassRole") },
			code:  "AccessDeniedException", text: "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/Exec with an explicit deny", action: "iam:PassRole"},
		{name: "the role may be passed to another service only",
			world: func(w *world.World) {
				w.Accounts[owner].Roles["Admin"].Policies["All"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":[
					{"Effect":"Allow","Action":"sagemaker:*","Resource":"*"},
					{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"glue.amazonaws.com"}}}]}`)
			}, code: "AccessDeniedException", text: "iam:PassRole", action: "iam:PassRole"},
		{name: "the role is another account's",
			input: func(in *sdk.CreateTrainingJobInput) { in.RoleArn = aws.String("arn:aws:iam::444455556666:role/Exec") },
			code:  "ValidationException", text: "RoleArn: Cross-account pass role is not allowed."},
		{name: "the role trusts another service",
			world: func(w *world.World) {
				w.Accounts[owner].Roles["Exec"].Trust = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}}`)
			}, code: "ValidationException", action: "sts:AssumeRole",
			text: "Could not assume role arn:aws:iam::111122223333:role/Exec. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."},
		{name: "there is no role",
			input: func(in *sdk.CreateTrainingJobInput) { in.RoleArn = aws.String("arn:aws:iam::111122223333:role/Nobody") },
			code:  "ValidationException", text: "Could not assume role arn:aws:iam::111122223333:role/Nobody."},
		{name: "the role may not list", world: exec("No", deny("s3:ListBucket")), code: "ValidationException", text: listRefused, action: "s3:ListBucket"},
		{name: "there is nothing below the prefix",
			input: func(in *sdk.CreateTrainingJobInput) {
				in.InputDataConfig = []types.Channel{channel("s3://data/nothing/")}
			},
			code: "ValidationException", text: `No S3 objects found under S3 URL "s3://data/nothing/"`},
		{name: "the bucket denies the list",
			world: bucketPolicy("data", `{"Sid":"Closed","Effect":"Deny","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data"}`),
			code:  "ValidationException", text: listRefused, action: "s3:ListBucket"},
		{name: "the image may not be pulled", world: exec("No", deny("ecr:BatchGetImage")),
			input: func(in *sdk.CreateTrainingJobInput) { in.AlgorithmSpecification.TrainingImage = aws.String(own) },
			code:  "ValidationException", action: "ecr:BatchGetImage",
			text: "Access denied for repository: team/model in registry ID: 111122223333. Please check if your ECR repository and image exist and role arn:aws:iam::111122223333:role/Exec has proper pull permissions for SageMaker"},
		{name: "the algorithm may not be described", world: exec("No", deny("sagemaker:DescribeAlgorithm")),
			input: func(in *sdk.CreateTrainingJobInput) {
				in.AlgorithmSpecification.TrainingImage, in.AlgorithmSpecification.AlgorithmName = nil, aws.String("mine")
			}, code: "ValidationException", text: "Access denied when describing algorithm", action: "sagemaker:DescribeAlgorithm"},
		{name: "the volume's key may not be handed on", world: exec("No", deny("kms:CreateGrant")),
			input: func(in *sdk.CreateTrainingJobInput) { in.ResourceConfig.VolumeKmsKeyId = aws.String(keyARN) },
			code:  "ValidationException", text: "kms:CreateGrant", action: "kms:CreateGrant"},
		{name: "the VPC may not be seen", world: exec("No", deny("ec2:DescribeSubnets")), input: inSubnet("subnet-1"),
			code: "ValidationException", text: "ec2:DescribeSubnets", action: "ec2:DescribeSubnets"},
		{name: "there is no such subnet", input: inSubnet("subnet-none"), code: "ValidationException", text: "The subnet ID 'subnet-none' does not exist"},
		{name: "there is neither image nor algorithm",
			input: func(in *sdk.CreateTrainingJobInput) { in.AlgorithmSpecification.TrainingImage = nil },
			code:  "ValidationException", text: "either TrainingImage or AlgorithmName"},
		{name: "there are both",
			input: func(in *sdk.CreateTrainingJobInput) { in.AlgorithmSpecification.AlgorithmName = aws.String("mine") },
			code:  "ValidationException", text: "either TrainingImage or AlgorithmName"},
		{name: "a channel stands twice",
			input: func(in *sdk.CreateTrainingJobInput) {
				in.InputDataConfig = append(in.InputDataConfig, channel("s3://data/in/"))
			},
			code: "ValidationException", text: "The channel name train is used more than once."},
		{name: "an augmented manifest is not piped",
			input: func(in *sdk.CreateTrainingJobInput) {
				in.InputDataConfig[0].DataSource.S3DataSource.S3DataType = types.S3DataTypeAugmentedManifestFile
			}, code: "ValidationException", text: "AugmentedManifestFile requires Pipe"},
		{name: "records are not piped",
			input: func(in *sdk.CreateTrainingJobInput) {
				in.InputDataConfig[0].RecordWrapperType = types.RecordWrapperRecordio
			},
			code: "ValidationException", text: "RecordIO requires Pipe"},
		{name: "it waits shorter than it runs",
			input: func(in *sdk.CreateTrainingJobInput) { in.StoppingCondition.MaxWaitTimeInSeconds = aws.Int32(5) },
			code:  "ValidationException", text: "MaxWaitTimeInSeconds must be"},
		{name: "the name is none",
			input: func(in *sdk.CreateTrainingJobInput) { in.TrainingJobName = aws.String("my_job") },
			code:  "ValidationException", text: "1 validation error detected: Value 'my_job' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			in := training()
			if tc.input != nil {
				tc.input(in)
			}
			as := tc.as
			if as == "" {
				as = "role/Admin/ann"
			}
			client := l.as(as)
			before := l.Digest()
			_, err := client.CreateTrainingJob(t.Context(), in)
			got, text := code(err)
			if got != tc.code || !strings.Contains(text, tc.text) {
				t.Errorf("%s: %s\nwant %s with %q", got, text, tc.code, tc.text)
			}
			if action := l.refusedAction(); action != tc.action {
				t.Errorf("the rules refused %q, want %q", action, tc.action)
			}
			if len(l.Jobs().Cards()) != 0 {
				t.Error("a job was taken")
			}
			if l.Digest() != before {
				t.Error("a refused request changed the lab")
			}
		})
	}
}

func inSubnet(id string) func(*sdk.CreateTrainingJobInput) {
	return func(in *sdk.CreateTrainingJobInput) {
		in.VpcConfig = &types.VpcConfig{Subnets: []string{id}, SecurityGroupIds: []string{"sg-1"}}
	}
}

// refusedAction is the action of the newest refused call, whoever made it.
func (l *lab) refusedAction() string {
	entries := l.Journal().Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if a := entries[i].Refused(); a != nil {
			return a.Action
		}
	}
	return ""
}

func TestTrainingJobsThatFail(t *testing.T) {
	t.Parallel()
	const (
		download = "ClientError: Data download failed:failed to download data. 403 Forbidden (403): Forbidden"
		upload   = "ClientError: Artifact upload failed:Error 7: AccessDenied (403): Access Denied"
	)
	pipe := func(in *sdk.CreateTrainingJobInput) {
		in.AlgorithmSpecification.TrainingInputMode = types.TrainingInputModePipe
	}
	program := func(lines ...string) func(*world.World) {
		return func(w *world.World) {
			w.Images = map[string]*world.Image{strings.TrimSuffix(firstParty, ":1.7-1"): {Program: lines}}
		}
	}
	for _, tc := range []struct {
		name   string
		world  func(*world.World)
		input  func(*sdk.CreateTrainingJobInput)
		stage  string
		reason string
		action string
	}{
		{"the role may not read", exec("No", deny("s3:GetObject")), nil, "download", download, "s3:GetObject"},
		{"the input's key may not decrypt", func(w *world.World) {
			w.Accounts[owner].Buckets["data"].Objects["in/a.csv"].Encryption = &world.Encryption{Algorithm: "aws:kms", Key: keyID}
			exec("No", deny("kms:Decrypt"))(w)
		}, nil, "download", download, "kms:Decrypt"},
		{"the role may not write", exec("No", deny("s3:PutObject")), nil, "upload", upload, "s3:PutObject"},
		{"the output's key may not be used", exec("No", deny("kms:GenerateDataKey")), func(in *sdk.CreateTrainingJobInput) {
			in.OutputDataConfig.KmsKeyId = aws.String(keyARN)
		}, "upload", upload, "kms:GenerateDataKey"},
		{"the bucket wants another key", bucketPolicy("out", `{"Sid":"Key","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::out/*",
			"Condition":{"StringNotEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"`+keyARN+`"}}}`), nil, "upload", upload, "s3:PutObject"},
		{"the VPC has no way to S3", func(w *world.World) { w.Accounts[owner].VPCs["vpc-1"].Endpoints = nil }, inSubnet("subnet-1"), "download",
			"ClientError: Data download failed:Please ensure that the subnet's route table has a route to an S3 VPC endpoint or a NAT device, and both the security groups and the subnet's network ACL allow outbound traffic to S3.", ""},
		{"the endpoint lets nothing through", func(w *world.World) {
			w.Accounts[owner].VPCs["vpc-1"].Endpoints["vpce-1"].Policy = world.MustPolicy(`{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"*"}}`)
		}, inSubnet("subnet-1"), "download", download, "s3:GetObject"},
		{"no network interface", exec("No", deny("ec2:CreateNetworkInterface")), inSubnet("subnet-1"), "interface", "", "ec2:CreateNetworkInterface"},
		{"the stream is refused", exec("No", deny("s3:GetObject")), pipe, "code", "", "s3:GetObject"},
		{"the code is refused", func(w *world.World) {
			program("print hello", "put s3://data/elsewhere")(w)
			bucketPolicy("data", `{"Sid":"ReadOnly","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::data/*"}`)(w)
		}, nil, "code", `AlgorithmError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/Exec/SageMaker is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/elsewhere" with an explicit deny in a resource-based policy, exit code: 1`, "s3:PutObject"},
		{"the code fails by itself", program("fail the loss is NaN"), nil, "code", "AlgorithmError: the loss is NaN, exit code: 1", ""},
		{"the code exits", program("exit 3"), nil, "code", "AlgorithmError: , exit code: 3", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			in := training()
			if tc.input != nil {
				tc.input(in)
			}
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			card := l.ended("fraud")
			if card.Status != "Failed" || card.Stage != tc.stage || tc.reason != "" && card.Reason != tc.reason {
				t.Errorf("%s at %s: %s\nwant it to fail at %s: %s", card.Status, card.Stage, card.Reason, tc.stage, tc.reason)
			}
			entry, ok := l.Journal().Entry(card.Refused)
			switch {
			case tc.action == "" && card.Refused != "":
				t.Errorf("the job was refused %s, want nothing", card.Refused)
			case tc.action != "" && (!ok || entry.Refused() == nil || entry.Refused().Action != tc.action):
				t.Errorf("the job was refused %+v, want %s", entry, tc.action)
			}
			out, err := l.as("role/Admin/ann").DescribeTrainingJob(t.Context(), &sdk.DescribeTrainingJobInput{TrainingJobName: in.TrainingJobName})
			if err != nil || out.TrainingJobStatus != types.TrainingJobStatusFailed || aws.ToString(out.FailureReason) != card.Reason || out.SecondaryStatus != types.SecondaryStatusFailed {
				t.Errorf("%v: described as %+v", err, out)
			}
		})
	}
}

func TestATrainingJobThatCompletes(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	in := training()
	in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	created, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if card := l.ended("fraud"); card.Status != "Completed" || card.Reason != "" {
		t.Fatalf("%s: %s", card.Status, card.Reason)
	}
	out, err := l.as("role/Admin/ann").DescribeTrainingJob(t.Context(), &sdk.DescribeTrainingJobInput{TrainingJobName: in.TrainingJobName})
	if err != nil {
		t.Fatal(err)
	}
	var path []string
	for _, s := range out.SecondaryStatusTransitions {
		path = append(path, string(s.Status))
		if s.EndTime == nil || s.StartTime.Before(*out.CreationTime) {
			t.Errorf("transition %s lasts from %v to %v", s.Status, s.StartTime, s.EndTime)
		}
	}
	if got := strings.Join(path, " "); got != "Starting Downloading DownloadingTrainingImage Training Uploading Completed" {
		t.Errorf("transitions %s", got)
	}
	if aws.ToString(out.ModelArtifacts.S3ModelArtifacts) != "s3://out/fraud/output/model.tar.gz" || aws.ToString(out.TrainingJobArn) != aws.ToString(created.TrainingJobArn) {
		t.Errorf("%+v", out)
	}
	list, err := l.as("role/Admin/ann").ListTrainingJobs(t.Context(), &sdk.ListTrainingJobsInput{StatusEquals: types.TrainingJobStatusCompleted, NameContains: aws.String("RAU")})
	if err != nil || len(list.TrainingJobSummaries) != 1 {
		t.Errorf("%v: listed %+v", err, list)
	}
	tags, err := l.as("role/Admin/ann").ListTags(t.Context(), &sdk.ListTagsInput{ResourceArn: created.TrainingJobArn})
	if err != nil || len(tags.Tags) != 1 || aws.ToString(tags.Tags[0].Value) != "ml" {
		t.Errorf("%v: tags %+v", err, tags)
	}
	_, err = l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in)
	if got, _ := code(err); got != "ResourceInUse" {
		t.Errorf("the same name again: %v", err)
	}
}

func TestManifestsNameWhatIsDownloaded(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind types.S3DataType
		uri  string
		want []string
	}{
		{types.S3DataTypeS3Prefix, "s3://data/in/", []string{"in/a.csv", "in/deep/b.csv"}},
		{types.S3DataTypeManifestFile, "s3://data/manifest", []string{"manifest", "in/a.csv"}},
		{types.S3DataTypeAugmentedManifestFile, "s3://data/augmented", []string{"augmented", "in/deep/b.csv"}},
	} {
		t.Run(string(tc.kind), func(t *testing.T) {
			t.Parallel()
			l := start(t, func(w *world.World) {
				objects := w.Accounts[owner].Buckets["data"].Objects
				objects["manifest"] = &world.Object{Body: `[{"prefix": "s3://data/in/"}, "a.csv"]`}
				objects["augmented"] = &world.Object{Body: `{"source-ref": "s3://data/in/deep/b.csv", "label": 1}` + "\n"}
			})
			in := training()
			if tc.kind == types.S3DataTypeAugmentedManifestFile { // which are for pipes
				in.InputDataConfig[0].InputMode = types.TrainingInputModePipe
			}
			in.InputDataConfig[0].DataSource.S3DataSource.S3DataType = tc.kind
			in.InputDataConfig[0].DataSource.S3DataSource.S3Uri = &tc.uri
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			if card := l.ended("fraud"); card.Status != "Completed" {
				t.Fatalf("%s: %s", card.Status, card.Reason)
			}
			var read []string
			for _, e := range l.Journal().Entries() {
				if e.Operation == "GetObject" {
					read = append(read, strings.TrimPrefix(e.Asked[0].Resource, "arn:aws:s3:::data/"))
				}
			}
			if strings.Join(read, " ") != strings.Join(tc.want, " ") {
				t.Errorf("read %q, want %q", read, tc.want)
			}
		})
	}
}

func TestARoleThatMayNotLogTrainsAllTheSame(t *testing.T) {
	t.Parallel()
	l := start(t, exec("No", deny("logs:* cloudwatch:*")))
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), training()); err != nil {
		t.Fatal(err)
	}
	card := l.ended("fraud")
	notes := strings.Join(card.Notes, "\n")
	if card.Status != "Completed" || !strings.Contains(notes, "logs:CreateLogGroup") || !strings.Contains(notes, "cloudwatch:PutMetricData") {
		t.Errorf("%s: %q", card.Status, card.Notes)
	}
}
