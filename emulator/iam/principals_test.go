package iam_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Names are listed without regard to case, over pages too.
func TestOrderOfNames(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	for _, name := range []string{"ad", "AC", "ab"} {
		must(c.CreateUser(ctx, &sdk.CreateUserInput{UserName: aws.String(name), Path: aws.String("/order/")}))(t)
	}
	var got []string
	pages := sdk.NewListUsersPaginator(c, &sdk.ListUsersInput{PathPrefix: aws.String("/order/"), MaxItems: aws.Int32(1)})
	for pages.HasMorePages() {
		got = append(got, *must(pages.NextPage(ctx))(t).Users[0].UserName)
	}
	if diff := cmp.Diff([]string{"ab", "AC", "ad"}, got); diff != "" {
		t.Error(diff)
	}
}

// What AWS refuses although policies allow it, in its own words.
func TestRefusals(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	long := strings.Repeat("a", 65)
	tests := []struct {
		name, code, message string
		call                func() error
	}{
		{"a user that exists in another case", "EntityAlreadyExists", "User with name ALICE already exists.", func() error {
			_, err := c.CreateUser(ctx, &sdk.CreateUserInput{UserName: aws.String("ALICE")})
			return err
		}},
		{"a role that exists", "EntityAlreadyExists", "Role with name Job already exists.", func() error {
			_, err := c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("Job"), AssumeRolePolicyDocument: aws.String(trustMe)})
			return err
		}},
		{"a policy that exists", "EntityAlreadyExists", "A policy called mine already exists. Duplicate names are not allowed.", func() error {
			_, err := c.CreatePolicy(ctx, &sdk.CreatePolicyInput{PolicyName: aws.String("mine"), PolicyDocument: aws.String(allowS3)})
			return err
		}},
		{"no such user", "NoSuchEntity", "The user with name bob cannot be found.", func() error {
			_, err := c.GetUser(ctx, &sdk.GetUserInput{UserName: aws.String("bob")})
			return err
		}},
		{"no such inline policy", "NoSuchEntity", "The role policy with name None cannot be found.", func() error {
			_, err := c.GetRolePolicy(ctx, &sdk.GetRolePolicyInput{RoleName: aws.String("Job"), PolicyName: aws.String("None")})
			return err
		}},
		{"no such policy", "NoSuchEntity", "Policy arn:aws:iam::111122223333:policy/None was not found.", func() error {
			_, err := c.GetPolicy(ctx, &sdk.GetPolicyInput{PolicyArn: aws.String("arn:aws:iam::111122223333:policy/None")})
			return err
		}},
		{"no such policy to attach", "NoSuchEntity", "Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.", func() error {
			_, err := c.AttachRolePolicy(ctx, &sdk.AttachRolePolicyInput{RoleName: aws.String("Job"), PolicyArn: aws.String("arn:aws:iam::aws:policy/None")})
			return err
		}},
		{"no ARN", "ValidationError", "Invalid ARN:  Could not be parsed!", func() error {
			_, err := c.AttachRolePolicy(ctx, &sdk.AttachRolePolicyInput{RoleName: aws.String("Job"), PolicyArn: aws.String("AmazonS3ReadOnlyAccess")})
			return err
		}},
		{"no such version", "NoSuchEntity", "Policy " + mine + " version v9 does not exist or is not attachable.", func() error {
			_, err := c.GetPolicyVersion(ctx, &sdk.GetPolicyVersionInput{PolicyArn: aws.String(mine), VersionId: aws.String("v9")})
			return err
		}},
		{"a user with keys", "DeleteConflict", "Cannot delete entity, must delete access keys first.", func() error {
			_, err := c.DeleteUser(ctx, &sdk.DeleteUserInput{UserName: aws.String("alice")})
			return err
		}},
		{"a role with policies", "DeleteConflict", "Cannot delete entity, must delete policies first.", func() error {
			_, err := c.DeleteRole(ctx, &sdk.DeleteRoleInput{RoleName: aws.String("Job")})
			return err
		}},
		{"a role in an instance profile", "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.", func() error {
			_, err := c.DeleteRole(ctx, &sdk.DeleteRoleInput{RoleName: aws.String("Idle")})
			return err
		}},
		{"a group with users", "DeleteConflict", "Cannot delete entity, must remove users from group first.", func() error {
			_, err := c.DeleteGroup(ctx, &sdk.DeleteGroupInput{GroupName: aws.String("team")})
			return err
		}},
		{"an attached policy", "DeleteConflict", "Cannot delete a policy attached to entities.", func() error {
			_, err := c.DeletePolicy(ctx, &sdk.DeletePolicyInput{PolicyArn: aws.String(mine)})
			return err
		}},
		{"the default version", "DeleteConflict", "Cannot delete the default version of a policy.", func() error {
			_, err := c.DeletePolicyVersion(ctx, &sdk.DeletePolicyVersionInput{PolicyArn: aws.String(mine), VersionId: aws.String("v1")})
			return err
		}},
		{"a long name", "ValidationError", "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64", func() error {
			_, err := c.CreateUser(ctx, &sdk.CreateUserInput{UserName: &long})
			return err
		}},
		{"a bad name", "ValidationError", "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-", func() error {
			_, err := c.GetRole(ctx, &sdk.GetRoleInput{RoleName: aws.String("a b")})
			return err
		}},
		{"a bad path", "ValidationError", "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.", func() error {
			_, err := c.CreateGroup(ctx, &sdk.CreateGroupInput{GroupName: aws.String("g"), Path: aws.String("/g")})
			return err
		}},
		{"a bad alias", "ValidationError", "1 validation error detected: Value at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", func() error {
			_, err := c.CreateAccountAlias(ctx, &sdk.CreateAccountAliasInput{AccountAlias: aws.String("a--b")})
			return err
		}},
		{"no policy document", "MalformedPolicyDocument", "Syntax errors in policy.", func() error {
			_, err := c.PutUserPolicy(ctx, &sdk.PutUserPolicyInput{UserName: aws.String("alice"), PolicyName: aws.String("P"), PolicyDocument: aws.String("{}")})
			return err
		}},
		{"no trust policy", "MalformedPolicyDocument", "Has prohibited field Resource", func() error {
			_, err := c.UpdateAssumeRolePolicy(ctx, &sdk.UpdateAssumeRolePolicyInput{RoleName: aws.String("Job"), PolicyDocument: aws.String(
				`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*"}}`)})
			return err
		}},
		{"a principal that does not exist", "MalformedPolicyDocument", `Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/x"`, func() error {
			_, err := c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("New"), AssumeRolePolicyDocument: aws.String(strings.Replace(trustMe, ":root", ":role/x", 1))})
			return err
		}},
		{"inline policies that are too long", "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user alice", func() error {
			_, err := c.PutUserPolicy(ctx, &sdk.PutUserPolicyInput{UserName: aws.String("alice"), PolicyName: aws.String("P"), PolicyDocument: aws.String(
				strings.Replace(allowS3, `"*"`, `"arn:aws:s3:::`+strings.Repeat("b", 2048)+`"`, 1))})
			return err
		}},
		{"a managed policy that is too long", "LimitExceeded", "Cannot exceed quota for PolicySize: 6144", func() error {
			_, err := c.CreatePolicy(ctx, &sdk.CreatePolicyInput{PolicyName: aws.String("P"), PolicyDocument: aws.String(
				strings.Replace(allowS3, `"*"`, `"arn:aws:s3:::`+strings.Repeat("b", 6144)+`"`, 1))})
			return err
		}},
		{"a tag twice", "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.", func() error {
			_, err := c.TagUser(ctx, &sdk.TagUserInput{UserName: aws.String("alice"), Tags: []types.Tag{
				{Key: aws.String("a"), Value: aws.String("1")}, {Key: aws.String("A"), Value: aws.String("2")}}})
			return err
		}},
		{"two roles in an instance profile", "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", func() error {
			_, err := c.AddRoleToInstanceProfile(ctx, &sdk.AddRoleToInstanceProfileInput{InstanceProfileName: aws.String("Web"), RoleName: aws.String("Job")})
			return err
		}},
		{"a provider that exists", "EntityAlreadyExists", "Provider with url https://" + issuer + " already exists.", func() error {
			_, err := c.CreateOpenIDConnectProvider(ctx, &sdk.CreateOpenIDConnectProviderInput{Url: aws.String("https://" + issuer)})
			return err
		}},
		{"an operation that is not emulated", "NotImplemented", "The IAM operation GenerateCredentialReport is not emulated.", func() error {
			_, err := c.GenerateCredentialReport(ctx, &sdk.GenerateCredentialReportInput{})
			return err
		}},
		{"a role without a user's name", "ValidationError", "Must specify userName when calling with non-User credentials", func() error {
			_, err := s.as("role/Job").ListAccessKeys(ctx, &sdk.ListAccessKeysInput{})
			return err
		}},
	}
	before := s.worlds.Load().Digest()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantError(t, tt.call(), tt.code, tt.message) })
	}
	w := *s.worlds.Load()
	w.Sessions = nil
	if w.Digest() != before {
		t.Error("the world has changed")
	}
}

