package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// change asks about an update that may name roles: the operation, iam:PassRole
// for each role, whether it exists, and whether the roles trust SageMaker. That
// updates of domains and user profiles need iam:PassRole is in IAM's guide
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html)
// and not in SageMaker's list.
func (r *request) change(kind, name string, keys authz.Context, roles []string) (*record, *awsproto.Error) {
	arn := r.arn(kind, name)
	if err := r.allowed(arn, keys); err != nil {
		return nil, err
	}
	if err := r.passRoles(arn, roles...); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, notFound()
	}
	return rec, r.trusted(kind, name, roleNotAssumed, roles...)
}

// updateDomain is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html.
func (r *request) updateDomain(in *sdk.UpdateDomainInput) (*sdk.UpdateDomainOutput, *awsproto.Error) {
	roles := settingsRoles(in.DefaultUserSettings, in.DefaultSpaceSettings)
	rec, err := r.change(domainKind, aws.ToString(in.DomainId), updateDomainKeys(in), roles)
	if err != nil {
		return nil, err
	}
	if err := r.checkSubnets(in.SubnetIds); err != nil {
		return nil, err
	}
	now := r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeDomainOutput) {
		user, space := merged(out.DefaultUserSettings, in.DefaultUserSettings), merged(out.DefaultSpaceSettings, in.DefaultSpaceSettings)
		carry(out, in)
		out.DefaultUserSettings, out.DefaultSpaceSettings, out.LastModifiedTime = user, space, &now
	})
	return &sdk.UpdateDomainOutput{DomainArn: &rec.arn}, nil
}

// updateUserProfile is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateUserProfile.html.
func (r *request) updateUserProfile(in *sdk.UpdateUserProfileInput) (*sdk.UpdateUserProfileOutput, *awsproto.Error) {
	name := within(in.DomainId, in.UserProfileName)
	rec, err := r.change(userKind, name, settingsKeys(in.UserSettings), settingsRoles(in.UserSettings, nil))
	if err != nil {
		return nil, err
	}
	now := r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeUserProfileOutput) {
		out.UserSettings, out.LastModifiedTime = merged(out.UserSettings, in.UserSettings), &now
	})
	return &sdk.UpdateUserProfileOutput{UserProfileArn: &rec.arn}, nil
}

// updateSpace is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateSpace.html.
func (r *request) updateSpace(in *sdk.UpdateSpaceInput) (*sdk.UpdateSpaceOutput, *awsproto.Error) {
	name := within(in.DomainId, in.SpaceName)
	keys := settingsKeys(in.SpaceSettings)
	if had, ok := r.space(in.DomainId, in.SpaceName); ok {
		r.spaceKeys(keys, had.DomainId, had.SpaceSharingSettings, had.OwnershipSettings)
	}
	rec, err := r.change(spaceKind, name, keys, nil)
	if err != nil {
		return nil, err
	}
	now := r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeSpaceOutput) {
		out.SpaceSettings, out.LastModifiedTime = merged(out.SpaceSettings, in.SpaceSettings), &now
		if in.SpaceDisplayName != nil {
			out.SpaceDisplayName = in.SpaceDisplayName
		}
	})
	return &sdk.UpdateSpaceOutput{SpaceArn: &rec.arn}, nil
}
