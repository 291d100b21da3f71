package sagemaker

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// A tuning is a hyperparameter tuning job that runs.
type tuning struct {
	running
	in     *sdk.CreateHyperParameterTuningJobInput
	plans  []*plan
	counts counts
	best   *types.HyperParameterTrainingJobSummary
}

// run runs the training jobs, one at a time: MaxParallelTrainingJobs allows
// more, but then the calls of one replay would come in another order than those
// of the next.
func (t *tuning) run(ctx context.Context) {
	t.show(string(types.HyperParameterTuningJobStatusInProgress), "")
	for n := range t.number() {
		if ctx.Err() != nil || t.reached() {
			break
		}
		if err := t.child(ctx, n); err != nil {
			t.ends(types.HyperParameterTuningJobStatusFailed, t.faultOf(err))
			return
		}
	}
	switch reason := t.reason(); {
	case ctx.Err() != nil:
		t.ends(types.HyperParameterTuningJobStatusStopped, nil)
	case reason != "":
		t.ends(types.HyperParameterTuningJobStatusFailed, &fault{stageChildren, reason})
	default:
		t.ends(types.HyperParameterTuningJobStatusCompleted, nil)
	}
}

// number is how many training jobs there are to be.
func (t *tuning) number() int {
	c := t.in.HyperParameterTuningJobConfig
	n := maxGrid
	if c.ResourceLimits != nil && c.ResourceLimits.MaxNumberOfTrainingJobs != nil {
		n = int(*c.ResourceLimits.MaxNumberOfTrainingJobs)
	}
	if !t.grid() {
		return n
	}
	all := 0
	for _, p := range t.plans {
		all += combinations(p.dimensions)
	}
	return min(n, all)
}

func (t *tuning) grid() bool {
	return t.in.HyperParameterTuningJobConfig.Strategy == types.HyperParameterTuningJobStrategyTypeGrid
}

// reached: a training job was as good as the request wants one.
func (t *tuning) reached() bool {
	c := t.in.HyperParameterTuningJobConfig.TuningJobCompletionCriteria
	if c == nil || c.TargetObjectiveMetricValue == nil || t.best == nil {
		return false
	}
	best, target := *t.best.FinalHyperParameterTuningJobObjectiveMetric.Value, *c.TargetObjectiveMetricValue
	if t.best.FinalHyperParameterTuningJobObjectiveMetric.Type == types.HyperParameterTuningJobObjectiveTypeMinimize {
		return best <= target
	}
	return best >= target
}

// take counts a training job that has ended, and keeps the best.
func (t *tuning) take(p *plan, rec *record) {
	s := t.h.summary(p, rec)
	card := rec.run.Card()
	if card.Refused != "" {
		t.Note(stageChildren, card.Refused)
	}
	for _, note := range card.Notes {
		t.Hide(note)
	}
	t.counts.add(s)
	f := s.FinalHyperParameterTuningJobObjectiveMetric
	if f == nil || s.TrainingJobStatus != types.TrainingJobStatusCompleted {
		return
	}
	if t.best == nil || better(f, t.best.FinalHyperParameterTuningJobObjectiveMetric) {
		t.best = &s
	}
}

func better(a, b *types.FinalHyperParameterTuningJobObjectiveMetric) bool {
	if a.Type == types.HyperParameterTuningJobObjectiveTypeMinimize {
		return *a.Value < *b.Value
	}
	return *a.Value > *b.Value
}

// reason is why the job has failed; empty when it has not. An image for which
// the lab has nothing to run prints no metric, which is no failure of the job.
func (t *tuning) reason() string {
	switch {
	case t.counts.completed == 0:
		return allFailed
	case t.best != nil:
		return ""
	}
	for _, p := range t.plans {
		a := p.definition.AlgorithmSpecification
		if p.metric() != "" && len(a.MetricDefinitions) > 0 && imageOf(t.Agent.World(), aws.ToString(a.TrainingImage)) != nil {
			return noMetric(t.counts.completed)
		}
	}
	t.Hide("no training job has an objective metric: the lab has nothing to run for their image")
	return ""
}

// tell shows how far the job is.
func (t *tuning) tell() {
	now := t.Agent.Now()
	update(t.h.records, t.rec, func(out *sdk.DescribeHyperParameterTuningJobOutput) {
		out.TrainingJobStatusCounters, out.ObjectiveStatusCounters = t.counts.status(), t.counts.objective()
		out.BestTrainingJob, out.LastModifiedTime = t.best, &now
	})
}

// ends enters the last status of the job.
func (t *tuning) ends(status types.HyperParameterTuningJobStatus, f *fault) {
	now := t.Agent.Now()
	update(t.h.records, t.rec, func(out *sdk.DescribeHyperParameterTuningJobOutput) {
		out.HyperParameterTuningJobStatus, out.HyperParameterTuningEndTime, out.LastModifiedTime = status, &now, &now
		if f != nil {
			out.FailureReason = &f.reason
		}
	})
	if f != nil {
		t.showFault(string(status), f)
		return
	}
	t.show(string(status), "")
}
