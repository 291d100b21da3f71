package sagemaker

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// network puts the job into its VPC. Its processing jobs need the nine actions
// of EC2, on every resource
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-autopilot-perms).
func (a *automl) network(ctx context.Context) error {
	c := a.order.security.VpcConfig
	if c == nil {
		return nil
	}
	network, missing := networkOf(a.Agent.World(), a.account, c.Subnets)
	if missing != "" {
		return &fault{stageNetwork, automlNetworkRefused("The subnet ID '" + missing + "' does not exist")}
	}
	for _, action := range slices.Concat(inspectActions, attachActions) {
		refused, err := a.may(ctx, stageNetwork, action, "*", "", nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stageNetwork, automlNetworkRefused(refused)}
		}
	}
	a.Network = network
	return a.attach(ctx, c, automlNetworkRefused)
}

// volume: the documented permission is kms:CreateGrant alone.
func (a *automl) volume(ctx context.Context) error {
	return a.useVolume(aws.ToString(a.order.security.VolumeKmsKeyId), automlKeyRefused, "kms:CreateGrant")(ctx)
}

// logs: a role that may not write logs goes on without.
func (a *automl) logs(ctx context.Context) error {
	return a.writeLogs(ctx, "/aws/sagemaker/ProcessingJobs")
}

// automlImage is the repository of the image that analyzes data. AWS's own
// registries let everybody pull: the role alone decides.
const automlImage = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-sklearn-automl:2.5-1-cpu-py3"

