package iam_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
)

// Whatever else is asked of a lab meanwhile, the same things have the same ids.
func TestIDsFollowFromWhatIsMade(t *testing.T) {
	quiet, busy := start(t), start(t)
	want := makeAll(t, quiet, func() {})
	noise := 0
	got := makeAll(t, busy, func() {
		noise++
		c, ctx := busy.as("user/admin"), t.Context()
		must(c.ListRoles(ctx, nil))(t)
		must(c.CreateGroup(ctx, &sdk.CreateGroupInput{GroupName: aws.String("noise" + string(rune('a'+noise)))}))(t)
		if _, err := busy.as("user/nobody").CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("R"), AssumeRolePolicyDocument: aws.String(trustMe)}); err == nil {
			t.Error("nobody may make roles")
		}
		if _, err := c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("Idle"), AssumeRolePolicyDocument: aws.String(trustMe)}); err == nil {
			t.Error("a role was made twice")
		}
	})
	if !slices.Equal(got, want) {
		t.Errorf("%v are the ids of a busy lab, %v those of a quiet one", got, want)
	}
}

// What is made again is another thing.
func TestIDsAreNotGivenTwice(t *testing.T) {
	s := start(t)
	ids := append(makeAll(t, s, func() {}), makeAll(t, s, func() {})...)
	slices.Sort(ids)
	if once := slices.Compact(slices.Clone(ids)); len(once) != len(ids) {
		t.Errorf("some id was given twice: %v", ids)
	}
}

// makeAll makes one of everything, with noise before each, deletes it and
// returns the ids.
func makeAll(t *testing.T, s *service, noise func()) (ids []string) {
	t.Helper()
	c, ctx, name := s.as("user/admin"), t.Context(), aws.String("R")
	noise()
	ids = append(ids, *must(c.CreateUser(ctx, &sdk.CreateUserInput{UserName: name}))(t).User.UserId)
	for range 2 {
		noise()
		key := must(c.CreateAccessKey(ctx, &sdk.CreateAccessKeyInput{UserName: name}))(t).AccessKey
		ids = append(ids, *key.AccessKeyId, *key.SecretAccessKey)
		must(c.DeleteAccessKey(ctx, &sdk.DeleteAccessKeyInput{UserName: name, AccessKeyId: key.AccessKeyId}))(t)
	}
	noise()
	ids = append(ids, *must(c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: name, AssumeRolePolicyDocument: aws.String(trustMe)}))(t).Role.RoleId)
	noise()
	ids = append(ids, *must(c.CreateGroup(ctx, &sdk.CreateGroupInput{GroupName: name}))(t).Group.GroupId)
	noise()
	made := must(c.CreatePolicy(ctx, &sdk.CreatePolicyInput{PolicyName: name, PolicyDocument: aws.String(allowS3)}))(t).Policy
	ids = append(ids, *made.PolicyId)
	noise()
	ids = append(ids, *must(c.CreateInstanceProfile(ctx, &sdk.CreateInstanceProfileInput{InstanceProfileName: name}))(t).InstanceProfile.InstanceProfileId)
	must(c.DeleteUser(ctx, &sdk.DeleteUserInput{UserName: name}))(t)
	must(c.DeleteRole(ctx, &sdk.DeleteRoleInput{RoleName: name}))(t)
	must(c.DeleteGroup(ctx, &sdk.DeleteGroupInput{GroupName: name}))(t)
	must(c.DeletePolicy(ctx, &sdk.DeletePolicyInput{PolicyArn: made.Arn}))(t)
	must(c.DeleteInstanceProfile(ctx, &sdk.DeleteInstanceProfileInput{InstanceProfileName: name}))(t)
	return ids
}
