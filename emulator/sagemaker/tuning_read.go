package sagemaker

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeHyperParameterTuningJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeHyperParameterTuningJob.html.
func (r *request) describeHyperParameterTuningJob(in *sdk.DescribeHyperParameterTuningJobInput) (*sdk.DescribeHyperParameterTuningJobOutput, *awsproto.Error) {
	return describe[sdk.DescribeHyperParameterTuningJobOutput](r, tuningJob, aws.ToString(in.HyperParameterTuningJobName))
}

// listHyperParameterTuningJobs is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListHyperParameterTuningJobs.html.
func (r *request) listHyperParameterTuningJobs(in *sdk.ListHyperParameterTuningJobsInput) (*sdk.ListHyperParameterTuningJobsOutput, *awsproto.Error) {
	page, err := listed(r, tuningJob, in, func(rec *record) types.HyperParameterTuningJobSummary {
		out := output[sdk.DescribeHyperParameterTuningJobOutput](r.h.records, rec)
		return types.HyperParameterTuningJobSummary{
			HyperParameterTuningJobName: out.HyperParameterTuningJobName, HyperParameterTuningJobArn: out.HyperParameterTuningJobArn,
			HyperParameterTuningJobStatus: out.HyperParameterTuningJobStatus, CreationTime: out.CreationTime,
			HyperParameterTuningEndTime: out.HyperParameterTuningEndTime, LastModifiedTime: out.LastModifiedTime,
			Strategy: out.HyperParameterTuningJobConfig.Strategy, ResourceLimits: out.HyperParameterTuningJobConfig.ResourceLimits,
			TrainingJobStatusCounters: out.TrainingJobStatusCounters, ObjectiveStatusCounters: out.ObjectiveStatusCounters,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListHyperParameterTuningJobsOutput{HyperParameterTuningJobSummaries: page.items, NextToken: page.next}, nil
}

// stopHyperParameterTuningJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopHyperParameterTuningJob.html.
func (r *request) stopHyperParameterTuningJob(in *sdk.StopHyperParameterTuningJobInput) (*struct{}, *awsproto.Error) {
	now := r.x.Now
	return stop(r, tuningJob, aws.ToString(in.HyperParameterTuningJobName), func(out *sdk.DescribeHyperParameterTuningJobOutput) (string, bool) {
		was := out.HyperParameterTuningJobStatus
		if was != types.HyperParameterTuningJobStatusInProgress {
			return string(was), false
		}
		out.HyperParameterTuningJobStatus, out.LastModifiedTime = types.HyperParameterTuningJobStatusStopping, &now
		return "", true
	})
}

// listTrainingJobsForHyperParameterTuningJob is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTrainingJobsForHyperParameterTuningJob.html.
func (r *request) listTrainingJobsForHyperParameterTuningJob(in *sdk.ListTrainingJobsForHyperParameterTuningJobInput) (*sdk.ListTrainingJobsForHyperParameterTuningJobOutput, *awsproto.Error) {
	rec, err := r.find(tuningJob, aws.ToString(in.HyperParameterTuningJobName))
	if err != nil {
		return nil, err
	}
	plans, err := plansAgain(output[sdk.DescribeHyperParameterTuningJobOutput](r.h.records, rec))
	if err != nil {
		return nil, err
	}
	children, summaries := r.children(rec, plans)
	if in.SortBy == types.TrainingJobSortByOptionsFinalObjectiveMetricValue {
		sign := 1
		if in.SortOrder == types.SortOrderDescending {
			sign = -1
		}
		slices.SortStableFunc(children, func(a, b *record) int { return sign * compareMetric(summaries[a], summaries[b]) })
	}
	page, err := paged(children, in, func(rec *record) types.HyperParameterTrainingJobSummary { return summaries[rec] })
	if err != nil {
		return nil, err
	}
	return &sdk.ListTrainingJobsForHyperParameterTuningJobOutput{TrainingJobSummaries: page.items, NextToken: page.next}, nil
}

// children are the training jobs of a tuning job, in the order in which they
// were started: their plans take turns.
func (r *request) children(of *record, plans []*plan) ([]*record, map[*record]types.HyperParameterTrainingJobSummary) {
	var out []*record
	summaries := map[*record]types.HyperParameterTrainingJobSummary{}
	for _, rec := range r.h.records.of(of.account, trainingJob) {
		if aws.ToString(output[sdk.DescribeTrainingJobOutput](r.h.records, rec).TuningJobArn) != of.arn {
			continue
		}
		summaries[rec] = r.h.summary(planOf(plans, of.name, rec.name), rec)
		out = append(out, rec)
	}
	return out, summaries
}

// planOf is the plan of a training job: its number is in its name.
func planOf(plans []*plan, tuning, child string) *plan {
	n := numberIn(child[len(tuning)+1:])
	return plans[(n-1)%len(plans)]
}

// plansAgain are the plans of a job that was taken.
func plansAgain(out *sdk.DescribeHyperParameterTuningJobOutput) ([]*plan, *awsproto.Error) {
	return plansOf(&sdk.CreateHyperParameterTuningJobInput{HyperParameterTuningJobConfig: out.HyperParameterTuningJobConfig,
		TrainingJobDefinition: out.TrainingJobDefinition, TrainingJobDefinitions: out.TrainingJobDefinitions})
}

func compareMetric(a, b types.HyperParameterTrainingJobSummary) int {
	x, y := a.FinalHyperParameterTuningJobObjectiveMetric, b.FinalHyperParameterTuningJobObjectiveMetric
	switch {
	case x == nil || y == nil:
		return boolean(x != nil) - boolean(y != nil)
	case *x.Value < *y.Value:
		return -1
	case *x.Value > *y.Value:
		return 1
	}
	return 0
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// summary is what a tuning job shows of a training job.
func (h *Handler) summary(p *plan, rec *record) types.HyperParameterTrainingJobSummary {
	out := output[sdk.DescribeTrainingJobOutput](h.records, rec)
	s := types.HyperParameterTrainingJobSummary{
		TrainingJobName: out.TrainingJobName, TrainingJobArn: out.TrainingJobArn, TrainingJobStatus: out.TrainingJobStatus,
		TrainingJobDefinitionName: p.definition.DefinitionName, CreationTime: out.CreationTime,
		TrainingStartTime: out.TrainingStartTime, TrainingEndTime: out.TrainingEndTime, FailureReason: out.FailureReason,
		TunedHyperParameters: map[string]string{}, ObjectiveStatus: types.ObjectiveStatusFailed,
	}
	for _, d := range p.dimensions {
		s.TunedHyperParameters[d.name] = out.HyperParameters[d.name]
	}
	if value, ok := metricOf(out.FinalMetricDataList, p.metric()); ok {
		s.ObjectiveStatus = types.ObjectiveStatusSucceeded
		s.FinalHyperParameterTuningJobObjectiveMetric = &types.FinalHyperParameterTuningJobObjectiveMetric{
			MetricName: p.objective.MetricName, Type: p.objective.Type, Value: &value,
		}
	} else if out.TrainingEndTime == nil {
		s.ObjectiveStatus = types.ObjectiveStatusPending
	}
	return s
}
