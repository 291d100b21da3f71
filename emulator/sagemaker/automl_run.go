package sagemaker

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// An automl is an AutoML job that runs. The lab finds no model: it makes the
// calls of a job that finds one candidate.
type automl struct {
	running
	order automlOrder
}

// A phase is a secondary status of an AutoML job and the stages in it.
type phase struct {
	status types.AutoMLJobSecondaryStatus
	stages []func(*automl, context.Context) error
}

// definitions and candidates are the phases up to the definitions of the
// candidates, and after them. Which calls belong to which phase is UNVERIFIED;
// that the role makes them is in
// https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-autopilot-perms.
var (
	definitions = []phase{
		{types.AutoMLJobSecondaryStatusStarting, []func(*automl, context.Context) error{
			(*automl).begin, (*automl).network, (*automl).volume, (*automl).logs}},
		{types.AutoMLJobSecondaryStatusAnalyzingData, []func(*automl, context.Context) error{
			(*automl).pull, (*automl).download, (*automl).notebooks}},
	}
	candidates = []phase{
		{types.AutoMLJobSecondaryStatusFeatureEngineering, []func(*automl, context.Context) error{(*automl).features}},
		{types.AutoMLJobSecondaryStatusModelTuning, []func(*automl, context.Context) error{(*automl).tune, (*automl).metrics}},
		{types.AutoMLJobSecondaryStatusGeneratingExplainabilityReport, []func(*automl, context.Context) error{
			(*automl).passRole, (*automl).explain, (*automl).explanations}},
		{types.AutoMLJobSecondaryStatusGeneratingModelInsightsReport, []func(*automl, context.Context) error{(*automl).insights}},
		{types.AutoMLJobSecondaryStatusDeployingModel, []func(*automl, context.Context) error{(*automl).deploy}},
	}
)

func (a *automl) begin(ctx context.Context) error { return a.running.begin(ctx) }

// run runs the job to its end.
func (a *automl) run(ctx context.Context) {
	a.show(string(types.AutoMLJobStatusInProgress), "")
	status, secondary := types.AutoMLJobStatusCompleted, types.AutoMLJobSecondaryStatusCompleted
	stages := a.stages(definitions)
	if a.order.definitionsOnly {
		secondary = types.AutoMLJobSecondaryStatusCandidateDefinitionsGenerated
	} else {
		stages = append(stages, a.stages(candidates)...)
	}
	err := a.through(ctx, stages...)
	switch {
	case errors.Is(err, errStopped):
		status, secondary = types.AutoMLJobStatusStopped, types.AutoMLJobSecondaryStatusStopped
	case err != nil:
		a.fail(err)
		return
	}
	now := a.Agent.Now()
	update(a.h.records, a.rec, func(out *automlShown) {
		out.V2.AutoMLJobStatus, out.V2.AutoMLJobSecondaryStatus, out.V2.EndTime, out.V2.LastModifiedTime = status, secondary, &now, &now
	})
	a.show(string(status), "")
}

// stages are those of some phases, each phase beginning with its status.
func (a *automl) stages(phases []phase) []func(context.Context) error {
	var out []func(context.Context) error
	for _, p := range phases {
		if p.status == types.AutoMLJobSecondaryStatusDeployingModel && a.order.deploy == nil {
			continue
		}
		out = append(out, func(context.Context) error { a.becomes(p.status); return nil })
		for _, stage := range p.stages {
			out = append(out, func(ctx context.Context) error { return stage(a, ctx) })
		}
	}
	return out
}

func (a *automl) becomes(status types.AutoMLJobSecondaryStatus) {
	now := a.Agent.Now()
	update(a.h.records, a.rec, func(out *automlShown) {
		out.V2.AutoMLJobSecondaryStatus, out.V2.LastModifiedTime = status, &now
	})
}

// fail ends the job. The secondary status stays that of the phase that failed
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeAutoMLJob.html).
func (a *automl) fail(err error) {
	f := a.faultOf(err)
	f.reason = cut(f.reason, maxReason)
	now := a.Agent.Now()
	update(a.h.records, a.rec, func(out *automlShown) {
		out.V2.AutoMLJobStatus, out.V2.FailureReason, out.V2.EndTime, out.V2.LastModifiedTime = types.AutoMLJobStatusFailed, &f.reason, &now, &now
	})
	a.showFault(string(types.AutoMLJobStatusFailed), f)
}
