package sagemaker

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

const tuningJob = "hyper-parameter-tuning-job"

// createHyperParameterTuningJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html.
// Its training jobs are SageMaker's own doing: the caller needs no
// sagemaker:CreateTrainingJob. What is checked of them is checked now.
func (r *request) createHyperParameterTuningJob(in *sdk.CreateHyperParameterTuningJobInput) (*sdk.CreateHyperParameterTuningJobOutput, *awsproto.Error) {
	name := aws.ToString(in.HyperParameterTuningJobName)
	plans, err := plansOf(in)
	if err != nil {
		return nil, err
	}
	if err := r.authorizeTuning(in, plans); err != nil {
		return nil, err
	}
	arn := r.arn(tuningJob, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, tuningExists(name)
	}
	if err := r.checkParents(in.WarmStartConfig); err != nil {
		return nil, err
	}
	w, err := r.worker(tuningJob, name, plans[0].role(), notAssumable(plans[0].role()))
	if err != nil {
		return nil, err
	}
	err = w.checkPlans(r, plans)
	r.x.Made = w.Made()
	if err != nil {
		return nil, err
	}
	return r.startTuning(w, in, plans)
}

// authorizeTuning asks for the operation and for each role that training jobs
// are to have.
func (r *request) authorizeTuning(in *sdk.CreateHyperParameterTuningJobInput, plans []*plan) *awsproto.Error {
	name := aws.ToString(in.HyperParameterTuningJobName)
	err := r.authorize(creation{kind: tuningJob, name: name, tags: in.Tags, role: plans[0].role(), keys: tuningKeys(plans)})
	if err != nil {
		return err
	}
	passed := map[string]bool{plans[0].role(): true}
	for _, p := range plans[1:] {
		if passed[p.role()] {
			continue
		}
		passed[p.role()] = true
		if err := r.passRole(p.role(), r.arn(tuningJob, name)); err != nil {
			return err
		}
	}
	return nil
}

// checkParents refuses a warm start from jobs that do not exist.
func (r *request) checkParents(c *types.HyperParameterTuningJobWarmStartConfig) *awsproto.Error {
	if c == nil {
		return nil
	}
	for _, p := range c.ParentHyperParameterTuningJobs {
		arn := r.arn(tuningJob, aws.ToString(p.HyperParameterTuningJobName))
		if _, ok := r.h.records.get(arn); !ok {
			return couldNotFind("parent hyperparameter tuning job", arn)
		}
	}
	return nil
}

// checkPlans makes the checks of the training jobs that refuse the request, with
// the role of each.
func (w *worker) checkPlans(r *request, plans []*plan) *awsproto.Error {
	for _, p := range plans {
		if w.role != p.role() {
			if err := w.takeOn(r.ctx, p.role(), notAssumable(p.role())); err != nil {
				return err
			}
		}
		w.Network = job.Network{}
		if err := w.checkTraining(r.ctx, p.request("", nil, nil)); err != nil {
			return err
		}
		p.network, w.Network = w.Network, job.Network{}
	}
	return nil
}

// startTuning takes the job and runs it in the background.
func (r *request) startTuning(w *worker, in *sdk.CreateHyperParameterTuningJobInput, plans []*plan) (*sdk.CreateHyperParameterTuningJobOutput, *awsproto.Error) {
	rec := &record{kind: tuningJob, name: aws.ToString(in.HyperParameterTuningJobName), account: w.account, arn: w.arn,
		tags: tagMap(in.Tags), output: tuningOutput(w.arn, in, r.x.Now), run: w.Run}
	if !r.h.records.add(rec) {
		return nil, tuningExists(rec.name)
	}
	t := &tuning{running: running{worker: w, rec: rec}, in: in, plans: plans}
	w.h.Board.Start(w.Run, t.run)
	return &sdk.CreateHyperParameterTuningJobOutput{HyperParameterTuningJobArn: &w.arn}, nil
}

// tuningOutput is what DescribeHyperParameterTuningJob answers about a job that
// was taken at a time.
func tuningOutput(arn string, in *sdk.CreateHyperParameterTuningJobInput, at time.Time) *sdk.DescribeHyperParameterTuningJobOutput {
	return &sdk.DescribeHyperParameterTuningJobOutput{
		HyperParameterTuningJobName: in.HyperParameterTuningJobName, HyperParameterTuningJobArn: &arn,
		HyperParameterTuningJobConfig: in.HyperParameterTuningJobConfig, WarmStartConfig: in.WarmStartConfig, Autotune: in.Autotune,
		TrainingJobDefinition: in.TrainingJobDefinition, TrainingJobDefinitions: in.TrainingJobDefinitions,
		HyperParameterTuningJobStatus: types.HyperParameterTuningJobStatusInProgress, CreationTime: &at, LastModifiedTime: &at,
		TrainingJobStatusCounters: new(counts).status(), ObjectiveStatusCounters: new(counts).objective(),
	}
}
