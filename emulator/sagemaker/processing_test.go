package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// processing is a request that is taken and completes.
func processing() *sdk.CreateProcessingJobInput {
	return &sdk.CreateProcessingJobInput{
		ProcessingJobName: aws.String("clean"), RoleArn: aws.String(execARN),
		AppSpecification: &types.AppSpecification{ImageUri: aws.String(firstParty)},
		ProcessingInputs: []types.ProcessingInput{
			{InputName: aws.String("data"), S3Input: &types.ProcessingS3Input{S3Uri: aws.String("s3://data/in/"),
				S3DataType: types.ProcessingS3DataTypeS3Prefix, S3InputMode: types.ProcessingS3InputModeFile, LocalPath: aws.String("/opt/ml/processing/input")}},
			{InputName: aws.String("code"), S3Input: &types.ProcessingS3Input{S3Uri: aws.String("s3://data/code/x.py"),
				S3DataType: types.ProcessingS3DataTypeS3Prefix, LocalPath: aws.String("/opt/ml/processing/input/code")}},
		},
		ProcessingOutputConfig: &types.ProcessingOutputConfig{Outputs: []types.ProcessingOutput{
			{OutputName: aws.String("clean"), S3Output: &types.ProcessingS3Output{S3Uri: aws.String("s3://out/clean"),
				LocalPath: aws.String("/opt/ml/processing/output"), S3UploadMode: types.ProcessingS3UploadModeEndOfJob}},
		}},
		ProcessingResources: &types.ProcessingResources{ClusterConfig: &types.ProcessingClusterConfig{
			InstanceCount: aws.Int32(1), InstanceType: types.ProcessingInstanceTypeMlM5Large, VolumeSizeInGB: aws.Int32(10)}},
	}
}

// shell has an image that is a shell script of this machine.
func shell(script string) func(*world.World) {
	return func(w *world.World) { w.Images[firstParty] = &world.Image{Command: []string{"sh", "-c", script, "sh"}} }
}

const writeOutput = `echo made > "$SAGEMAKER_BASE_DIR/processing/output/made.txt"`

func both(changes ...func(*world.World)) func(*world.World) {
	return func(w *world.World) {
		for _, change := range changes {
			change(w)
		}
	}
}

func inVPC(in *sdk.CreateProcessingJobInput) {
	in.NetworkConfig = &types.NetworkConfig{VpcConfig: &types.VpcConfig{Subnets: []string{"subnet-1"}, SecurityGroupIds: []string{"sg-1"}}}
}

func image(uri string) func(*sdk.CreateProcessingJobInput) {
	return func(in *sdk.CreateProcessingJobInput) { in.AppSpecification.ImageUri = &uri }
}

const denied = "AccessDeniedException"

