package iam_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
)

// exported lets cmp look into the SDK's types, whose marker field is hidden.
func exported(reflect.Type) bool { return true }

// What was put comes back byte for byte.
func TestPoliciesComeBackAsTheyWerePut(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	text := "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:Get*\", \"Resource\": \"arn:aws:s3:::a b+c/%2F*\"}]\n}"
	must(c.PutGroupPolicy(ctx, &sdk.PutGroupPolicyInput{GroupName: aws.String("empty"), PolicyName: aws.String("P"), PolicyDocument: &text}))(t)
	got := must(c.GetGroupPolicy(ctx, &sdk.GetGroupPolicyInput{GroupName: aws.String("empty"), PolicyName: aws.String("P")}))(t)
	decoded, err := url.PathUnescape(*got.PolicyDocument)
	if err != nil || decoded != text || strings.ContainsAny(*got.PolicyDocument, "+ ") {
		t.Errorf("got %q, %v", *got.PolicyDocument, err)
	}
	names := must(c.ListGroupPolicies(ctx, &sdk.ListGroupPoliciesInput{GroupName: aws.String("empty")}))(t).PolicyNames
	if diff := cmp.Diff(names, []string{"P"}); diff != "" {
		t.Error(diff)
	}
}

// The default version of a policy is the one in force.
func TestTheDefaultVersionIsInForce(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	inForce := func() string {
		p := s.worlds.Load().Accounts[account].Policies["Mine"]
		return p.DefaultVersion + " " + p.Policy.Document.Statements[0].Action[0]
	}
	next := strings.Replace(allowS3, "GetObject", "PutObject", 1)
	v := must(c.CreatePolicyVersion(ctx, &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(mine), PolicyDocument: &next}))(t).PolicyVersion
	if *v.VersionId != "v2" || v.IsDefaultVersion || inForce() != "v1 s3:GetObject" {
		t.Errorf("made %+v, %s is in force", v, inForce())
	}
	must(c.SetDefaultPolicyVersion(ctx, &sdk.SetDefaultPolicyVersionInput{PolicyArn: aws.String(mine), VersionId: aws.String("v2")}))(t)
	if inForce() != "v2 s3:PutObject" {
		t.Errorf("%s is in force", inForce())
	}
	must(c.DeletePolicyVersion(ctx, &sdk.DeletePolicyVersionInput{PolicyArn: aws.String(mine), VersionId: aws.String("v1")}))(t)
	for _, want := range []string{"v3", "v4", "v5", "v6"} {
		v := must(c.CreatePolicyVersion(ctx, &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(mine), PolicyDocument: &next}))(t).PolicyVersion
		if *v.VersionId != want {
			t.Errorf("made %s, want %s", *v.VersionId, want)
		}
	}
	_, err := c.CreatePolicyVersion(ctx, &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(mine), PolicyDocument: &next})
	wantError(t, err, "LimitExceeded", "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.")
	var listed []string
	pages := sdk.NewListPolicyVersionsPaginator(c, &sdk.ListPolicyVersionsInput{PolicyArn: aws.String(mine), MaxItems: aws.Int32(2)})
	for pages.HasMorePages() {
		for _, v := range must(pages.NextPage(ctx))(t).Versions {
			listed = append(listed, *v.VersionId)
		}
	}
	if diff := cmp.Diff(listed, []string{"v6", "v5", "v4", "v3", "v2"}); diff != "" {
		t.Error(diff)
	}
}

// AWS's own policies are all there, by their ARN.
func TestAWSManagedPolicies(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	p := must(c.GetPolicy(ctx, &sdk.GetPolicyInput{PolicyArn: aws.String(readOnly)}))(t).Policy
	if *p.PolicyName != "AmazonS3ReadOnlyAccess" || *p.AttachmentCount != 1 || *p.PermissionsBoundaryUsageCount != 1 || !strings.HasPrefix(*p.PolicyId, "ANPA") {
		t.Errorf("got %+v", p)
	}
	v := must(c.GetPolicyVersion(ctx, &sdk.GetPolicyVersionInput{PolicyArn: aws.String(readOnly), VersionId: p.DefaultVersionId}))(t).PolicyVersion
	if text, err := url.PathUnescape(*v.Document); err != nil || !strings.Contains(text, "s3-object-lambda:List*") {
		t.Errorf("got %q, %v", text, err)
	}
	count := map[types.PolicyScopeType]int{}
	for _, scope := range []types.PolicyScopeType{"", types.PolicyScopeTypeAll, types.PolicyScopeTypeAws, types.PolicyScopeTypeLocal} {
		pages := sdk.NewListPoliciesPaginator(c, &sdk.ListPoliciesInput{Scope: scope, MaxItems: aws.Int32(1000)})
		for pages.HasMorePages() {
			count[scope] += len(must(pages.NextPage(ctx))(t).Policies)
		}
	}
	if count["Local"] != 1 || count["AWS"] < 1400 || count["All"] != count["AWS"]+1 || count[""] != count["All"] {
		t.Errorf("counted %v", count)
	}
	attached := must(c.ListPolicies(ctx, &sdk.ListPoliciesInput{OnlyAttached: true, PathPrefix: aws.String("/team/")}))(t).Policies
	if len(attached) != 1 || *attached[0].Arn != mine {
		t.Errorf("attached below /team/: %+v", attached)
	}
	_, err := c.CreatePolicyVersion(ctx, &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(readOnly), PolicyDocument: aws.String(allowS3)})
	if codeOf(err) != "AccessDenied" {
		t.Errorf("a version of AWS's policy: %v", err)
	}
}

