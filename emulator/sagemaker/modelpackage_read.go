package sagemaker

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// arnOf is the ARN of a resource that a request names by its name or its ARN.
func (r *request) arnOf(kind string, name *string) string {
	if accountOf(aws.ToString(name)) != "" {
		return *name
	}
	return r.arn(kind, aws.ToString(name))
}

// modelPackage asks about the operation on a package and finds it.
func (r *request) modelPackage(name *string) (*record, *awsproto.Error) {
	arn := r.arnOf(packageKind, name)
	rec, ok := r.h.records.get(arn)
	ok = ok && rec.kind == packageKind && rec.account == r.accountID()
	keys := authz.Context{}
	if ok {
		keys = r.currentKeys(rec)
	}
	if err := r.allowed(arn, keys); err != nil {
		return nil, err
	}
	if !ok {
		return nil, noPackage(arn)
	}
	return rec, nil
}

// currentKeys are the condition keys of a package as it is. Versions have the
// tags of their group.
func (r *request) currentKeys(rec *record) authz.Context {
	out := output[sdk.DescribeModelPackageOutput](r.h.records, rec)
	c := authz.Context{}
	for key, value := range out.CustomerMetadataProperties {
		c["sagemaker:CurrentCustomerMetadataProperties/"+key] = authz.One(value)
	}
	if l := out.ModelLifeCycle; l != nil {
		c["sagemaker:CurrentModelLifeCycleStage"] = authz.One(aws.ToString(l.Stage))
		c["sagemaker:CurrentModelLifeCycleStageStatus"] = authz.One(aws.ToString(l.StageStatus))
	}
	if group, ok := r.h.records.get(r.arn(groupKind, aws.ToString(out.ModelPackageGroupName))); ok {
		for key, value := range r.h.records.tagsOf(group) {
			c["aws:ResourceTag/"+key] = authz.One(value)
			c["sagemaker:ResourceTag/"+key] = authz.One(value)
		}
	}
	return c
}

// describeModelPackage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackage.html.
func (r *request) describeModelPackage(in *sdk.DescribeModelPackageInput) (*sdk.DescribeModelPackageOutput, *awsproto.Error) {
	rec, err := r.modelPackage(in.ModelPackageName)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeModelPackageOutput](r.h.records, rec), nil
}

// deleteModelPackage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackage.html.
func (r *request) deleteModelPackage(in *sdk.DeleteModelPackageInput) (*struct{}, *awsproto.Error) {
	rec, err := r.modelPackage(in.ModelPackageName)
	if err != nil {
		return nil, err
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}

// listModelPackages is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModelPackages.html:
// the versions of a group, or the packages without one unless the request says.
func (r *request) listModelPackages(in *sdk.ListModelPackagesInput) (*sdk.ListModelPackagesOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(r.h.records.of(r.accountID(), packageKind), func(rec *record) bool {
		return !r.lists(in, output[sdk.DescribeModelPackageOutput](r.h.records, rec))
	})
	page, err := paged(all, in, func(rec *record) types.ModelPackageSummary {
		var s types.ModelPackageSummary
		carry(&s, output[sdk.DescribeModelPackageOutput](r.h.records, rec))
		return s
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListModelPackagesOutput{ModelPackageSummaryList: page.items, NextToken: page.next}, nil
}

func (r *request) lists(in *sdk.ListModelPackagesInput, p *sdk.DescribeModelPackageOutput) bool {
	if in.ModelApprovalStatus != "" && in.ModelApprovalStatus != p.ModelApprovalStatus {
		return false
	}
	if in.ModelPackageGroupName != nil {
		return p.ModelPackageGroupName != nil && r.arnOf(groupKind, in.ModelPackageGroupName) == r.arn(groupKind, *p.ModelPackageGroupName)
	}
	versioned := p.ModelPackageGroupName != nil
	switch in.ModelPackageType {
	case types.ModelPackageTypeBoth:
		return true
	case types.ModelPackageTypeVersioned:
		return versioned
	}
	return !versioned
}
