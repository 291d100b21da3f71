package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/rego/authz"
)

// settingsKeys are the condition keys of what apps are to run on, anywhere in
// some settings: instance types, images, lifecycle configurations.
func settingsKeys(settings ...any) authz.Context {
	k := keys{}
	var instances, images, versions, lifecycles, groups []string
	for _, s := range settings {
		for _, spec := range found[types.ResourceSpec](s) {
			instances = appended(instances, string(spec.InstanceType))
			images = appended(images, aws.ToString(spec.SageMakerImageArn))
			versions = appended(versions, aws.ToString(spec.SageMakerImageVersionArn))
			lifecycles = appended(lifecycles, aws.ToString(spec.LifecycleConfigArn))
		}
		for _, share := range found[types.SharingSettings](s) {
			k.text("sagemaker:DomainSharingOutputKmsKey", share.S3KmsKeyId)
			k.text("sagemaker:DomainSharingOutputKmsKeyArn", share.S3KmsKeyId)
		}
		if user, ok := s.(*types.UserSettings); ok && user != nil {
			groups = append(groups, user.SecurityGroups...)
		}
	}
	k.list("sagemaker:InstanceTypes", instances)
	k.list("sagemaker:ImageArns", images)
	k.list("sagemaker:ImageVersionArns", versions)
	k.list("sagemaker:StudioLifecycleConfigArns", lifecycles)
	k.list("sagemaker:VpcSecurityGroupIds", groups)
	return authz.Context(k)
}

func domainKeys(in *sdk.CreateDomainInput) authz.Context {
	k := keys(settingsKeys(in.DefaultUserSettings, in.DefaultSpaceSettings, in.DomainSettings))
	k.text("sagemaker:AppNetworkAccessType", aws.String(string(in.AppNetworkAccessType)))
	k.text("sagemaker:AuthMode", aws.String(string(in.AuthMode)))
	k.key("Volume", in.KmsKeyId)
	k.list("sagemaker:VpcSubnets", in.SubnetIds)
	return authz.Context(k)
}

func updateDomainKeys(in *sdk.UpdateDomainInput) authz.Context {
	k := keys(settingsKeys(in.DefaultUserSettings, in.DefaultSpaceSettings, in.DomainSettingsForUpdate))
	k.text("sagemaker:AppNetworkAccessType", aws.String(string(in.AppNetworkAccessType)))
	k.list("sagemaker:VpcSubnets", in.SubnetIds)
	return authz.Context(k)
}

// spaceKeys adds those of a space: who owns it, and whether it is shared.
func (r *request) spaceKeys(c authz.Context, domain *string, sharing *types.SpaceSharingSettings, owner *types.OwnershipSettings) {
	k := keys(c)
	if sharing != nil {
		k.text("sagemaker:SpaceSharingType", aws.String(string(sharing.SharingType)))
	}
	if owner != nil {
		k.text("sagemaker:OwnerUserProfileArn", aws.String(r.arn(userKind, within(domain, owner.OwnerUserProfileName))))
	}
}

// appKeys are those of an app at a place that exists.
func (r *request) appKeys(at place, spec *types.ResourceSpec) authz.Context {
	c := settingsKeys(spec)
	switch {
	case at.space != nil:
		r.spaceKeys(c, at.space.DomainId, at.space.SpaceSharingSettings, at.space.OwnershipSettings)
	case at.user != nil:
		keys(c).text("sagemaker:OwnerUserProfileArn", at.user.UserProfileArn)
	}
	return c
}