func TestProcessingJobsEndAsTheirRoleMay(t *testing.T) {
	const admin = "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann is not authorized to perform: "
	adminMayNot := func(actions string) func(*world.World) {
		return func(w *world.World) { w.Accounts[owner].Roles["Admin"].Policies["No"] = deny(actions) }
	}
	for _, tc := range []struct {
		name    string
		world   func(*world.World)
		request func(*sdk.CreateProcessingJobInput)
		want    want
	}{
		{name: "all it needs", want: want{status: "Completed"}},
		{name: "the code writes output", world: shell(writeOutput), want: want{status: "Completed"}},
		{name: "the caller may not create", world: adminMayNot("sagemaker:CreateProcessingJob"),
			want: want{code: denied, message: admin + "sagemaker:CreateProcessingJob on resource: " + jobARN + "processing-job/clean with an explicit deny in an identity-based policy"}},
		{name: "the caller may not tag", world: adminMayNot("sagemaker:AddTags"),
			request: func(in *sdk.CreateProcessingJobInput) {
				in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
			},
			want: want{code: denied, message: admin + "sagemaker:AddTags on resource: " + jobARN + "processing-job/clean with an explicit deny in an identity-based policy"}},
		{name: "the caller may not pass the role", world: adminMayNot("iam:PassRole"),
			want: want{code: denied, message: admin + "iam:PassRole on resource: " + execARN + " with an explicit deny in an identity-based policy"}},
		{name: "a role of another account",
			request: func(in *sdk.CreateProcessingJobInput) {
				in.RoleArn = aws.String("arn:aws:iam::" + foreign + ":role/Elsewhere")
			},
			want: want{code: "ValidationException", message: "RoleArn: Cross-account pass role is not allowed."}},
		{name: "a role that does not trust SageMaker",
			request: func(in *sdk.CreateProcessingJobInput) {
				in.RoleArn = aws.String("arn:aws:iam::" + owner + ":role/Untrusted")
			},
			want: want{code: "ValidationException", message: "Could not assume role arn:aws:iam::" + owner + ":role/Untrusted. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."}},
		{name: "input beside /opt/ml/processing",
			request: func(in *sdk.CreateProcessingJobInput) {
				in.ProcessingInputs[0].S3Input.LocalPath = aws.String("/opt/ml/processing/../input")
			},
			want: want{code: "ValidationException", message: "LocalPath '/opt/ml/processing/../input' must begin with /opt/ml/processing/"}},
		{name: "input to nowhere",
			request: func(in *sdk.CreateProcessingJobInput) { in.ProcessingInputs[0].S3Input.LocalPath = nil },
			want:    want{code: "ValidationException", message: "LocalPath is required for the processing input 'data'"}},
		{name: "an image that the role may not pull", world: exec("No", deny("ecr:BatchGetImage")), request: image(own),
			want: want{code: "ValidationException", message: "Access denied for repository: team/model in registry ID: " + owner + ". Please check if your ECR repository and image exist and role " + execARN + " has proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer"}},
		{name: "a volume key that the role may not hand on", world: exec("No", deny("kms:CreateGrant")),
			request: func(in *sdk.CreateProcessingJobInput) {
				in.ProcessingResources.ClusterConfig.VolumeKmsKeyId = aws.String(keyARN)
			},
			want: want{code: "ValidationException", message: "Unable to create a grant on the KMS key " + keyARN + ": User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: kms:CreateGrant on resource: " + keyARN + " with an explicit deny in an identity-based policy"}},
		{name: "a subnet that does not exist",
			request: func(in *sdk.CreateProcessingJobInput) {
				inVPC(in)
				in.NetworkConfig.VpcConfig.Subnets[0] = "subnet-9"
			},
			want: want{code: "ValidationException", message: "The subnet ID 'subnet-9' does not exist"}},
		{name: "EC2 with a condition",
			world: func(w *world.World) {
				w.Accounts[owner].Roles["Exec"].Policies = map[string]*world.Policy{"EC2": world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*",
					"Condition":{"StringEquals":{"ec2:Vpc":"arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1"}}}}`)}
			}, request: inVPC,
			want: want{code: "ValidationException", message: "Unable to validate the VPC configuration: User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action"}},
		{name: "EC2 on listed resources",
			world: func(w *world.World) {
				w.Accounts[owner].Roles["Exec"].Policies = map[string]*world.Policy{"EC2": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
					{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"},
					{"Effect":"Allow","Action":"ec2:*","Resource":["arn:aws:ec2:*:*:network-interface/*","arn:aws:ec2:*:*:subnet/*","arn:aws:ec2:*:*:security-group/*"]}]}`)}
			}, request: inVPC,
			want: want{code: "ValidationException", message: "Unable to validate the VPC configuration: User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: ec2:CreateNetworkInterface because no identity-based policy allows the ec2:CreateNetworkInterface action"}},
		{name: "interfaces that are forbidden in the subnet",
			world: exec("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ec2:CreateNetworkInterface","Resource":"arn:aws:ec2:*:*:subnet/subnet-1"}}`)), request: inVPC,
			want: want{status: "Failed", stage: "interface", reason: "InternalServerError: We encountered an internal error.  Please try again.", action: "ec2:CreateNetworkInterface"}},
		{name: "a VPC without a way to S3", world: func(w *world.World) { delete(w.Accounts[owner].VPCs["vpc-1"].Endpoints, "vpce-1") }, request: inVPC,
			want: want{status: "Failed", stage: "download", reason: "ClientError: Failed to download data. ListObjectsV2 failed for s3://data/in/ nextToken:[null]: Unable to execute request to S3"}},
		{name: "an endpoint that lets nothing out", world: func(w *world.World) {
			w.Accounts[owner].VPCs["vpc-1"].Endpoints["vpce-1"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}}`)
			shell(writeOutput)(w)
		}, request: inVPC,
			want: want{status: "Failed", stage: "upload", reason: "ClientError: Failed to upload output to s3://out/clean: AccessDenied (403): Access Denied", action: "s3:PutObject", layer: authz.VPCEndpointPolicy}},
		{name: "input that cannot be listed", world: exec("No", deny("s3:ListBucket")),
			want: want{status: "Failed", stage: "download", reason: "ClientError: Failed to download data. ListObjectsV2 failed for s3://data/in/ nextToken:[null]: Unable to execute request to S3", action: "s3:ListBucket", layer: authz.IdentityPolicy}},
		{name: "input that cannot be read", world: exec("No", deny("s3:GetObject")),
			want: want{status: "Failed", stage: "download", reason: "ClientError: Failed to download data. 403 Forbidden (403): Forbidden", action: "s3:GetObject"}},
		{name: "piped input that cannot be read", world: exec("No", deny("s3:GetObject")),
			request: func(in *sdk.CreateProcessingJobInput) {
				in.ProcessingInputs = in.ProcessingInputs[:1]
				in.ProcessingInputs[0].S3Input.S3InputMode = types.ProcessingS3InputModePipe
			},
			want: want{status: "Failed", stage: "code", reason: "AlgorithmError: , exit code: 1", action: "s3:GetObject"}},
		{name: "input that the code brings itself", world: exec("No", deny("s3:GetObject s3:ListBucket")),
			request: func(in *sdk.CreateProcessingJobInput) {
				for i := range in.ProcessingInputs {
					in.ProcessingInputs[i].AppManaged = aws.Bool(true)
				}
			}, want: want{status: "Completed"}},
		{name: "code that fails", world: shell(`exit 3`), want: want{status: "Failed", stage: "code", reason: "AlgorithmError: , exit code: 3"}},
		{name: "output that cannot be written", world: both(shell(writeOutput), exec("No", deny("s3:PutObject"))),
			want: want{status: "Failed", stage: "upload", reason: "ClientError: Failed to upload output to s3://out/clean: AccessDenied (403): Access Denied", action: "s3:PutObject"}},
		{name: "no output, and no right to write it", world: exec("No", deny("s3:PutObject")), want: want{status: "Completed"}},
		{name: "output with a key that the role may not use", world: both(shell(writeOutput), exec("No", deny("kms:GenerateDataKey"))),
			request: func(in *sdk.CreateProcessingJobInput) { in.ProcessingOutputConfig.KmsKeyId = aws.String(keyARN) },
			want:    want{status: "Failed", stage: "upload", reason: "ClientError: Failed to upload output to s3://out/clean: AccessDenied (403): Access Denied", action: "kms:GenerateDataKey"}},
		{name: "logs that cannot be written", world: exec("No", deny("logs:*")), want: want{status: "Completed"}},
		{name: "a table that Athena may not ask", world: exec("No", deny("athena:StartQueryExecution")), request: withAthena,
			want: want{status: "Failed", stage: "dataset", reason: "ClientError: Failed to create dataset: User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:us-east-1:" + owner + ":workgroup/primary with an explicit deny in an identity-based policy", action: "athena:StartQueryExecution"}},
		{name: "a table that Athena asks", request: withAthena, want: want{status: "Completed"}},
		{name: "a cluster that gives no credentials", world: exec("No", deny("redshift:GetClusterCredentials")), request: withRedshift,
			want: want{status: "Failed", stage: "dataset", reason: "ClientError: Failed to create dataset: User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: redshift:GetClusterCredentials on resource: arn:aws:redshift:us-east-1:" + owner + ":dbuser:sales/reader with an explicit deny in an identity-based policy", action: "redshift:GetClusterCredentials"}},
		{name: "a cluster that answers", request: withRedshift, want: want{status: "Completed"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.world)
			in := processing()
			if tc.request != nil {
				tc.request(in)
			}
			c := l.as("role/Admin/ann")
			l.mark()
			_, err := c.CreateProcessingJob(t.Context(), in)
			l.check("clean", err, tc.want)
		})
	}
}