func TestEntitiesForPolicy(t *testing.T) {
	s := start(t)
	for _, tt := range []struct {
		name string
		in   sdk.ListEntitiesForPolicyInput
		want string
	}{
		{"all", sdk.ListEntitiesForPolicyInput{}, "users [alice] roles [Job]"},
		{"attached", sdk.ListEntitiesForPolicyInput{PolicyUsageFilter: types.PolicyUsageTypePermissionsPolicy}, "users [alice] roles []"},
		{"boundaries", sdk.ListEntitiesForPolicyInput{PolicyUsageFilter: types.PolicyUsageTypePermissionsBoundary}, "users [] roles [Job]"},
		{"roles", sdk.ListEntitiesForPolicyInput{EntityFilter: types.EntityTypeRole}, "users [] roles [Job]"},
		{"a path", sdk.ListEntitiesForPolicyInput{PathPrefix: aws.String("/ml/")}, "users [alice] roles []"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.PolicyArn = aws.String(readOnly)
			out := must(s.as("111122223333:root").ListEntitiesForPolicy(t.Context(), &tt.in))(t)
			var users, roles []string
			for _, u := range out.PolicyUsers {
				users = append(users, *u.UserName)
			}
			for _, r := range out.PolicyRoles {
				roles = append(roles, *r.RoleName)
			}
			if got := "users [" + strings.Join(users, " ") + "] roles [" + strings.Join(roles, " ") + "]"; got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// The condition keys that tell one request from another.
func TestConditionKeys(t *testing.T) {
	tag := []types.Tag{{Key: aws.String("team"), Value: aws.String("ops")}}
	for _, tt := range []struct {
		name   string
		call   func(c *sdk.Client) error
		action string
		want   authz.Context
	}{
		{"a role made with a boundary", func(c *sdk.Client) error {
			_, err := c.CreateRole(t.Context(), &sdk.CreateRoleInput{RoleName: aws.String("New"), AssumeRolePolicyDocument: aws.String(trustMe), PermissionsBoundary: aws.String(mine)})
			return err
		}, "iam:CreateRole", authz.Context{"iam:PermissionsBoundary": authz.One(mine)}},
		{"a user made with tags", func(c *sdk.Client) error {
			_, err := c.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: aws.String("new"), Tags: tag})
			return err
		}, "iam:TagUser", authz.Context{"aws:RequestTag/team": authz.One("ops"), "aws:TagKeys": authz.Many("team")}},
		{"a policy put on a bounded role", func(c *sdk.Client) error {
			_, err := c.PutRolePolicy(t.Context(), &sdk.PutRolePolicyInput{RoleName: aws.String("job"), PolicyName: aws.String("P"), PolicyDocument: aws.String(allowS3)})
			return err
		}, "iam:PutRolePolicy", authz.Context{"iam:PermissionsBoundary": authz.One(readOnly), "iam:ResourceTag/team": authz.One("ml"), "aws:ResourceTag/team": authz.One("ml")}},
		{"an attachment", func(c *sdk.Client) error {
			_, err := c.AttachUserPolicy(t.Context(), &sdk.AttachUserPolicyInput{UserName: aws.String("alice"), PolicyArn: aws.String(mine)})
			return err
		}, "iam:AttachUserPolicy", authz.Context{"iam:PolicyARN": authz.One(mine), "aws:ResourceTag/team": authz.One("ml")}},
		{"another boundary", func(c *sdk.Client) error {
			_, err := c.PutRolePermissionsBoundary(t.Context(), &sdk.PutRolePermissionsBoundaryInput{RoleName: aws.String("Job"), PermissionsBoundary: aws.String(mine)})
			return err
		}, "iam:PutRolePermissionsBoundary", authz.Context{"iam:PermissionsBoundary": authz.One(mine)}},
		{"a role handed to EC2", func(c *sdk.Client) error {
			if _, err := c.CreateInstanceProfile(t.Context(), &sdk.CreateInstanceProfileInput{InstanceProfileName: aws.String("New")}); err != nil {
				return err
			}
			_, err := c.AddRoleToInstanceProfile(t.Context(), &sdk.AddRoleToInstanceProfileInput{InstanceProfileName: aws.String("New"), RoleName: aws.String("Job")})
			return err
		}, "iam:PassRole", authz.Context{"iam:PassedToService": authz.One("ec2.amazonaws.com")}},
		{"a service-linked role", func(c *sdk.Client) error {
			_, err := c.CreateServiceLinkedRole(t.Context(), &sdk.CreateServiceLinkedRoleInput{AWSServiceName: aws.String("batch.amazonaws.com")})
			return err
		}, "iam:CreateServiceLinkedRole", authz.Context{"iam:AWSServiceName": authz.One("batch.amazonaws.com")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			if err := tt.call(s.as("user/admin")); err != nil {
				t.Fatal(err)
			}
			for _, a := range s.asked {
				if a.Call.Action != tt.action {
					continue
				}
				for key, want := range tt.want {
					if diff := cmp.Diff(a.Call.Context[key], want); diff != "" {
						t.Errorf("%s: %s", key, diff)
					}
				}
				return
			}
			t.Errorf("%s was not asked about", tt.action)
		})
	}
}

// Service-linked roles are their service's: outsiders can only ask for their
// deletion.
func TestServiceLinkedRoles(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	role := must(c.CreateServiceLinkedRole(ctx, &sdk.CreateServiceLinkedRoleInput{AWSServiceName: aws.String("batch.amazonaws.com")}))(t).Role
	if *role.Arn != "arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch" {
		t.Errorf("made %s", *role.Arn)
	}
	_, err := c.CreateServiceLinkedRole(ctx, &sdk.CreateServiceLinkedRoleInput{AWSServiceName: aws.String("batch.amazonaws.com")})
	wantError(t, err, "InvalidInput", "Service role name AWSServiceRoleForBatch has been taken in this account, please try a different suffix.")
	_, err = c.PutRolePolicy(ctx, &sdk.PutRolePolicyInput{RoleName: role.RoleName, PolicyName: aws.String("P"), PolicyDocument: aws.String(allowS3)})
	wantError(t, err, "UnmodifiableEntity", "Cannot perform the operation on the protected role 'AWSServiceRoleForBatch' - this role is only modifiable by AWS")
	task := must(c.DeleteServiceLinkedRole(ctx, &sdk.DeleteServiceLinkedRoleInput{RoleName: role.RoleName}))(t).DeletionTaskId
	status := must(c.GetServiceLinkedRoleDeletionStatus(ctx, &sdk.GetServiceLinkedRoleDeletionStatusInput{DeletionTaskId: task}))(t).Status
	if status != types.DeletionTaskStatusTypeSucceeded {
		t.Errorf("the deletion is %s", status)
	}
	_, err = c.GetRole(ctx, &sdk.GetRoleInput{RoleName: role.RoleName})
	wantError(t, err, "NoSuchEntity", "The role with name AWSServiceRoleForBatch cannot be found.")
}

// Every service-linked role of the table has a policy that AWS has.
func TestEveryServiceHasItsPolicy(t *testing.T) {
	s := start(t)
	for _, service := range []string{"access-analyzer", "autoscaling", "batch", "ecs", "eks", "elasticache", "elasticloadbalancing", "organizations", "rds", "sagemaker", "spot"} {
		must(s.as("111122223333:root").CreateServiceLinkedRole(t.Context(), &sdk.CreateServiceLinkedRoleInput{AWSServiceName: aws.String(service + ".amazonaws.com")}))(t)
	}
}

func TestAccountAuthorizationDetails(t *testing.T) {
	s := start(t)
	c, ctx := s.as("111122223333:root"), t.Context()
	var got []string
	pages := sdk.NewGetAccountAuthorizationDetailsPaginator(c, &sdk.GetAccountAuthorizationDetailsInput{MaxItems: aws.Int32(2)})
	for pages.HasMorePages() {
		page := must(pages.NextPage(ctx))(t)
		for _, u := range page.UserDetailList {
			got = append(got, "user "+*u.UserName+" "+strings.Join(u.GroupList, ","))
		}
		for _, g := range page.GroupDetailList {
			got = append(got, "group "+*g.GroupName)
		}
		for _, r := range page.RoleDetailList {
			got = append(got, "role "+*r.RoleName)
		}
		for _, p := range page.Policies {
			got = append(got, "policy "+*p.PolicyName+" "+*p.PolicyVersionList[0].VersionId)
		}
	}
	want := []string{"user admin ", "user alice team", "user nobody ", "group empty", "group team", "role Idle", "role Job", "policy Mine v1", "policy AmazonS3ReadOnlyAccess v3"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
	only := must(c.GetAccountAuthorizationDetails(ctx, &sdk.GetAccountAuthorizationDetailsInput{Filter: []types.EntityType{types.EntityTypeRole}}))(t)
	if len(only.RoleDetailList) != 2 || len(only.UserDetailList)+len(only.Policies) != 0 {
		t.Errorf("only roles: %+v", only)
	}
	if sum := must(c.GetAccountSummary(ctx, &sdk.GetAccountSummaryInput{}))(t).SummaryMap; sum["Users"] != 3 || sum["Roles"] != 2 || sum["Policies"] != 1 {
		t.Errorf("summary %v", sum)
	}
}
