package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// automl is a request of the first version that is taken and completes.
func automl() *sdk.CreateAutoMLJobInput {
	return &sdk.CreateAutoMLJobInput{
		AutoMLJobName: aws.String("auto"), RoleArn: aws.String(execARN),
		InputDataConfig: []types.AutoMLChannel{{TargetAttributeName: aws.String("label"), DataSource: &types.AutoMLDataSource{
			S3DataSource: &types.AutoMLS3DataSource{S3DataType: types.AutoMLS3DataTypeS3Prefix, S3Uri: aws.String("s3://data/in/")}}}},
		OutputDataConfig:  &types.AutoMLOutputDataConfig{S3OutputPath: aws.String("s3://out/auto")},
		ModelDeployConfig: &types.ModelDeployConfig{EndpointName: aws.String("live")},
	}
}

func secured(c types.AutoMLSecurityConfig) func(*sdk.CreateAutoMLJobInput) {
	return func(in *sdk.CreateAutoMLJobInput) { in.AutoMLJobConfig = &types.AutoMLJobConfig{SecurityConfig: &c} }
}

func TestAutoMLJobsFailInThePhaseThatNeedsWhatTheirRoleMayNot(t *testing.T) {
	const exec1 = "User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: "
	const explicit = " with an explicit deny in an identity-based policy"
	vpc := secured(types.AutoMLSecurityConfig{VpcConfig: &types.VpcConfig{Subnets: []string{"subnet-1"}, SecurityGroupIds: []string{"sg-1"}}})
	key := func(in *sdk.CreateAutoMLJobInput) { in.OutputDataConfig.KmsKeyId = aws.String(keyARN) }
	sealed := func(w *world.World) {
		for _, o := range w.Accounts[owner].Buckets["data"].Objects {
			o.Encryption = &world.Encryption{Algorithm: "aws:kms", Key: keyARN}
		}
	}
	for _, tc := range []struct {
		name      string
		world     func(*world.World)
		request   func(*sdk.CreateAutoMLJobInput)
		secondary types.AutoMLJobSecondaryStatus
		want      want
	}{
		{name: "all it needs", secondary: "Completed", want: want{status: "Completed"}},
		{name: "definitions only", secondary: "CandidateDefinitionsGenerated", want: want{status: "Completed"}, world: exec("No", deny("iam:PassRole sagemaker:*")),
			request: func(in *sdk.CreateAutoMLJobInput) {
				in.GenerateCandidateDefinitionsOnly, in.ModelDeployConfig = aws.Bool(true), nil
			}},
		{name: "no logs and no metrics", secondary: "Completed", world: exec("No", deny("logs:* cloudwatch:*")), want: want{status: "Completed"}},
		{name: "a VPC that the role may not look at", secondary: "Starting", request: vpc, world: exec("No", deny("ec2:DescribeSubnets")),
			want: want{status: "Failed", stage: "network", action: "ec2:DescribeSubnets", reason: "ClientError: Unable to use the VPC of the job: " + exec1 + "ec2:DescribeSubnets" + explicit}},
		{name: "a VPC that the role may not leave", secondary: "Starting", request: vpc, world: exec("No", deny("ec2:DeleteNetworkInterface")),
			want: want{status: "Failed", stage: "network", action: "ec2:DeleteNetworkInterface", reason: "ClientError: Unable to use the VPC of the job: " + exec1 + "ec2:DeleteNetworkInterface" + explicit}},
		{name: "a subnet that is not there", secondary: "Starting", request: secured(types.AutoMLSecurityConfig{VpcConfig: &types.VpcConfig{Subnets: []string{"subnet-9"}, SecurityGroupIds: []string{"sg-1"}}}),
			want: want{status: "Failed", stage: "network", reason: "ClientError: Unable to use the VPC of the job: The subnet ID 'subnet-9' does not exist"}},
		{name: "a VPC", secondary: "Completed", request: vpc, want: want{status: "Completed"}},
		{name: "a volume's key that the role may not hand on", secondary: "Starting", world: exec("No", deny("kms:CreateGrant")),
			request: secured(types.AutoMLSecurityConfig{VolumeKmsKeyId: aws.String(keyARN)}),
			want:    want{status: "Failed", stage: "volume", action: "kms:CreateGrant", reason: "ClientError: Unable to create a grant on the KMS key " + keyARN + ": " + exec1 + "kms:CreateGrant on resource: " + keyARN + explicit}},
		{name: "images that the role may not pull", secondary: "AnalyzingData", world: exec("No", deny("ecr:BatchGetImage")),
			want: want{status: "Failed", stage: "pull", action: "ecr:BatchGetImage", reason: "ClientError: Unable to pull the image: " + exec1 + "ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:683313688378:repository/sagemaker-sklearn-automl"}},
		{name: "input that cannot be listed", secondary: "AnalyzingData", world: exec("No", deny("s3:ListBucket")),
			want: want{status: "Failed", stage: "download", action: "s3:ListBucket", reason: "ClientError: Failed to download data. ListObjectsV2 failed for s3://data/in/ nextToken:[null]: Unable to execute request to S3"}},
		{name: "input that cannot be read", secondary: "AnalyzingData", world: exec("No", deny("s3:GetObject")),
			want: want{status: "Failed", stage: "download", action: "s3:GetObject", layer: authz.IdentityPolicy, reason: "ClientError: Failed to download data. 403 Forbidden (403): Forbidden"}},
		{name: "input that cannot be decrypted", secondary: "AnalyzingData", world: both(sealed, exec("No", deny("kms:Decrypt"))),
			want: want{status: "Failed", stage: "download", action: "kms:Decrypt", reason: "ClientError: Failed to download data. 403 Forbidden (403): Forbidden"}},
		{name: "output that cannot be written", secondary: "AnalyzingData", world: exec("No", deny("s3:PutObject")),
			want: want{status: "Failed", stage: "upload", action: "s3:PutObject", reason: "ClientError: Failed to upload output to s3://out/auto/auto/sagemaker-automl-candidates/notebooks/SageMakerAutopilotDataExplorationNotebook.ipynb: AccessDenied (403): Access Denied"}},
		{name: "output that cannot be encrypted", secondary: "AnalyzingData", request: key, world: exec("No", deny("kms:GenerateDataKey")),
			want: want{status: "Failed", stage: "upload", action: "kms:GenerateDataKey", reason: "ClientError: Failed to upload output to s3://out/auto/auto/sagemaker-automl-candidates/notebooks/SageMakerAutopilotDataExplorationNotebook.ipynb: AccessDenied (403): Access Denied"}},
		{name: "models that cannot be written", secondary: "ModelTuning",
			world: exec("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::out/auto/auto/tuning/*"}}`)),
			want:  want{status: "Failed", stage: "upload", action: "s3:PutObject", reason: "ClientError: Failed to upload output to s3://out/auto/auto/tuning/" + automlCandidate + "/output/model.tar.gz: AccessDenied (403): Access Denied"}},
		{name: "a role that may not pass itself", secondary: "GeneratingExplainabilityReport", world: exec("No", deny("iam:PassRole")),
			want: want{status: "Failed", stage: "pass-role", action: "iam:PassRole", reason: "ClientError: " + exec1 + "iam:PassRole on resource: " + execARN + explicit}},
		{name: "models that the role may not make", secondary: "GeneratingExplainabilityReport", world: exec("No", deny("sagemaker:CreateModel")),
			want: want{status: "Failed", stage: "explain", action: "sagemaker:CreateModel", reason: "ClientError: " + exec1 + "sagemaker:CreateModel on resource: " + jobARN + "model/" + automlCandidate + explicit}},
		{name: "endpoints that the role may not invoke", secondary: "GeneratingExplainabilityReport", world: exec("No", deny("sagemaker:InvokeEndpoint")),
			want: want{status: "Failed", stage: "explain", action: "sagemaker:InvokeEndpoint", reason: "ClientError: " + exec1 + "sagemaker:InvokeEndpoint on resource: " + jobARN + "endpoint/" + automlCandidate + explicit}},
		{name: "endpoints that the role may not leave", secondary: "GeneratingExplainabilityReport", world: exec("No", deny("sagemaker:DeleteEndpoint")),
			want: want{status: "Failed", stage: "explain", action: "sagemaker:DeleteEndpoint", reason: "ClientError: " + exec1 + "sagemaker:DeleteEndpoint on resource: " + jobARN + "endpoint/" + automlCandidate + explicit}},
		{name: "the endpoint of the request", secondary: "DeployingModel",
			world: exec("No", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sagemaker:CreateEndpoint","Resource":"arn:aws:sagemaker:*:*:endpoint/live"}}`)),
			want:  want{status: "Failed", stage: "deploy", action: "sagemaker:CreateEndpoint", reason: "ClientError: " + exec1 + "sagemaker:CreateEndpoint on resource: " + jobARN + "endpoint/live" + explicit}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.world)
			in := automl()
			if tc.request != nil {
				tc.request(in)
			}
			c := l.as("role/Admin/ann")
			_, err := c.CreateAutoMLJob(t.Context(), in)
			l.check("auto", err, tc.want)
			out, err := c.DescribeAutoMLJob(t.Context(), &sdk.DescribeAutoMLJobInput{AutoMLJobName: in.AutoMLJobName})
			if err != nil || string(out.AutoMLJobStatus) != tc.want.status || out.AutoMLJobSecondaryStatus != tc.secondary || aws.ToString(out.FailureReason) != tc.want.reason {
				t.Errorf("described as %+v %v", out, err)
			}
		})
	}
}

