package sagemaker

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// execution asks about the operation on an execution and finds it.
func (r *request) execution(arn *string) (*record, *awsproto.Error) {
	if err := r.allowed(aws.ToString(arn), nil); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(aws.ToString(arn))
	if !ok || rec.kind != executionKind || rec.account != r.accountID() {
		return nil, noExecution(aws.ToString(arn))
	}
	return rec, nil
}

// describePipelineExecution is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipelineExecution.html.
func (r *request) describePipelineExecution(in *sdk.DescribePipelineExecutionInput) (*sdk.DescribePipelineExecutionOutput, *awsproto.Error) {
	rec, err := r.execution(in.PipelineExecutionArn)
	if err != nil {
		return nil, err
	}
	return &output[execution](r.h.records, rec).Shown, nil
}

// describePipelineDefinitionForExecution is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipelineDefinitionForExecution.html.
func (r *request) describePipelineDefinitionForExecution(in *sdk.DescribePipelineDefinitionForExecutionInput) (*sdk.DescribePipelineDefinitionForExecutionOutput, *awsproto.Error) {
	rec, err := r.execution(in.PipelineExecutionArn)
	if err != nil {
		return nil, err
	}
	e := output[execution](r.h.records, rec)
	return &sdk.DescribePipelineDefinitionForExecutionOutput{PipelineDefinition: &e.Definition, CreationTime: e.Shown.CreationTime}, nil
}

// listPipelineExecutions is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineExecutions.html.
// The newest come first unless the request says otherwise (UNVERIFIED).
func (r *request) listPipelineExecutions(in *sdk.ListPipelineExecutionsInput) (*sdk.ListPipelineExecutionsOutput, *awsproto.Error) {
	rec, err := r.pipelineNamed(in.PipelineName, nil)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(r.h.executions(rec), func(e *record) bool {
		return outside(output[execution](r.h.records, e).Shown.CreationTime, in.CreatedAfter, in.CreatedBefore)
	})
	if in.SortBy == types.SortPipelineExecutionsByPipelineExecutionArn {
		slices.SortFunc(all, func(a, b *record) int { return strings.Compare(a.arn, b.arn) })
	}
	page, err := paged(newestFirst(all, in.SortOrder), &sdk.ListPipelineExecutionsInput{MaxResults: in.MaxResults, NextToken: in.NextToken}, func(e *record) types.PipelineExecutionSummary {
		out := output[execution](r.h.records, e).Shown
		return types.PipelineExecutionSummary{
			PipelineExecutionArn: out.PipelineExecutionArn, PipelineExecutionDisplayName: out.PipelineExecutionDisplayName,
			PipelineExecutionDescription: out.PipelineExecutionDescription, PipelineExecutionStatus: out.PipelineExecutionStatus,
			PipelineExecutionFailureReason: out.FailureReason, StartTime: out.CreationTime,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListPipelineExecutionsOutput{PipelineExecutionSummaries: page.items, NextToken: page.next}, nil
}

// listPipelineExecutionSteps is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineExecutionSteps.html.
// Steps that have not begun are not listed; the last comes first.
func (r *request) listPipelineExecutionSteps(in *sdk.ListPipelineExecutionStepsInput) (*sdk.ListPipelineExecutionStepsOutput, *awsproto.Error) {
	rec, err := r.execution(in.PipelineExecutionArn)
	if err != nil {
		return nil, err
	}
	all := newestFirst(r.h.records.of(rec.account, stepsOf(rec)), in.SortOrder)
	page, err := paged(all, in, func(s *record) types.PipelineExecutionStep {
		return *output[types.PipelineExecutionStep](r.h.records, s)
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListPipelineExecutionStepsOutput{PipelineExecutionSteps: page.items, NextToken: page.next}, nil
}

// stepsOf is the kind of the records of an execution's steps.
func stepsOf(execution *record) string { return "step of " + execution.arn }

// listPipelineParametersForExecution is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineParametersForExecution.html.
func (r *request) listPipelineParametersForExecution(in *sdk.ListPipelineParametersForExecutionInput) (*sdk.ListPipelineParametersForExecutionOutput, *awsproto.Error) {
	rec, err := r.execution(in.PipelineExecutionArn)
	if err != nil {
		return nil, err
	}
	all := output[execution](r.h.records, rec).Parameters
	f := filterOf(in)
	start, err := f.start()
	if err != nil {
		return nil, err
	}
	start = min(start, len(all))
	end := min(start+f.size(), len(all))
	return &sdk.ListPipelineParametersForExecutionOutput{PipelineParameters: all[start:end], NextToken: nextPage(end, len(all))}, nil
}
