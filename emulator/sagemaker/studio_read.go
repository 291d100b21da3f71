package sagemaker

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeDomain is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeDomain.html.
func (r *request) describeDomain(in *sdk.DescribeDomainInput) (*sdk.DescribeDomainOutput, *awsproto.Error) {
	return describe[sdk.DescribeDomainOutput](r, domainKind, aws.ToString(in.DomainId))
}

// describeUserProfile is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeUserProfile.html.
func (r *request) describeUserProfile(in *sdk.DescribeUserProfileInput) (*sdk.DescribeUserProfileOutput, *awsproto.Error) {
	return describe[sdk.DescribeUserProfileOutput](r, userKind, within(in.DomainId, in.UserProfileName))
}

// describeSpace is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeSpace.html.
func (r *request) describeSpace(in *sdk.DescribeSpaceInput) (*sdk.DescribeSpaceOutput, *awsproto.Error) {
	return describe[sdk.DescribeSpaceOutput](r, spaceKind, within(in.DomainId, in.SpaceName))
}

// listDomains is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListDomains.html.
func (r *request) listDomains(in *sdk.ListDomainsInput) (*sdk.ListDomainsOutput, *awsproto.Error) {
	q := &query{NextToken: in.NextToken, MaxResults: in.MaxResults}
	page, err := listed(r, domainKind, q, summary[types.DomainDetails, sdk.DescribeDomainOutput](r))
	return &sdk.ListDomainsOutput{Domains: page.items, NextToken: page.next}, err
}

// listUserProfiles is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListUserProfiles.html.
func (r *request) listUserProfiles(in *sdk.ListUserProfilesInput) (*sdk.ListUserProfilesOutput, *awsproto.Error) {
	page, err := chosen(r, userKind, in, func(out *sdk.DescribeUserProfileOutput) bool {
		return is(in.DomainIdEquals, out.DomainId) && contains(in.UserProfileNameContains, out.UserProfileName)
	}, summary[types.UserProfileDetails, sdk.DescribeUserProfileOutput](r))
	return &sdk.ListUserProfilesOutput{UserProfiles: page.items, NextToken: page.next}, err
}

// listSpaces is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListSpaces.html.
func (r *request) listSpaces(in *sdk.ListSpacesInput) (*sdk.ListSpacesOutput, *awsproto.Error) {
	page, err := chosen(r, spaceKind, in, func(out *sdk.DescribeSpaceOutput) bool {
		return is(in.DomainIdEquals, out.DomainId) && contains(in.SpaceNameContains, out.SpaceName)
	}, func(rec *record) types.SpaceDetails {
		d := summary[types.SpaceDetails, sdk.DescribeSpaceOutput](r)(rec)
		out := output[sdk.DescribeSpaceOutput](r.h.records, rec)
		if s := out.SpaceSharingSettings; s != nil {
			d.SpaceSharingSettingsSummary = &types.SpaceSharingSettingsSummary{SharingType: s.SharingType}
		}
		if o := out.OwnershipSettings; o != nil {
			d.OwnershipSettingsSummary = &types.OwnershipSettingsSummary{OwnerUserProfileName: o.OwnerUserProfileName}
		}
		return d
	})
	return &sdk.ListSpacesOutput{Spaces: page.items, NextToken: page.next}, err
}

// listApps is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListApps.html.
func (r *request) listApps(in *sdk.ListAppsInput) (*sdk.ListAppsOutput, *awsproto.Error) {
	page, err := chosen(r, appKind, in, func(out *sdk.DescribeAppOutput) bool {
		return is(in.DomainIdEquals, out.DomainId) && is(in.UserProfileNameEquals, out.UserProfileName) && is(in.SpaceNameEquals, out.SpaceName)
	}, summary[types.AppDetails, sdk.DescribeAppOutput](r))
	return &sdk.ListAppsOutput{Apps: page.items, NextToken: page.next}, err
}

// deleteDomain is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteDomain.html.
func (r *request) deleteDomain(in *sdk.DeleteDomainInput) (*struct{}, *awsproto.Error) {
	id := aws.ToString(in.DomainId)
	return r.drop(domainKind, id, "Domain", id, r.arn(userKind, id)+"/", r.arn(spaceKind, id)+"/")
}

// deleteUserProfile is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteUserProfile.html.
func (r *request) deleteUserProfile(in *sdk.DeleteUserProfileInput) (*struct{}, *awsproto.Error) {
	name := within(in.DomainId, in.UserProfileName)
	return r.drop(userKind, name, "UserProfile", aws.ToString(in.UserProfileName), r.arn(appKind, name)+"/")
}

// deleteSpace is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteSpace.html.
func (r *request) deleteSpace(in *sdk.DeleteSpaceInput) (*struct{}, *awsproto.Error) {
	name := within(in.DomainId, in.SpaceName)
	return r.drop(spaceKind, name, "Space", aws.ToString(in.SpaceName), r.arn(appKind, name)+"/")
}

// drop deletes a resource, unless there are others whose ARNs begin with one of
// the given. Apps that were deleted go with it.
func (r *request) drop(kind, name, what, shown string, others ...string) (*struct{}, *awsproto.Error) {
	rec, err := r.find(kind, name)
	if err != nil {
		return nil, err
	}
	below := r.below(others)
	if slices.ContainsFunc(below, func(other *record) bool { return !r.gone(other) }) {
		return nil, stillUsed(what, shown)
	}
	for _, app := range below {
		r.h.records.remove(app.arn)
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}

// below are the users, spaces and apps whose ARNs begin with one of the given.
func (r *request) below(starts []string) []*record {
	var out []*record
	for _, kind := range []string{userKind, spaceKind, appKind} {
		for _, rec := range r.h.records.of(r.accountID(), kind) {
			if slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(rec.arn, start) }) {
				out = append(out, rec)
			}
		}
	}
	return out
}

// gone says whether a record is that of an app that was deleted: it is shown for
// a day (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeApp.html),
// in the lab until its owner goes or another app has its name.
func (r *request) gone(rec *record) bool {
	return rec.kind == appKind && output[sdk.DescribeAppOutput](r.h.records, rec).Status == types.AppStatusDeleted
}
