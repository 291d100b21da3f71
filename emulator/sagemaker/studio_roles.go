package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// domain, user and space find what was made, whoever asks.

func (r *request) domain(id *string) (*sdk.DescribeDomainOutput, bool) {
	return madeAs[sdk.DescribeDomainOutput](r, domainKind, aws.ToString(id))
}

func (r *request) user(domain, name *string) (*sdk.DescribeUserProfileOutput, bool) {
	return madeAs[sdk.DescribeUserProfileOutput](r, userKind, within(domain, name))
}

func (r *request) space(domain, name *string) (*sdk.DescribeSpaceOutput, bool) {
	return madeAs[sdk.DescribeSpaceOutput](r, spaceKind, within(domain, name))
}

func madeAs[Out any](r *request, kind, name string) (*Out, bool) {
	rec, ok := r.h.records.get(r.arn(kind, name))
	if !ok {
		return nil, false
	}
	return output[Out](r.h.records, rec), true
}

// userRole is the execution role of a user: the profile's own, else the
// domain's default
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UserSettings.html).
func userRole(d *sdk.DescribeDomainOutput, u *sdk.DescribeUserProfileOutput) string {
	if u != nil && u.UserSettings != nil && u.UserSettings.ExecutionRole != nil {
		return *u.UserSettings.ExecutionRole
	}
	return domainRole(d)
}

func domainRole(d *sdk.DescribeDomainOutput) string {
	if d.DefaultUserSettings == nil {
		return ""
	}
	return aws.ToString(d.DefaultUserSettings.ExecutionRole)
}

// spaceRole is the execution role of a domain's shared spaces
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DefaultSpaceSettings.html).
func spaceRole(d *sdk.DescribeDomainOutput) string {
	if d.DefaultSpaceSettings == nil {
		return ""
	}
	return aws.ToString(d.DefaultSpaceSettings.ExecutionRole)
}

// A place is where an app runs: with a user profile, or in a space.
type place struct {
	domain *sdk.DescribeDomainOutput
	user   *sdk.DescribeUserProfileOutput
	space  *sdk.DescribeSpaceOutput
}

// role is the execution role of an app. An app in a private space has the role
// of the space's owner, one in a shared space the domain's for spaces
// (https://docs.aws.amazon.com/sagemaker/latest/dg/execution-roles-and-spaces.html).
func (p place) role() string {
	if p.space != nil && !private(p.space.SpaceSharingSettings) {
		return spaceRole(p.domain)
	}
	return userRole(p.domain, p.user)
}

// keyRole is the role that must be allowed the key of the domain: the domain's
// own where users sign in through IAM Identity Center, else the app's
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createdomain-perms).
func (p place) keyRole() string {
	if p.domain.AuthMode == types.AuthModeSso {
		return domainRole(p.domain)
	}
	return p.role()
}
