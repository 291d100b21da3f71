package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const (
	userKind  = "user-profile"
	spaceKind = "space"
)

// within is the name of something in a domain, as ARNs have it.
func within(domain, name *string) string { return aws.ToString(domain) + "/" + aws.ToString(name) }

// createUserProfile is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html.
func (r *request) createUserProfile(in *sdk.CreateUserProfileInput) (*sdk.CreateUserProfileOutput, *awsproto.Error) {
	name, roles := within(in.DomainId, in.UserProfileName), settingsRoles(in.UserSettings, nil)
	arn := r.arn(userKind, name)
	if err := r.authorize(creation{kind: userKind, name: name, tags: in.Tags, keys: settingsKeys(in.UserSettings)}); err != nil {
		return nil, err
	}
	if err := r.passRoles(arn, roles...); err != nil {
		return nil, err
	}
	if _, ok := r.domain(in.DomainId); !ok {
		return nil, noDomain(aws.ToString(in.DomainId))
	}
	if err := r.trusted(userKind, name, roleNotAssumed, roles...); err != nil {
		return nil, err
	}
	out := &sdk.DescribeUserProfileOutput{UserProfileArn: &arn, Status: types.UserProfileStatusInService}
	setTimes(out, r.x.Now)
	carry(out, in)
	if !r.h.records.add(&record{kind: userKind, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: out}) {
		return nil, nameTaken("UserProfile", aws.ToString(in.UserProfileName))
	}
	return &sdk.CreateUserProfileOutput{UserProfileArn: &arn}, nil
}

// createSpace is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateSpace.html.
// A space is shared unless the request says that it is private; a private one
// has an owner.
func (r *request) createSpace(in *sdk.CreateSpaceInput) (*sdk.CreateSpaceOutput, *awsproto.Error) {
	name := within(in.DomainId, in.SpaceName)
	arn, keys := r.arn(spaceKind, name), settingsKeys(in.SpaceSettings)
	r.spaceKeys(keys, in.DomainId, in.SpaceSharingSettings, in.OwnershipSettings)
	if err := r.authorize(creation{kind: spaceKind, name: name, tags: in.Tags, keys: keys}); err != nil {
		return nil, err
	}
	if err := r.checkSpace(in); err != nil {
		return nil, err
	}
	out := &sdk.DescribeSpaceOutput{
		SpaceArn: &arn, Status: types.SpaceStatusInService,
		Url: aws.String("https://" + aws.ToString(in.DomainId) + ".studio." + r.x.Region + ".sagemaker.aws/space/" + aws.ToString(in.SpaceName)),
	}
	setTimes(out, r.x.Now)
	carry(out, in)
	if !r.h.records.add(&record{kind: spaceKind, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: out}) {
		return nil, nameTaken("Space", aws.ToString(in.SpaceName))
	}
	return &sdk.CreateSpaceOutput{SpaceArn: &arn}, nil
}

// checkSpace refuses a private space without an owner, and a shared one in a
// domain that has no role for its shared spaces.
func (r *request) checkSpace(in *sdk.CreateSpaceInput) *awsproto.Error {
	domain, ok := r.domain(in.DomainId)
	if !ok {
		return noDomain(aws.ToString(in.DomainId))
	}
	if !private(in.SpaceSharingSettings) {
		if spaceRole(domain) == "" {
			return noSpaceRole(aws.ToString(in.DomainId))
		}
		return nil
	}
	if in.OwnershipSettings == nil {
		return noOwner(aws.ToString(in.SpaceName))
	}
	if _, ok := r.user(in.DomainId, in.OwnershipSettings.OwnerUserProfileName); !ok {
		return noUser(aws.ToString(in.OwnershipSettings.OwnerUserProfileName))
	}
	return nil
}

func private(s *types.SpaceSharingSettings) bool {
	return s != nil && s.SharingType == types.SharingTypePrivate
}
