package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeNotebookInstance is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeNotebookInstance.html.
func (r *request) describeNotebookInstance(in *sdk.DescribeNotebookInstanceInput) (*sdk.DescribeNotebookInstanceOutput, *awsproto.Error) {
	arn := r.arn(notebookKind, aws.ToString(in.NotebookInstanceName))
	if err := r.allowed(arn, nil); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, noNotebook()
	}
	return output[sdk.DescribeNotebookInstanceOutput](r.h.records, rec), nil
}

// listNotebookInstances is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListNotebookInstances.html.
func (r *request) listNotebookInstances(in *sdk.ListNotebookInstancesInput) (*sdk.ListNotebookInstancesOutput, *awsproto.Error) {
	q := ordered(in, "Name", "Ascending")
	page, err := chosen(r, notebookKind, q, func(out *sdk.DescribeNotebookInstanceOutput) bool {
		return (in.StatusEquals == "" || in.StatusEquals == out.NotebookInstanceStatus) &&
			contains(in.DefaultCodeRepositoryContains, out.DefaultCodeRepository) &&
			contains(in.NotebookInstanceLifecycleConfigNameContains, out.NotebookInstanceLifecycleConfigName)
	}, summary[types.NotebookInstanceSummary, sdk.DescribeNotebookInstanceOutput](r))
	return &sdk.ListNotebookInstancesOutput{NotebookInstances: page.items, NextToken: page.next}, err
}

// startNotebookInstance is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartNotebookInstance.html.
func (r *request) startNotebookInstance(in *sdk.StartNotebookInstanceInput) (*struct{}, *awsproto.Error) {
	name := aws.ToString(in.NotebookInstanceName)
	rec, err := r.notebook(name, types.NotebookInstanceStatusPending, types.NotebookInstanceStatusStopped, types.NotebookInstanceStatusFailed)
	if err != nil {
		return nil, err
	}
	role := aws.ToString(output[sdk.DescribeNotebookInstanceOutput](r.h.records, rec).RoleArn)
	w, err := r.worker(notebookKind, name, role, notAssumable(role))
	if err != nil {
		return nil, err
	}
	r.enterNotebook(rec, types.NotebookInstanceStatusPending)
	r.startNotebook(w, rec)
	return &struct{}{}, nil
}

// stopNotebookInstance is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopNotebookInstance.html.
// The instance has stopped at once.
func (r *request) stopNotebookInstance(in *sdk.StopNotebookInstanceInput) (*struct{}, *awsproto.Error) {
	rec, err := r.notebook(aws.ToString(in.NotebookInstanceName), types.NotebookInstanceStatusStopping, types.NotebookInstanceStatusInService)
	if err != nil {
		return nil, err
	}
	r.enterNotebook(rec, types.NotebookInstanceStatusStopped)
	return &struct{}{}, nil
}

// deleteNotebookInstance is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteNotebookInstance.html.
func (r *request) deleteNotebookInstance(in *sdk.DeleteNotebookInstanceInput) (*struct{}, *awsproto.Error) {
	rec, err := r.notebook(aws.ToString(in.NotebookInstanceName), types.NotebookInstanceStatusDeleting,
		types.NotebookInstanceStatusStopped, types.NotebookInstanceStatusFailed)
	if err != nil {
		return nil, err
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}

// notebook asks about the operation and finds a notebook that can become what
// it is to become.
func (r *request) notebook(name string, next types.NotebookInstanceStatus, from ...types.NotebookInstanceStatus) (*record, *awsproto.Error) {
	arn := r.arn(notebookKind, name)
	if err := r.allowed(arn, nil); err != nil {
		return nil, err
	}
	return r.notebookIn(arn, next, from...)
}

func (r *request) enterNotebook(rec *record, status types.NotebookInstanceStatus) {
	now := r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeNotebookInstanceOutput) {
		out.NotebookInstanceStatus, out.FailureReason, out.LastModifiedTime = status, nil, &now
	})
}