// automlCandidate follows from the job's ARN.
const automlCandidate = "auto-63c7f636"

// The documented policy of the role is enough.
func TestAutoMLJobsCompleteWithTheDocumentedPolicy(t *testing.T) {
	l := start(t, func(w *world.World) {
		w.Accounts[owner].Roles["Exec"].Policies = map[string]*world.Policy{"Documented": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Action":["iam:PassRole"],"Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}},
			{"Effect":"Allow","Action":["sagemaker:DescribeEndpointConfig","sagemaker:DescribeModel","sagemaker:InvokeEndpoint","sagemaker:ListTags","sagemaker:DescribeEndpoint",
			"sagemaker:CreateModel","sagemaker:CreateEndpointConfig","sagemaker:CreateEndpoint","sagemaker:DeleteModel","sagemaker:DeleteEndpointConfig","sagemaker:DeleteEndpoint",
			"cloudwatch:PutMetricData","logs:CreateLogStream","logs:PutLogEvents","logs:CreateLogGroup","logs:DescribeLogStreams","s3:GetObject","s3:PutObject","s3:ListBucket",
			"ecr:GetAuthorizationToken","ecr:BatchCheckLayerAvailability","ecr:GetDownloadUrlForLayer","ecr:BatchGetImage"],"Resource":"*"}]}`)}
	})
	_, err := l.as("role/Admin/ann").CreateAutoMLJob(t.Context(), automl())
	l.check("auto", err, want{status: "Completed"})
	if card := l.ended("auto"); len(card.Notes) > 0 {
		t.Error(card.Notes)
	}
}

// Jobs of the second version are described by it alone; it describes those of
// the first, too.
func TestTheSecondVersionOfAutoML(t *testing.T) {
	l := start(t, nil)
	c, ctx := l.as("role/Admin/ann"), t.Context()
	if _, err := c.CreateAutoMLJob(ctx, automl()); err != nil {
		t.Fatal(err)
	}
	_, err := c.CreateAutoMLJobV2(ctx, &sdk.CreateAutoMLJobV2Input{
		AutoMLJobName: aws.String("second"), RoleArn: aws.String(execARN),
		AutoMLJobInputDataConfig: []types.AutoMLJobChannel{{ChannelType: types.AutoMLChannelTypeTraining, DataSource: &types.AutoMLDataSource{
			S3DataSource: &types.AutoMLS3DataSource{S3DataType: types.AutoMLS3DataTypeS3Prefix, S3Uri: aws.String("s3://data/in/")}}}},
		OutputDataConfig: &types.AutoMLOutputDataConfig{S3OutputPath: aws.String("s3://out/second")},
		AutoMLProblemTypeConfig: &types.AutoMLProblemTypeConfigMemberTextClassificationJobConfig{Value: types.TextClassificationJobConfig{
			ContentColumn: aws.String("text"), TargetLabelColumn: aws.String("label")}},
	})
	l.check("second", err, want{status: "Completed"})
	for _, name := range []string{"auto", "second"} {
		out, err := c.DescribeAutoMLJobV2(ctx, &sdk.DescribeAutoMLJobV2Input{AutoMLJobName: &name})
		if err != nil || out.AutoMLJobStatus != types.AutoMLJobStatusCompleted || len(out.AutoMLJobInputDataConfig) != 1 || out.BestCandidate == nil || out.AutoMLJobArtifacts == nil {
			t.Errorf("%s: %+v %v", name, out, err)
		}
	}
	second, err := c.DescribeAutoMLJobV2(ctx, &sdk.DescribeAutoMLJobV2Input{AutoMLJobName: aws.String("second")})
	if err != nil || second.AutoMLProblemTypeConfigName != types.AutoMLProblemTypeConfigNameTextClassification {
		t.Errorf("%+v %v", second, err)
	}
	if _, ok := second.AutoMLProblemTypeConfig.(*types.AutoMLProblemTypeConfigMemberTextClassificationJobConfig); !ok {
		t.Errorf("problem type: %T", second.AutoMLProblemTypeConfig)
	}
	first, err := c.DescribeAutoMLJob(ctx, &sdk.DescribeAutoMLJobInput{AutoMLJobName: aws.String("auto")})
	if err != nil || *first.InputDataConfig[0].TargetAttributeName != "label" || aws.ToString(first.ModelDeployResult.EndpointName) != "live" {
		t.Errorf("%+v %v", first, err)
	}
	_, err = c.DescribeAutoMLJob(ctx, &sdk.DescribeAutoMLJobInput{AutoMLJobName: aws.String("second")})
	l.refused(err, want{code: "ValidationException", message: "The AutoML job second was created with CreateAutoMLJobV2. Use DescribeAutoMLJobV2."})
	list, err := c.ListAutoMLJobs(ctx, &sdk.ListAutoMLJobsInput{StatusEquals: types.AutoMLJobStatusCompleted})
	if err != nil || len(list.AutoMLJobSummaries) != 2 || *list.AutoMLJobSummaries[0].AutoMLJobName != "second" {
		t.Errorf("%+v %v", list, err)
	}
	found, err := c.ListCandidatesForAutoMLJob(ctx, &sdk.ListCandidatesForAutoMLJobInput{AutoMLJobName: aws.String("auto"), StatusEquals: types.CandidateStatusCompleted})
	if err != nil || len(found.Candidates) != 1 || *found.Candidates[0].CandidateName != automlCandidate {
		t.Errorf("%+v %v", found, err)
	}
	_, err = c.StopAutoMLJob(ctx, &sdk.StopAutoMLJobInput{AutoMLJobName: aws.String("auto")})
	l.refused(err, want{code: "ValidationException", message: "The request was rejected because the automl job is in status Completed"})
	_, err = c.CreateAutoMLJob(ctx, automl())
	l.refused(err, want{code: "ResourceInUse", message: "Job name must be unique within an AWS account and region, and a job with this name already exists (" + jobARN + "automl-job/auto)"})
}

// The second version says what kind of problem a job was given.
func TestAutoMLJobsNameTheirProblem(t *testing.T) {
	l := start(t, nil)
	c, ctx := l.as("role/Admin/ann"), t.Context()
	for i, tc := range []struct {
		name types.AutoMLProblemTypeConfigName
		last types.AutoMLJobSecondaryStatus
		of   types.AutoMLProblemTypeConfig
	}{
		{"Tabular", "CandidateDefinitionsGenerated", &types.AutoMLProblemTypeConfigMemberTabularJobConfig{Value: types.TabularJobConfig{
			TargetAttributeName: aws.String("label"), GenerateCandidateDefinitionsOnly: aws.Bool(true)}}},
		{"ImageClassification", "Completed", &types.AutoMLProblemTypeConfigMemberImageClassificationJobConfig{}},
		{"TextGeneration", "Completed", &types.AutoMLProblemTypeConfigMemberTextGenerationJobConfig{}},
		{"TimeSeriesForecasting", "Completed", &types.AutoMLProblemTypeConfigMemberTimeSeriesForecastingJobConfig{Value: types.TimeSeriesForecastingJobConfig{
			ForecastFrequency: aws.String("1D"), ForecastHorizon: aws.Int32(7), TimeSeriesConfig: &types.TimeSeriesConfig{
				TargetAttributeName: aws.String("sold"), TimestampAttributeName: aws.String("at"), ItemIdentifierAttributeName: aws.String("item")}}}},
	} {
		name := "problem-" + string(rune('a'+i))
		_, err := c.CreateAutoMLJobV2(ctx, &sdk.CreateAutoMLJobV2Input{
			AutoMLJobName: &name, RoleArn: aws.String(execARN), AutoMLProblemTypeConfig: tc.of,
			AutoMLJobInputDataConfig: []types.AutoMLJobChannel{{DataSource: &types.AutoMLDataSource{
				S3DataSource: &types.AutoMLS3DataSource{S3DataType: types.AutoMLS3DataTypeS3Prefix, S3Uri: aws.String("s3://data/in/")}}}},
			OutputDataConfig: &types.AutoMLOutputDataConfig{S3OutputPath: aws.String("s3://out/second")},
		})
		l.check(name, err, want{status: "Completed"})
		out, err := c.DescribeAutoMLJobV2(ctx, &sdk.DescribeAutoMLJobV2Input{AutoMLJobName: &name})
		if err != nil || out.AutoMLProblemTypeConfigName != tc.name || out.AutoMLJobSecondaryStatus != tc.last {
			t.Errorf("%s: %+v %v", tc.name, out, err)
		}
	}
}
