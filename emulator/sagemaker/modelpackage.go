package sagemaker

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/rego/authz"
)

const packageKind = "model-package"

// createModelPackage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html:
// a version in a group, or a package of its own. The caller must be able to read
// the models' artifacts.
func (r *request) createModelPackage(in *sdk.CreateModelPackageInput) (*sdk.CreateModelPackageOutput, *awsproto.Error) {
	group, name := aws.ToString(in.ModelPackageGroupName), aws.ToString(in.ModelPackageName)
	if (group == "") == (name == "") {
		return nil, oneOfPackageNames()
	}
	group = group[strings.LastIndexByte(group, '/')+1:]
	r.h.records.numbering.Lock()
	defer r.h.records.numbering.Unlock()
	version := 0
	if group != "" {
		version = r.h.records.count(r.arn(packageKind, group)) + 1
		name = group + "/" + itoa(version)
	}
	if err := r.authorize(creation{kind: packageKind, name: name, tags: in.Tags, keys: packageKeys(in)}); err != nil {
		return nil, err
	}
	if err := r.checkPackage(in, group, name); err != nil {
		return nil, err
	}
	return r.addPackage(in, group, name, version)
}

func packageKeys(in *sdk.CreateModelPackageInput) authz.Context {
	c := authz.Context{}
	if in.ModelApprovalStatus != "" {
		c["sagemaker:ModelApprovalStatus"] = authz.One(string(in.ModelApprovalStatus))
	}
	for key, value := range in.CustomerMetadataProperties {
		c["sagemaker:CustomerMetadataProperties/"+key] = authz.One(value)
	}
	if l := in.ModelLifeCycle; l != nil {
		c["sagemaker:ModelLifeCycle:Stage"] = authz.One(aws.ToString(l.Stage))
		c["sagemaker:ModelLifeCycle:StageStatus"] = authz.One(aws.ToString(l.StageStatus))
	}
	return c
}

// checkPackage refuses what cannot be registered.
func (r *request) checkPackage(in *sdk.CreateModelPackageInput, group, name string) *awsproto.Error {
	if group != "" {
		if len(in.Tags) > 0 {
			return taggedVersion()
		}
		if _, ok := r.h.records.get(r.arn(groupKind, group)); !ok {
			return noPackageGroup(r.arn(groupKind, group))
		}
	}
	if _, taken := r.h.records.get(r.arn(packageKind, name)); taken {
		return packageExists(r.arn(packageKind, name))
	}
	run := r.asCaller(packageKind, name)
	err := checkArtifacts(r.ctx, run, in.InferenceSpecification)
	r.x.Made = run.Made()
	return err
}

// checkArtifacts reads the artifacts of the containers, as the caller.
func checkArtifacts(ctx context.Context, run *job.Run, spec *types.InferenceSpecification) *awsproto.Error {
	if spec == nil {
		return nil
	}
	for _, c := range spec.Containers {
		at, ok := job.ParseURI(aws.ToString(c.ModelDataUrl))
		if !ok {
			continue
		}
		if err := run.Head(ctx, stageModel, at); forbidden(err) {
			return artifactDenied(at.Bucket, at.Key)
		} else if err != nil {
			return artifactUnread(at.String(), err.Error())
		}
	}
	return nil
}

// addPackage adds the package, whose validation is over at once; the caller
// holds numbering.
func (r *request) addPackage(in *sdk.CreateModelPackageInput, group, name string, version int) (*sdk.CreateModelPackageOutput, *awsproto.Error) {
	arn := r.arn(packageKind, name)
	out := &sdk.DescribeModelPackageOutput{}
	carry(out, in)
	out.ModelPackageArn, out.ModelPackageStatus, out.CreationTime, out.CreatedBy = &arn, types.ModelPackageStatusCompleted, &r.x.Now, r.maker()
	out.ModelPackageStatusDetails = &types.ModelPackageStatusDetails{ValidationStatuses: []types.ModelPackageStatusItem{}}
	series := arn
	if group != "" {
		series = r.arn(packageKind, group)
		out.ModelPackageGroupName, out.ModelPackageVersion = &group, aws.Int32(int32(version))
		if out.ModelApprovalStatus == "" {
			out.ModelApprovalStatus = types.ModelApprovalStatusPendingManualApproval
		}
	}
	rec := &record{kind: packageKind, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: out}
	if !r.h.records.addCounted(series, rec) {
		return nil, packageExists(arn)
	}
	return &sdk.CreateModelPackageOutput{ModelPackageArn: &arn}, nil
}
