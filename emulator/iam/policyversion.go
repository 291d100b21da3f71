package iam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// maxVersions is how many versions of a managed policy AWS keeps
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const maxVersions = 5

// createPolicyVersion is https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html.
func (r *request) createPolicyVersion(in *sdk.CreatePolicyVersionInput) (*sdk.CreatePolicyVersionOutput, *awsproto.Error) {
	var out types.PolicyVersion
	err := r.editPolicy(*in.PolicyArn, func(_ *world.Account, p *world.ManagedPolicy) *awsproto.Error {
		doc, err := r.document(*in.PolicyDocument, iampolicy.Identity)
		if err != nil {
			return err
		}
		if len(p.Versions) >= maxVersions {
			return limitExceeded("A managed policy can have up to %d versions. Before you create a new version, you must delete an existing version.", maxVersions)
		}
		p.LastVersion++
		id := "v" + strconv.Itoa(p.LastVersion)
		p.Versions[id] = &world.PolicyVersion{Policy: doc, Created: r.x.Now}
		p.Updated = r.x.Now
		if in.SetAsDefault {
			p.DefaultVersion, p.Policy = id, doc
		}
		out = types.PolicyVersion{VersionId: &id, IsDefaultVersion: in.SetAsDefault, CreateDate: aws.Time(r.x.Now)}
		return nil
	})
	return &sdk.CreatePolicyVersionOutput{PolicyVersion: &out}, err
}

// versions are the versions of a managed policy, newest first. Of AWS's
// policies only the default version is known.
func (r *request) versions(arn string) ([]types.PolicyVersion, *awsproto.Error) {
	t, err := r.policyTarget(arn)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(t, nil); err != nil {
		return nil, err
	}
	if record, ok := iampolicy.AWSManagedRecord(arn); ok {
		_, p, _ := r.attachable(arn)
		return []types.PolicyVersion{versionOf(record.DefaultVersionID, true, &world.PolicyVersion{Policy: p, Created: record.UpdateDate})}, nil
	}
	p, err := ownPolicy(r.account(), arn)
	if err != nil {
		return nil, err
	}
	return versionsOf(p), nil
}

func versionsOf(p *world.ManagedPolicy) []types.PolicyVersion {
	var all []types.PolicyVersion
	for id, v := range p.Versions {
		all = append(all, versionOf(id, id == p.DefaultVersion, v))
	}
	slices.SortFunc(all, func(a, b types.PolicyVersion) int { return strings.Compare(newestFirst(a), newestFirst(b)) })
	return all
}

// newestFirst is a key by which the newest version sorts first.
func newestFirst(v types.PolicyVersion) string {
	n, _ := strconv.Atoi(strings.TrimPrefix(*v.VersionId, "v"))
	return strconv.Itoa(1_000_000_000 - n)
}

func versionOf(id string, isDefault bool, v *world.PolicyVersion) types.PolicyVersion {
	return types.PolicyVersion{VersionId: &id, IsDefaultVersion: isDefault, CreateDate: aws.Time(v.Created), Document: encoded(v.Policy)}
}

// getPolicyVersion is https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html.
func (r *request) getPolicyVersion(in *sdk.GetPolicyVersionInput) (*sdk.GetPolicyVersionOutput, *awsproto.Error) {
	all, err := r.versions(*in.PolicyArn)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		if *v.VersionId == *in.VersionId {
			return &sdk.GetPolicyVersionOutput{PolicyVersion: &v}, nil
		}
	}
	return nil, noSuchVersion(*in.PolicyArn, *in.VersionId)
}

// listPolicyVersions is https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html,
// whose answers have no documents.
func (r *request) listPolicyVersions(in *sdk.ListPolicyVersionsInput) (*sdk.ListPolicyVersionsOutput, *awsproto.Error) {
	all, err := r.versions(*in.PolicyArn)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Document = nil
	}
	p, err := paged(all, newestFirst, in.Marker, in.MaxItems)
	return &sdk.ListPolicyVersionsOutput{Versions: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// deletePolicyVersion is https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html.
func (r *request) deletePolicyVersion(in *sdk.DeletePolicyVersionInput) *awsproto.Error {
	return r.editPolicy(*in.PolicyArn, func(_ *world.Account, p *world.ManagedPolicy) *awsproto.Error {
		switch {
		case p.Versions[*in.VersionId] == nil:
			return noSuchVersion(p.ARN, *in.VersionId)
		case p.DefaultVersion == *in.VersionId:
			return deleteConflict("Cannot delete the default version of a policy.")
		}
		delete(p.Versions, *in.VersionId)
		return nil
	})
}

// setDefaultPolicyVersion is https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html.
func (r *request) setDefaultPolicyVersion(in *sdk.SetDefaultPolicyVersionInput) *awsproto.Error {
	return r.editPolicy(*in.PolicyArn, func(_ *world.Account, p *world.ManagedPolicy) *awsproto.Error {
		v := p.Versions[*in.VersionId]
		if v == nil {
			return noSuchVersion(p.ARN, *in.VersionId)
		}
		p.DefaultVersion, p.Policy = *in.VersionId, v.Policy
		return nil
	})
}