func withAthena(in *sdk.CreateProcessingJobInput) {
	in.ProcessingInputs = []types.ProcessingInput{{InputName: aws.String("sales"), DatasetDefinition: &types.DatasetDefinition{
		LocalPath: aws.String("/opt/ml/processing/sales"),
		AthenaDatasetDefinition: &types.AthenaDatasetDefinition{Catalog: aws.String("AwsDataCatalog"), Database: aws.String("sales"),
			QueryString: aws.String("SELECT 1"), OutputS3Uri: aws.String("s3://out/athena/"), OutputFormat: types.AthenaResultFormatParquet},
	}}}
}

func withRedshift(in *sdk.CreateProcessingJobInput) {
	in.ProcessingInputs = []types.ProcessingInput{{InputName: aws.String("sales"), DatasetDefinition: &types.DatasetDefinition{
		LocalPath: aws.String("/opt/ml/processing/sales"),
		RedshiftDatasetDefinition: &types.RedshiftDatasetDefinition{ClusterId: aws.String("sales"), Database: aws.String("sales"), DbUser: aws.String("reader"),
			ClusterRoleArn: aws.String("arn:aws:iam::" + owner + ":role/Cluster"), QueryString: aws.String("SELECT 1"),
			OutputS3Uri: aws.String("s3://out/redshift/"), OutputFormat: types.RedshiftResultFormatParquet},
	}}}
}

