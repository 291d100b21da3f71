package sagemaker

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const notebookKind = "notebook-instance"

// createNotebookInstance is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html.
// The instance is taken, and fails where its network interface or its volume
// cannot be made. Lifecycle configurations are not run; what runs in a notebook
// is what the customer calls as its role's session.
func (r *request) createNotebookInstance(in *sdk.CreateNotebookInstanceInput) (*sdk.CreateNotebookInstanceOutput, *awsproto.Error) {
	name, role := aws.ToString(in.NotebookInstanceName), aws.ToString(in.RoleArn)
	err := r.authorize(creation{kind: notebookKind, name: name, tags: in.Tags, role: role, keys: notebookKeys(in)})
	if err != nil {
		return nil, err
	}
	if err := r.checkNotebook(in); err != nil {
		return nil, err
	}
	w, err := r.worker(notebookKind, name, role, notAssumable(role))
	if err != nil {
		return nil, err
	}
	rec := &record{kind: notebookKind, name: name, account: w.account, arn: w.arn, tags: tagMap(in.Tags), output: r.notebookOutput(in), run: w.Run}
	if !r.h.records.add(rec) {
		return nil, duplicateNotebook(w.arn)
	}
	r.startNotebook(w, rec)
	return &sdk.CreateNotebookInstanceOutput{NotebookInstanceArn: &w.arn}, nil
}

func (r *request) checkNotebook(in *sdk.CreateNotebookInstanceInput) *awsproto.Error {
	arn := r.arn(notebookKind, aws.ToString(in.NotebookInstanceName))
	_, taken := r.h.records.get(arn)
	switch {
	case taken:
		return duplicateNotebook(arn)
	case in.SubnetId != nil:
		return r.checkSubnets([]string{*in.SubnetId})
	case in.DirectInternetAccess == types.DirectInternetAccessDisabled:
		return subnetRequired()
	}
	return nil
}

// defaultVolume is the size of a notebook's volume, in GB, when the request
// does not say.
const defaultVolume = 5

func (r *request) notebookOutput(in *sdk.CreateNotebookInstanceInput) *sdk.DescribeNotebookInstanceOutput {
	name := aws.ToString(in.NotebookInstanceName)
	out := &sdk.DescribeNotebookInstanceOutput{
		NotebookInstanceArn: aws.String(r.arn(notebookKind, name)), NotebookInstanceStatus: types.NotebookInstanceStatusPending,
		Url:                                 aws.String(name + ".notebook." + r.x.Region + ".sagemaker.aws"),
		NotebookInstanceLifecycleConfigName: in.LifecycleConfigName, SecurityGroups: in.SecurityGroupIds,
		DirectInternetAccess: types.DirectInternetAccessEnabled, RootAccess: types.RootAccessEnabled, VolumeSizeInGB: aws.Int32(defaultVolume),
	}
	setTimes(out, r.x.Now)
	carry(out, in)
	return out
}

// updateNotebookInstance is
// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateNotebookInstance.html.
func (r *request) updateNotebookInstance(in *sdk.UpdateNotebookInstanceInput) (*sdk.UpdateNotebookInstanceOutput, *awsproto.Error) {
	name, arn := aws.ToString(in.NotebookInstanceName), r.arn(notebookKind, aws.ToString(in.NotebookInstanceName))
	roles := named(in.RoleArn)
	if err := r.allowed(arn, updateNotebookKeys(in)); err != nil {
		return nil, err
	}
	if err := r.passRoles(arn, roles...); err != nil {
		return nil, err
	}
	rec, err := r.notebookIn(arn, types.NotebookInstanceStatusUpdating, types.NotebookInstanceStatusStopped)
	if err != nil {
		return nil, err
	}
	if err := r.trusted(notebookKind, name, notAssumable, roles...); err != nil {
		return nil, err
	}
	now := r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeNotebookInstanceOutput) {
		carry(out, in)
		if in.LifecycleConfigName != nil || aws.ToBool(in.DisassociateLifecycleConfig) {
			out.NotebookInstanceLifecycleConfigName = in.LifecycleConfigName
		}
		if aws.ToBool(in.DisassociateDefaultCodeRepository) {
			out.DefaultCodeRepository = nil
		}
		if aws.ToBool(in.DisassociateAdditionalCodeRepositories) {
			out.AdditionalCodeRepositories = nil
		}
		out.LastModifiedTime = &now
	})
	return &sdk.UpdateNotebookInstanceOutput{}, nil
}

// notebookIn finds a notebook that is in one of the statuses from which it can
// become another.
func (r *request) notebookIn(arn string, next types.NotebookInstanceStatus, from ...types.NotebookInstanceStatus) (*record, *awsproto.Error) {
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, noNotebook()
	}
	was := output[sdk.DescribeNotebookInstanceOutput](r.h.records, rec).NotebookInstanceStatus
	if !slices.Contains(from, was) {
		return nil, notebookStatus(arn, was, next, from)
	}
	return rec, nil
}
