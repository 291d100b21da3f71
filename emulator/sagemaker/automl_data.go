package sagemaker

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

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
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err() // stopped: what is not there yet will not be
	case err != nil:
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