// The container finds its input, its configuration and its arguments, and what
// it leaves is shown and uploaded.
func TestProcessingContainersGetWhatTheyArePromised(t *testing.T) {
	l := start(t, shell(`cd "$SAGEMAKER_BASE_DIR" && cat "$1" && cat processing/input/a.csv processing/input/deep/b.csv &&
		grep -o '"current_host": "algo-1"' config/resourceconfig.json && grep -o '"ProcessingJobName":"clean"' config/processingjobconfig.json &&
		echo "$2 $ProcessingJobName $ProcessingJobArn $DEPTH" && echo all good > output/message && mkdir -p processing/output/part && echo 1 > processing/output/part/0.csv`))
	in := processing()
	in.AppSpecification.ContainerEntrypoint = []string{"python3", "/opt/ml/processing/input/code/x.py"}
	in.AppSpecification.ContainerArguments = []string{"--fast"}
	in.Environment = map[string]string{"DEPTH": "3"}
	in.ProcessingOutputConfig.KmsKeyId = aws.String(keyARN)
	in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	c := l.as("role/Admin/ann")
	created, err := c.CreateProcessingJob(t.Context(), in)
	l.check("clean", err, want{status: "Completed"})
	run, _ := l.Jobs().Run("clean")
	text, _, _, _ := run.Log().From(0)
	const printed = "print()\n1,2\n3,4\n\"current_host\": \"algo-1\"\n\"ProcessingJobName\":\"clean\"\n--fast clean " + jobARN + "processing-job/clean 3\n"
	if diff := cmp.Diff(printed, string(text)); diff != "" {
		t.Errorf("the code saw (-want +got):\n%s", diff)
	}
	if got := l.keys("out"); got != "clean/part/0.csv" {
		t.Errorf("uploaded: %s", got)
	}
	out, err := c.DescribeProcessingJob(t.Context(), &sdk.DescribeProcessingJobInput{ProcessingJobName: in.ProcessingJobName})
	if err != nil {
		t.Fatal(err)
	}
	if out.ProcessingJobStatus != "Completed" || aws.ToString(out.ExitMessage) != "all good" || *out.ProcessingJobArn != *created.ProcessingJobArn ||
		out.ProcessingStartTime == nil || out.ProcessingEndTime == nil || out.FailureReason != nil {
		t.Errorf("described as %+v", out)
	}
	tags, err := c.ListTags(t.Context(), &sdk.ListTagsInput{ResourceArn: created.ProcessingJobArn})
	if err != nil || len(tags.Tags) != 1 || *tags.Tags[0].Key != "team" {
		t.Errorf("tags: %v %v", tags, err)
	}
}