var everybodyPulls = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",
	"Action":["ecr:BatchCheckLayerAvailability","ecr:GetDownloadUrlForLayer","ecr:BatchGetImage"]}}`)

// pull asks what the documented policy of the role has for images.
func (a *automl) pull(ctx context.Context) error {
	i, _ := parseImage(automlImage) // well formed
	i.region = a.region
	refused, err := a.may(ctx, stagePull, "ecr:GetAuthorizationToken", "*", "", nil)
	for _, action := range pullActions {
		if err != nil || refused != "" {
			break
		}
		refused, err = a.pullFrom(ctx, i, action)
	}
	if err == nil && refused != "" {
		err = &fault{stagePull, pullRefused(refused)}
	}
	return err
}

func (a *automl) pullFrom(ctx context.Context, i image, action string) (string, error) {
	_, operation := split(action)
	refusal, err := a.Ask(ctx, stagePull, "ecr", operation, gate.Question{
		Action: action, Resource: i.arn(), ResourceAccount: i.registry,
		ResourcePolicy: []authz.Attached{{Name: "repository policy", Document: everybodyPulls.Document}},
	})
	if err != nil || refusal == nil {
		return "", err
	}
	return refusal.Message, nil
}

// download brings the input to the processing job that analyzes it.
func (a *automl) download(ctx context.Context) error {
	for _, s := range a.order.inputs {
		err := a.fetch(ctx, stageDownload, types.S3DataType(s.S3DataType), aws.ToString(s.S3Uri), filepath.Join(a.root, "input"))
		if err != nil {
			return inputFault(err)
		}
	}
	return nil
}

// passRole: SageMaker makes the job's models as the role, which passes itself.
func (a *automl) passRole(ctx context.Context) error {
	refusal, err := a.Ask(ctx, stagePass, "iam", "PassRole", gate.Question{
		Action: "iam:PassRole", Resource: a.role, ResourceAccount: accountOf(a.role),
		Context: authz.Context{
			"iam:PassedToService":       authz.One(principal),
			"iam:AssociatedResourceArn": authz.One(a.of("model", a.candidate())),
			"aws:RequestedRegion":       authz.One("us-east-1"), // IAM is there
		},
	})
	if err == nil && refusal != nil {
		err = &fault{stagePass, automlRefused(refusal.Message)}
	}
	return err
}

// of is the ARN of something the job makes.
func (a *automl) of(kind, name string) string {
	return "arn:aws:sagemaker:" + a.region + ":" + a.account + ":" + kind + "/" + name
}

// candidate is the name of the one candidate.
func (a *automl) candidate() string { return a.order.name + "-" + digits(8, a.arn) }

// explain makes a model of the candidate and an endpoint that the report
// invokes, and deletes them again.
func (a *automl) explain(ctx context.Context) error {
	return a.operate(ctx, stageExplain, a.candidate(),
		"ListTags automl-job", "CreateModel model", "DescribeModel model", "CreateEndpointConfig endpoint-config",
		"DescribeEndpointConfig endpoint-config", "CreateEndpoint endpoint", "DescribeEndpoint endpoint", "InvokeEndpoint endpoint",
		"DeleteEndpoint endpoint", "DeleteEndpointConfig endpoint-config", "DeleteModel model")
}

// deploy makes the model and the endpoint that the request asks for. The lab
// asks whether the role may; it makes no endpoint.
func (a *automl) deploy(ctx context.Context) error {
	name := aws.ToString(a.order.deploy.EndpointName)
	if name == "" {
		name = a.candidate()
	}
	err := a.operate(ctx, stageDeploy, name, "CreateModel model", "CreateEndpointConfig endpoint-config", "CreateEndpoint endpoint", "DescribeEndpoint endpoint")
	if err == nil {
		update(a.h.records, a.rec, func(out *automlShown) { out.V2.ModelDeployResult = &types.ModelDeployResult{EndpointName: &name} })
	}
	return err
}

// operate asks about operations of SageMaker's on a kind of resource each.
func (a *automl) operate(ctx context.Context, stage, name string, operations ...string) error {
	for _, o := range operations {
		operation, kind, _ := strings.Cut(o, " ")
		on := name
		if kind == automlJob {
			on = a.order.name
		}
		refused, err := a.may(ctx, stage, "sagemaker:"+operation, a.of(kind, on), a.account, nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stage, automlRefused(refused)}
		}
	}
	return nil
}

// metrics: a role that may not write metrics loses them.
func (a *automl) metrics(ctx context.Context) error {
	refused, err := a.may(ctx, stageMetrics, "cloudwatch:PutMetricData", "*", "", nil)
	if refused != "" {
		a.Hide("metrics are missing: " + refused)
	}
	return err
}

// write uploads what a phase made, encrypted with the key of the request; without
// one with what the bucket has by default.
func (a *automl) write(ctx context.Context, name, text string) (string, error) {
	at, ok := job.ParseURI(aws.ToString(a.order.output.S3OutputPath))
	if !ok {
		return "", &fault{stageUpload, outputFailed(aws.ToString(a.order.output.S3OutputPath), errors.New("no S3 URI"))}
	}
	at = at.Below(a.order.name + "/" + name)
	err := a.Upload(ctx, stageUpload, at, strings.NewReader(text), job.Encryption{KMSKey: aws.ToString(a.order.output.KmsKeyId)})
	if err != nil {
		return "", &fault{stageUpload, outputFailed(at.String(), err)}
	}
	return at.String(), nil
}

// notebook is an empty one of Jupyter's.
const notebook = `{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}` + "\n"

func (a *automl) notebooks(ctx context.Context) error {
	const dir = "sagemaker-automl-candidates/notebooks/SageMakerAutopilot"
	exploration, err := a.write(ctx, dir+"DataExplorationNotebook.ipynb", notebook)
	if err != nil {
		return err
	}
	candidates, err := a.write(ctx, dir+"CandidateDefinitionNotebook.ipynb", notebook)
	if err != nil {
		return err
	}
	update(a.h.records, a.rec, func(out *automlShown) {
		out.V2.AutoMLJobArtifacts = &types.AutoMLJobArtifacts{DataExplorationNotebookLocation: &exploration, CandidateDefinitionNotebookLocation: &candidates}
	})
	return nil
}

func (a *automl) features(ctx context.Context) error {
	_, err := a.write(ctx, "preprocessed-data/header/headers.csv", "\n")
	return err
}

// tune uploads the model of the one candidate.
func (a *automl) tune(ctx context.Context) error {
	model, err := a.write(ctx, "tuning/"+a.candidate()+"/output/model.tar.gz", "")
	if err != nil {
		return err
	}
	now := a.Agent.Now()
	best := types.AutoMLCandidate{
		CandidateName: aws.String(a.candidate()), CandidateStatus: types.CandidateStatusCompleted, ObjectiveStatus: types.ObjectiveStatusSucceeded,
		CandidateSteps: []types.AutoMLCandidateStep{}, CreationTime: &now, LastModifiedTime: &now, EndTime: &now,
		InferenceContainers: []types.AutoMLContainerDefinition{{Image: aws.String(automlImage), ModelDataUrl: &model}},
	}
	update(a.h.records, a.rec, func(out *automlShown) {
		out.V2.BestCandidate, out.Candidates = &best, []types.AutoMLCandidate{best}
	})
	return nil
}

func (a *automl) explanations(ctx context.Context) error {
	_, err := a.write(ctx, "documentation/explainability/output/"+a.candidate()+"/analysis.json", "{}\n")
	return err
}

func (a *automl) insights(ctx context.Context) error {
	_, err := a.write(ctx, "documentation/model_monitor/output/"+a.candidate()+"/statistics.json", "{}\n")
	return err
}
