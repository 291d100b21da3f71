package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const groupKind = "model-package-group"

// createModelPackageGroup is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackageGroup.html.
func (r *request) createModelPackageGroup(in *sdk.CreateModelPackageGroupInput) (*sdk.CreateModelPackageGroupOutput, *awsproto.Error) {
	name := aws.ToString(in.ModelPackageGroupName)
	if err := r.authorize(creation{kind: groupKind, name: name, tags: in.Tags}); err != nil {
		return nil, err
	}
	arn := r.arn(groupKind, name)
	out := &sdk.DescribeModelPackageGroupOutput{}
	carry(out, in)
	out.ModelPackageGroupArn, out.ModelPackageGroupStatus, out.CreationTime, out.CreatedBy = &arn, types.ModelPackageGroupStatusCompleted, &r.x.Now, r.maker()
	if !r.h.records.add(&record{kind: groupKind, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: out}) {
		return nil, packageGroupExists(arn)
	}
	return &sdk.CreateModelPackageGroupOutput{ModelPackageGroupArn: &arn}, nil
}

// packageGroup asks about the operation on a group and finds it.
func (r *request) packageGroup(name *string) (*record, *awsproto.Error) {
	arn := r.arnOf(groupKind, name)
	if err := r.allowed(arn, nil); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok || rec.kind != groupKind || rec.account != r.accountID() {
		return nil, noPackageGroup(arn)
	}
	return rec, nil
}

// describeModelPackageGroup is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackageGroup.html.
func (r *request) describeModelPackageGroup(in *sdk.DescribeModelPackageGroupInput) (*sdk.DescribeModelPackageGroupOutput, *awsproto.Error) {
	rec, err := r.packageGroup(in.ModelPackageGroupName)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeModelPackageGroupOutput](r.h.records, rec), nil
}

// deleteModelPackageGroup is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackageGroup.html.
func (r *request) deleteModelPackageGroup(in *sdk.DeleteModelPackageGroupInput) (*struct{}, *awsproto.Error) {
	rec, err := r.packageGroup(in.ModelPackageGroupName)
	if err != nil {
		return nil, err
	}
	for _, p := range r.h.records.of(rec.account, packageKind) {
		out := output[sdk.DescribeModelPackageOutput](r.h.records, p)
		if out.ModelPackageGroupName != nil && r.arn(groupKind, *out.ModelPackageGroupName) == rec.arn {
			return nil, packageGroupInUse(rec.arn)
		}
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}