// Continuous output is there although the code fails; what is uploaded at the
// end is not.
func TestContinuousOutputOutlivesItsCode(t *testing.T) {
	l := start(t, shell(writeOutput+` && mkdir -p "$SAGEMAKER_BASE_DIR/processing/live" && echo on > "$SAGEMAKER_BASE_DIR/processing/live/log.txt"; exit 1`))
	in := processing()
	in.ProcessingOutputConfig.Outputs = append(in.ProcessingOutputConfig.Outputs, types.ProcessingOutput{
		OutputName: aws.String("live"), S3Output: &types.ProcessingS3Output{S3Uri: aws.String("s3://out/live"),
			LocalPath: aws.String("/opt/ml/processing/live"), S3UploadMode: types.ProcessingS3UploadModeContinuous}})
	_, err := l.as("role/Admin/ann").CreateProcessingJob(t.Context(), in)
	l.check("clean", err, want{status: "Failed", stage: "code", reason: "AlgorithmError: , exit code: 1"})
	if got := l.keys("out"); got != "live/log.txt" {
		t.Errorf("uploaded: %s", got)
	}
}

func TestProcessingJobsAreListedAndStopped(t *testing.T) {
	l := start(t, shell(writeOutput+`; exec sleep 60`))
	c := l.as("role/Admin/ann")
	if _, err := c.CreateProcessingJob(t.Context(), processing()); err != nil {
		t.Fatal(err)
	}
	_, err := c.CreateProcessingJob(t.Context(), processing())
	l.refused(err, want{code: "ResourceInUse", message: "Job name must be unique within an AWS account and region, and a job with this name already exists (" + jobARN + "processing-job/clean)"})
	if _, err := c.StopProcessingJob(t.Context(), &sdk.StopProcessingJobInput{ProcessingJobName: aws.String("clean")}); err != nil {
		t.Fatal(err)
	}
	l.check("clean", nil, want{status: "Stopped"})
	for status, n := range map[types.ProcessingJobStatus]int{"Stopped": 1, "Failed": 0} {
		list, err := c.ListProcessingJobs(t.Context(), &sdk.ListProcessingJobsInput{StatusEquals: status})
		if err != nil || len(list.ProcessingJobSummaries) != n {
			t.Errorf("%s: %v %v", status, list, err)
		}
	}
	_, err = c.StopProcessingJob(t.Context(), &sdk.StopProcessingJobInput{ProcessingJobName: aws.String("clean")})
	l.refused(err, want{code: "ValidationException", message: "The request was rejected because the processing job is in status Stopped"})
	_, err = c.DescribeProcessingJob(t.Context(), &sdk.DescribeProcessingJobInput{ProcessingJobName: aws.String("other")})
	l.refused(err, want{code: "ResourceNotFound", message: "Requested resource not found."})
}
