package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

const automlJob = "automl-job"

// An automlOrder is what both versions of the API ask for.
type automlOrder struct {
	name, role string
	tags       []types.Tag
	inputs     []types.AutoMLS3DataSource
	output     types.AutoMLOutputDataConfig
	security   types.AutoMLSecurityConfig
	deploy     *types.ModelDeployConfig
	// definitionsOnly ends the job when the candidates are defined.
	definitionsOnly bool
}

// An automlShown is what Describe answers: V1 is nil for a job of the second
// version, which the first does not describe.
type automlShown struct {
	V1         *sdk.DescribeAutoMLJobOutput
	V2         sdk.DescribeAutoMLJobV2Output
	Candidates []types.AutoMLCandidate
}

// createAutoMLJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAutoMLJob.html.
// What the role may not do fails the job, not the request: which texts AWS shows
// is not documented.
func (r *request) createAutoMLJob(in *sdk.CreateAutoMLJobInput) (*sdk.CreateAutoMLJobOutput, *awsproto.Error) {
	o := automlOrder{
		name: aws.ToString(in.AutoMLJobName), role: aws.ToString(in.RoleArn), tags: in.Tags,
		deploy: in.ModelDeployConfig, definitionsOnly: aws.ToBool(in.GenerateCandidateDefinitionsOnly),
	}
	v1, v2 := &sdk.DescribeAutoMLJobOutput{}, sdk.DescribeAutoMLJobV2Output{SecurityConfig: automlSecurity(in.AutoMLJobConfig)}
	for _, c := range in.InputDataConfig {
		o.add(c.DataSource)
		var channel types.AutoMLJobChannel
		carry(&channel, &c)
		v2.AutoMLJobInputDataConfig = append(v2.AutoMLJobInputDataConfig, channel)
	}
	o.configure(in.OutputDataConfig, v2.SecurityConfig)
	carry(v1, in)
	carry(&v2, in)
	arn, err := r.startAutoML(o, automlShown{V1: v1, V2: v2})
	return &sdk.CreateAutoMLJobOutput{AutoMLJobArn: arn}, err
}

func automlSecurity(c *types.AutoMLJobConfig) *types.AutoMLSecurityConfig {
	if c == nil {
		return nil
	}
	return c.SecurityConfig
}

// createAutoMLJobV2 is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAutoMLJobV2.html.
// All problem types go through the stages of the tabular one.
func (r *request) createAutoMLJobV2(in *sdk.CreateAutoMLJobV2Input) (*sdk.CreateAutoMLJobV2Output, *awsproto.Error) {
	o := automlOrder{
		name: aws.ToString(in.AutoMLJobName), role: aws.ToString(in.RoleArn), tags: in.Tags, deploy: in.ModelDeployConfig,
	}
	for _, c := range in.AutoMLJobInputDataConfig {
		o.add(c.DataSource)
	}
	o.configure(in.OutputDataConfig, in.SecurityConfig)
	if tabular, ok := in.AutoMLProblemTypeConfig.(*types.AutoMLProblemTypeConfigMemberTabularJobConfig); ok {
		o.definitionsOnly = aws.ToBool(tabular.Value.GenerateCandidateDefinitionsOnly)
	}
	v2 := sdk.DescribeAutoMLJobV2Output{AutoMLProblemTypeConfigName: problemName(in.AutoMLProblemTypeConfig)}
	carry(&v2, in)
	arn, err := r.startAutoML(o, automlShown{V2: v2})
	return &sdk.CreateAutoMLJobV2Output{AutoMLJobArn: arn}, err
}

func problemName(c types.AutoMLProblemTypeConfig) types.AutoMLProblemTypeConfigName {
	switch c.(type) {
	case *types.AutoMLProblemTypeConfigMemberImageClassificationJobConfig:
		return types.AutoMLProblemTypeConfigNameImageClassification
	case *types.AutoMLProblemTypeConfigMemberTextClassificationJobConfig:
		return types.AutoMLProblemTypeConfigNameTextClassification
	case *types.AutoMLProblemTypeConfigMemberTextGenerationJobConfig:
		return types.AutoMLProblemTypeConfigNameTextGeneration
	case *types.AutoMLProblemTypeConfigMemberTimeSeriesForecastingJobConfig:
		return types.AutoMLProblemTypeConfigNameTimeseriesForecasting
	default:
		return types.AutoMLProblemTypeConfigNameTabular
	}
}

func (o *automlOrder) add(source *types.AutoMLDataSource) {
	if source != nil && source.S3DataSource != nil {
		o.inputs = append(o.inputs, *source.S3DataSource)
	}
}

func (o *automlOrder) configure(output *types.AutoMLOutputDataConfig, security *types.AutoMLSecurityConfig) {
	if output != nil {
		o.output = *output
	}
	if security != nil {
		o.security = *security
	}
}

// startAutoML takes the job and runs it in the background.
func (r *request) startAutoML(o automlOrder, shown automlShown) (*string, *awsproto.Error) {
	if err := r.authorize(creation{kind: automlJob, name: o.name, tags: o.tags, role: o.role, keys: o.keys()}); err != nil {
		return nil, err
	}
	arn := r.arn(automlJob, o.name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, jobExists(arn)
	}
	w, err := r.worker(automlJob, o.name, o.role, notAssumable(o.role))
	if err != nil {
		return nil, err
	}
	v2 := &shown.V2
	v2.AutoMLJobArn, v2.AutoMLJobStatus, v2.AutoMLJobSecondaryStatus = &arn, types.AutoMLJobStatusInProgress, types.AutoMLJobSecondaryStatusStarting
	setTimes(v2, r.x.Now)
	rec := &record{kind: automlJob, name: o.name, account: w.account, arn: arn, tags: tagMap(o.tags), output: &shown, run: w.Run}
	if !r.h.records.add(rec) {
		return nil, jobExists(arn)
	}
	a := &automl{running: running{worker: w, rec: rec}, order: o}
	r.h.Board.Start(w.Run, a.run)
	return &arn, nil
}

func (o *automlOrder) keys() authz.Context {
	k := keys{}
	k.key("Output", o.output.KmsKeyId)
	k.key("Volume", o.security.VolumeKmsKeyId)
	k.flag("sagemaker:InterContainerTrafficEncryption", o.security.EnableInterContainerTrafficEncryption)
	k.vpc(o.security.VpcConfig)
	return authz.Context(k)
}
