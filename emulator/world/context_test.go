package world_test

import (
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/google/go-cmp/cmp"
)

func TestPrincipalContext(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	session := trainerSession()
	session.Tags = map[string]string{"team": "b", "run": "7"}
	session.SourceIdentity = "carol"
	role := s.Issue(now, session)
	user := s.Issue(now, world.Session{Kind: authz.User, Account: member, Principal: "bob", MFA: true})
	federated := s.Issue(now, world.Session{Kind: authz.FederatedUser, Account: member, Principal: "bob", Name: "guest"})
	w := s.Load()
	one, many := authz.One, authz.Many
	_, _, path := w.OrganizationOf(member)
	bobID := w.Accounts[member].Users["bob"].ID
	base := func(more authz.Context) authz.Context {
		c := authz.Context{
			"aws:PrincipalAccount": one(member), "aws:PrincipalIsAWSService": one("false"),
			"aws:PrincipalOrgID": one("o-exampleorgid"), "aws:PrincipalOrgPaths": many(path),
		}
		for k, v := range more {
			c[k] = v
		}
		return c
	}
	bob, _ := w.Principal("user/bob")
	root, _ := w.Principal("777788889999:root")
	for name, c := range map[string]struct {
		p    *world.Principal
		want authz.Context
	}{
		"a role's session": {role.Principal, base(authz.Context{
			"aws:PrincipalArn":  one("arn:aws:iam::444455556666:role/service-role/Trainer"),
			"aws:PrincipalType": one("AssumedRole"), "aws:userid": one(w.Accounts[member].Roles["Trainer"].ID + ":SageMaker"),
			"aws:PrincipalTag/team": one("b"), "aws:PrincipalTag/run": one("7"), "aws:SourceIdentity": one("carol"),
			"aws:TokenIssueTime": one("2026-01-02T03:04:05Z"), "aws:MultiFactorAuthPresent": one("false"),
		})},
		"a user": {bob, base(authz.Context{
			"aws:PrincipalArn":  one("arn:aws:iam::444455556666:user/staff/bob"),
			"aws:PrincipalType": one("User"), "aws:userid": one(bobID), "aws:username": one("bob"),
			"aws:PrincipalTag/Team": one("a"), "aws:PrincipalTag/cost": one("1"),
		})},
		"a user's session with MFA": {user.Principal, base(authz.Context{
			"aws:PrincipalArn":  one("arn:aws:iam::444455556666:user/staff/bob"),
			"aws:PrincipalType": one("User"), "aws:userid": one(bobID), "aws:username": one("bob"),
			"aws:PrincipalTag/Team": one("a"), "aws:PrincipalTag/cost": one("1"),
			"aws:TokenIssueTime": one("2026-01-02T03:04:05Z"), "aws:MultiFactorAuthPresent": one("true"), "aws:MultiFactorAuthAge": one("60"),
		})},
		"a federated user": {federated.Principal, base(authz.Context{
			"aws:PrincipalArn":  one("arn:aws:sts::444455556666:federated-user/guest"),
			"aws:PrincipalType": one("FederatedUser"), "aws:userid": one(member + ":guest"),
			"aws:PrincipalTag/Team": one("a"), "aws:PrincipalTag/cost": one("1"),
			"aws:TokenIssueTime": one("2026-01-02T03:04:05Z"), "aws:MultiFactorAuthPresent": one("false"),
		})},
		"root outside an organization": {root, authz.Context{
			"aws:PrincipalArn": one("arn:aws:iam::777788889999:root"), "aws:PrincipalAccount": one(outsider),
			"aws:PrincipalIsAWSService": one("false"), "aws:PrincipalType": one("Account"), "aws:userid": one(outsider),
		}},
		"anonymous": {world.Anonymous(), authz.Context{
			"aws:PrincipalType": one("Anonymous"), "aws:userid": one("anonymous"),
		}},
		"a service": {world.ServicePrincipal("glue.amazonaws.com"), authz.Context{
			"aws:PrincipalIsAWSService": one("true"), "aws:PrincipalServiceName": one("glue.amazonaws.com"),
			"aws:PrincipalServiceNamesList": many("glue.amazonaws.com"),
		}},
	} {
		if diff := cmp.Diff(c.want, w.PrincipalContext(c.p, now.Add(time.Minute))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	if got := federated.Principal.Caller.ARN; got != "arn:aws:sts::444455556666:federated-user/guest" {
		t.Errorf("federated user's ARN is %s", got)
	}
	if p := w.Policies(federated.Principal); p.Session == nil || len(p.Session) != 0 || len(p.Identity) == 0 {
		t.Errorf("a federated user without session policies is asked for them: %+v", p)
	}
}

func TestResourceContext(t *testing.T) {
	w := build(t, describe())
	_, _, path := w.OrganizationOf(member)
	for account, want := range map[string]authz.Context{
		"":       {},
		outsider: {"aws:ResourceAccount": authz.One(outsider)},
		member: {"aws:ResourceAccount": authz.One(member), "aws:ResourceOrgID": authz.One("o-exampleorgid"),
			"aws:ResourceOrgPaths": authz.Many(path)},
	} {
		if diff := cmp.Diff(want, w.ResourceContext(account)); diff != "" {
			t.Errorf("%q: -want +got\n%s", account, diff)
		}
	}
}

func TestSourceContext(t *testing.T) {
	w := build(t, describe())
	_, _, path := w.OrganizationOf(member)
	const arn = "arn:aws:sagemaker:us-east-1:111122223333:training-job/fraud"
	for account, want := range map[string]authz.Context{
		outsider: {"aws:SourceArn": authz.One(arn), "aws:SourceAccount": authz.One(outsider)},
		member: {"aws:SourceArn": authz.One(arn), "aws:SourceAccount": authz.One(member),
			"aws:SourceOrgID": authz.One("o-exampleorgid"), "aws:SourceOrgPaths": authz.Many(path)},
	} {
		if diff := cmp.Diff(want, w.SourceContext(arn, account)); diff != "" {
			t.Errorf("%q: -want +got\n%s", account, diff)
		}
	}
}