// A user lives: made, found by another spelling of the name, given keys and
// permissions, renamed, locked out, deleted.
func TestAUserLives(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	made := must(c.CreateUser(ctx, &sdk.CreateUserInput{UserName: aws.String("Bob"), Path: aws.String("/a/"), PermissionsBoundary: aws.String(readOnly),
		Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}}))(t).User
	if *made.Arn != "arn:aws:iam::111122223333:user/a/Bob" || !strings.HasPrefix(*made.UserId, "AIDA") || !made.CreateDate.Equal(now) {
		t.Errorf("made %+v", made)
	}
	found := must(c.GetUser(ctx, &sdk.GetUserInput{UserName: aws.String("bOB")}))(t).User
	if diff := cmp.Diff(found, made, cmp.Exporter(exported)); diff != "" {
		t.Errorf("found another user than was made:\n%s", diff)
	}
	key := must(c.CreateAccessKey(ctx, &sdk.CreateAccessKeyInput{UserName: aws.String("Bob")}))(t).AccessKey
	bob := s.with(*key.AccessKeyId, *key.SecretAccessKey, "")
	_, err := bob.GetUser(ctx, &sdk.GetUserInput{})
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/a/Bob is not authorized to perform: iam:GetUser on resource: user Bob because no identity-based policy allows the iam:GetUser action")
	must(c.PutUserPolicy(ctx, &sdk.PutUserPolicyInput{UserName: aws.String("Bob"), PolicyName: aws.String("Self"), PolicyDocument: aws.String(
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::*:user/*/${aws:username}"}}`)}))(t)
	_, err = bob.GetUser(ctx, &sdk.GetUserInput{})
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/a/Bob is not authorized to perform: iam:GetUser on resource: user Bob because no permissions boundary allows the iam:GetUser action")
	must(c.DeleteUserPermissionsBoundary(ctx, &sdk.DeleteUserPermissionsBoundaryInput{UserName: aws.String("Bob")}))(t)
	must(bob.GetUser(ctx, &sdk.GetUserInput{}))(t)

	must(c.UpdateUser(ctx, &sdk.UpdateUserInput{UserName: aws.String("bob"), NewUserName: aws.String("Robert"), NewPath: aws.String("/b/")}))(t)
	again := must(bob.GetUser(ctx, &sdk.GetUserInput{}))(t).User
	if *again.UserId != *made.UserId || *again.Arn != "arn:aws:iam::111122223333:user/b/Robert" {
		t.Errorf("renamed to %s, %s", *again.Arn, *again.UserId)
	}
	must(c.UpdateAccessKey(ctx, &sdk.UpdateAccessKeyInput{UserName: aws.String("Robert"), AccessKeyId: key.AccessKeyId, Status: types.StatusTypeInactive}))(t)
	_, err = bob.GetUser(ctx, &sdk.GetUserInput{})
	wantError(t, err, "InvalidClientTokenId", "The security token included in the request is invalid.")
	must(c.DeleteAccessKey(ctx, &sdk.DeleteAccessKeyInput{UserName: aws.String("Robert"), AccessKeyId: key.AccessKeyId}))(t)
	must(c.DeleteUserPolicy(ctx, &sdk.DeleteUserPolicyInput{UserName: aws.String("Robert"), PolicyName: aws.String("Self")}))(t)
	must(c.DeleteUser(ctx, &sdk.DeleteUserInput{UserName: aws.String("Robert")}))(t)
	next := must(c.CreateUser(ctx, &sdk.CreateUserInput{UserName: aws.String("Robert"), Path: aws.String("/b/")}))(t).User
	if *next.UserId == *made.UserId {
		t.Error("a user that was made again has the id of the one before")
	}
}

// The policies that name a principal follow it: to its new name, and to its id
// when it is gone.
func TestPoliciesFollowPrincipals(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	must(c.CreateUser(ctx, &sdk.CreateUserInput{UserName: aws.String("carol")}))(t)
	trust := strings.Replace(trustMe, ":root", ":user/carol", 1)
	must(c.UpdateAssumeRolePolicy(ctx, &sdk.UpdateAssumeRolePolicyInput{RoleName: aws.String("Idle"), PolicyDocument: &trust}))(t)
	trusted := func() string {
		return s.worlds.Load().Accounts[account].Roles["Idle"].Trust.Document.Statements[0].Principal.AWS[0]
	}
	must(c.UpdateUser(ctx, &sdk.UpdateUserInput{UserName: aws.String("carol"), NewUserName: aws.String("carla")}))(t)
	if trusted() != "arn:aws:iam::111122223333:user/carla" {
		t.Errorf("after the renaming %s is trusted", trusted())
	}
	id := s.worlds.Load().Accounts[account].Users["carla"].ID
	must(c.DeleteUser(ctx, &sdk.DeleteUserInput{UserName: aws.String("carla")}))(t)
	if trusted() != id {
		t.Errorf("after the deletion %s is trusted, want %s", trusted(), id)
	}
}

// A role can be deleted that a grant and a policy name, by its sessions too.
func TestADeletedRoleLeavesItsID(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	id := *must(c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("Brief"), AssumeRolePolicyDocument: aws.String(trustMe)}))(t).Role.RoleId
	const keyID = "4d00c9d2-3fcd-4b52-a3d3-39278b77fb92"
	if err := s.worlds.Change(func(w *world.World) error {
		a := w.Accounts[account]
		a.Roles["Idle"].Trust = world.MustPolicy(strings.Replace(trustMe, "iam::111122223333:root", "sts::111122223333:assumed-role/Brief/me", 1))
		a.Keys[keyID] = &world.Key{Grants: map[string]*world.KeyGrant{"g": {Grantee: "arn:aws:iam::111122223333:role/Brief", Operations: []string{"Decrypt"}}}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	must(c.DeleteRole(ctx, &sdk.DeleteRoleInput{RoleName: aws.String("Brief")}))(t)
	a := s.worlds.Load().Accounts[account]
	if trusted, grantee := a.Roles["Idle"].Trust.Document.Statements[0].Principal.AWS[0], a.Keys[keyID].Grants["g"].Grantee; trusted != id || grantee != id {
		t.Errorf("%s is trusted, the grantee is %s, want %s", trusted, grantee, id)
	}
}

// A role's sessions end with it, and a new role of its name does not revive
// them.
func TestSessionsEndWithTheirRole(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	must(c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("Brief"), AssumeRolePolicyDocument: aws.String(trustMe)}))(t)
	must(c.AttachRolePolicy(ctx, &sdk.AttachRolePolicyInput{RoleName: aws.String("Brief"), PolicyArn: aws.String("arn:aws:iam::aws:policy/IAMReadOnlyAccess")}))(t)
	brief := s.as("role/Brief")
	must(brief.ListUsers(ctx, &sdk.ListUsersInput{}))(t)
	must(c.DetachRolePolicy(ctx, &sdk.DetachRolePolicyInput{RoleName: aws.String("Brief"), PolicyArn: aws.String("arn:aws:iam::aws:policy/IAMReadOnlyAccess")}))(t)
	_, err := brief.ListUsers(ctx, &sdk.ListUsersInput{})
	wantError(t, err, "AccessDenied", "User: arn:aws:sts::111122223333:assumed-role/Brief/denylab is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111122223333:user/ because no identity-based policy allows the iam:ListUsers action")
	must(c.DeleteRole(ctx, &sdk.DeleteRoleInput{RoleName: aws.String("Brief")}))(t)
	must(c.CreateRole(ctx, &sdk.CreateRoleInput{RoleName: aws.String("Brief"), AssumeRolePolicyDocument: aws.String(trustMe)}))(t)
	_, err = brief.ListUsers(ctx, &sdk.ListUsersInput{})
	wantError(t, err, "InvalidClientTokenId", "The security token included in the request is invalid.")
}

// Sessions that AWS keeps out of IAM are kept out.
func TestSessionsWithoutMFAAreKeptOut(t *testing.T) {
	s := start(t)
	for _, tt := range []struct {
		name    string
		session world.Session
		out     bool
	}{
		{"GetSessionToken", world.Session{Kind: authz.User, Account: account, Principal: "admin"}, true},
		{"GetSessionToken with MFA", world.Session{Kind: authz.User, Account: account, Principal: "admin", MFA: true}, false},
		{"GetFederationToken", world.Session{Kind: authz.FederatedUser, Account: account, Principal: "admin", Name: "fed"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := s.worlds.Issue(now, tt.session)
			_, err := s.with(c.AccessKeyID, c.Secret, c.Token).ListUsers(t.Context(), &sdk.ListUsersInput{})
			if got := codeOf(err) == "InvalidClientTokenId"; got != tt.out {
				t.Errorf("got %v", err)
			}
		})
	}
}
