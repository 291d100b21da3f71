package sagemaker

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// pipelineNamed finds a pipeline by its name or ARN, whom it asks about.
func (r *request) pipelineNamed(name *string, keys authz.Context) (*record, *awsproto.Error) {
	arn := r.arnOf(pipelineKind, name)
	if err := r.allowed(arn, keys); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok || rec.kind != pipelineKind || rec.account != r.accountID() {
		return nil, noPipeline(arn)
	}
	return rec, nil
}

// describePipeline is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipeline.html.
func (r *request) describePipeline(in *sdk.DescribePipelineInput) (*sdk.DescribePipelineOutput, *awsproto.Error) {
	rec, err := r.pipelineNamed(in.PipelineName, versionKeys(in.PipelineVersionId))
	if err != nil {
		return nil, err
	}
	if in.PipelineVersionId != nil || in.PipelineVersionAlias != nil {
		return nil, awsproto.NotEmulated("SageMaker", "DescribePipeline with a version of a pipeline")
	}
	return output[sdk.DescribePipelineOutput](r.h.records, rec), nil
}

func versionKeys(id *int64) authz.Context {
	c := authz.Context{}
	if id != nil {
		c["sagemaker:PipelineVersionId"] = authz.One(itoa(int(*id)))
	}
	return c
}

// deletePipeline is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeletePipeline.html.
// Its executions stay.
func (r *request) deletePipeline(in *sdk.DeletePipelineInput) (*sdk.DeletePipelineOutput, *awsproto.Error) {
	rec, err := r.pipelineNamed(in.PipelineName, nil)
	if err != nil {
		return nil, err
	}
	for _, e := range r.h.executions(rec) {
		if s := output[execution](r.h.records, e).Shown.PipelineExecutionStatus; executing(s) {
			return nil, pipelineRunning(rec.arn)
		}
	}
	r.h.records.remove(rec.arn)
	return &sdk.DeletePipelineOutput{PipelineArn: &rec.arn}, nil
}

func executing(s types.PipelineExecutionStatus) bool {
	return s == types.PipelineExecutionStatusExecuting || s == types.PipelineExecutionStatusStopping
}

// listPipelines is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelines.html.
func (r *request) listPipelines(in *sdk.ListPipelinesInput) (*sdk.ListPipelinesOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(r.h.records.of(r.accountID(), pipelineKind), func(rec *record) bool {
		return !strings.HasPrefix(rec.name, aws.ToString(in.PipelineNamePrefix)) ||
			outside(output[sdk.DescribePipelineOutput](r.h.records, rec).CreationTime, in.CreatedAfter, in.CreatedBefore)
	})
	in.SortOrder = cmp.Or(in.SortOrder, types.SortOrderDescending) // UNVERIFIED
	page, err := paged(newestFirst(all, in.SortOrder), in, func(rec *record) types.PipelineSummary {
		out := output[sdk.DescribePipelineOutput](r.h.records, rec)
		return types.PipelineSummary{
			PipelineArn: out.PipelineArn, PipelineName: out.PipelineName, PipelineDisplayName: out.PipelineDisplayName,
			PipelineDescription: out.PipelineDescription, RoleArn: out.RoleArn, CreationTime: out.CreationTime,
			LastModifiedTime: out.LastModifiedTime, LastExecutionTime: out.LastRunTime,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListPipelinesOutput{PipelineSummaries: page.items, NextToken: page.next}, nil
}

// outside: a time is not between two others, which need not be given.
func outside(at, after, before *time.Time) bool {
	return after != nil && !at.After(*after) || before != nil && !at.Before(*before)
}

// newestFirst turns records around, which come oldest first: what was made at
// one time keeps that order.
func newestFirst(all []*record, order types.SortOrder) []*record {
	if order != types.SortOrderAscending {
		slices.Reverse(all)
	}
	return all
}
