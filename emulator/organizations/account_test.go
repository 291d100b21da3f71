package organizations_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator/world"
)

// create makes an account and returns what became of the request.
func (l *lab) create(in *sdk.CreateAccountInput) *types.CreateAccountStatus {
	l.t.Helper()
	asked := must(l.admin().CreateAccount(l.t.Context(), in))(l.t).CreateAccountStatus
	if asked.State != types.CreateAccountStateInProgress || asked.AccountId != nil {
		l.t.Errorf("asked for an account it is %+v", asked)
	}
	return must(l.admin().DescribeCreateAccountStatus(l.t.Context(), &sdk.DescribeCreateAccountStatusInput{CreateAccountRequestId: asked.Id}))(l.t).CreateAccountStatus
}

func TestAnAccountIsMadeThatTheManagementAccountGetsInto(t *testing.T) {
	l := open(t)
	made := l.create(&sdk.CreateAccountInput{AccountName: aws.String("Data lake"), Email: aws.String("lake@example.com"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("data")}}})
	if made.State != types.CreateAccountStateSucceeded || len(aws.ToString(made.AccountId)) != 12 || !made.CompletedTimestamp.Equal(start) {
		t.Fatalf("made %+v", made)
	}
	account := must(l.admin().DescribeAccount(t.Context(), &sdk.DescribeAccountInput{AccountId: made.AccountId}))(t).Account
	if *account.Name != "Data lake" || *account.Email != "lake@example.com" || account.JoinedMethod != types.AccountJoinedMethodCreated || !account.JoinedTimestamp.Equal(start) {
		t.Errorf("made %+v", account)
	}
	tags := must(l.admin().ListTagsForResource(t.Context(), &sdk.ListTagsForResourceInput{ResourceId: made.AccountId}))(t).Tags
	if len(tags) != 1 || *tags[0].Value != "data" {
		t.Errorf("its tags are %+v", tags)
	}
	role := "arn:aws:iam::" + *made.AccountId + ":role/OrganizationAccountAccessRole"
	want(t, l.assume(management+":user/admin", role), "")
	want(t, l.assume(member+":user/dev", role), "AccessDenied")
	if _, ok := l.World().Role("arn:aws:iam::" + *made.AccountId + ":role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations"); !ok {
		t.Error("it has no service-linked role")
	}

	named := l.create(&sdk.CreateAccountInput{AccountName: aws.String("Lab"), Email: aws.String("lab@example.com"), RoleName: aws.String("Keeper")})
	want(t, l.assume(management+":user/admin", "arn:aws:iam::"+*named.AccountId+":role/Keeper"), "")
	if *named.AccountId == *made.AccountId {
		t.Error("two accounts have one id")
	}
}

func TestAnAccountWhoseAddressIsTakenIsNotMade(t *testing.T) {
	l := open(t)
	before := len(l.World().Accounts)
	made := l.create(&sdk.CreateAccountInput{AccountName: aws.String("Again"), Email: aws.String("PROD@example.com")})
	if made.State != types.CreateAccountStateFailed || made.FailureReason != types.CreateAccountFailureReasonEmailAlreadyExists || made.AccountId != nil || len(l.World().Accounts) != before {
		t.Errorf("made %+v", made)
	}
	l.create(&sdk.CreateAccountInput{AccountName: aws.String("Lab"), Email: aws.String("lab@example.com")})
	for _, tc := range []struct {
		states []types.CreateAccountState
		want   int
	}{{nil, 2}, {[]types.CreateAccountState{types.CreateAccountStateFailed}, 1}, {[]types.CreateAccountState{types.CreateAccountStateInProgress}, 0}} {
		list := must(l.admin().ListCreateAccountStatus(t.Context(), &sdk.ListCreateAccountStatusInput{States: tc.states}))(t).CreateAccountStatuses
		if len(list) != tc.want {
			t.Errorf("%v: %+v", tc.states, list)
		}
	}
	want(t, second(l.admin().DescribeCreateAccountStatus(t.Context(), &sdk.DescribeCreateAccountStatusInput{CreateAccountRequestId: aws.String("car-nowhere123")})), "CreateAccountStatusNotFoundException")
	want(t, second(l.admin().CreateAccount(t.Context(), &sdk.CreateAccountInput{AccountName: aws.String("x"), Email: aws.String("x@example.com"), RoleName: aws.String("AWSServiceRoleForX")})), "InvalidInputException:INVALID_ROLE_NAME")
}

func TestPoliciesOfAnOrganizationalUnitReachTheAccountsThatMoveIn(t *testing.T) {
	l := open(t, func(w *world.World) {
		w.Organization.Root.Units["Sandbox"].SCPs = []string{"FullAWSAccess", "NoDeletes"}
	})
	move := func(account, from, to string) error {
		return second(l.admin().MoveAccount(t.Context(), &sdk.MoveAccountInput{AccountId: &account, SourceParentId: &from, DestinationParentId: &to}))
	}
	want(t, l.deletes(), "")
	want(t, move(member, production, sandbox), "")
	want(t, l.deletes(), "AccessDenied")
	want(t, move(member, production, rootID), "AccountNotFoundException")
	want(t, move(member, production, sandbox), "DuplicateAccountException")
	want(t, move(member, "ou-root-nowhere1", rootID), "SourceParentNotFoundException")
	want(t, move(member, sandbox, "ou-root-nowhere1"), "DestinationParentNotFoundException")
	want(t, move(outside, rootID, sandbox), "AccountNotFoundException")
	want(t, move(member, sandbox, rootID), "")
	want(t, l.deletes(), "")
}

func TestAccountsLeaveTheOrganizationAndItsPolicies(t *testing.T) {
	l := open(t, func(w *world.World) { w.Organization.Root.SCPs = []string{"FullAWSAccess", "NoDeletes"} })
	remove := func(account string) error {
		return second(l.admin().RemoveAccountFromOrganization(t.Context(), &sdk.RemoveAccountFromOrganizationInput{AccountId: &account}))
	}
	want(t, l.deletes(), "AccessDenied")
	want(t, remove(member), "")
	want(t, l.deletes(), "")
	want(t, remove(member), "AccountNotFoundException")
	want(t, second(l.as(member+":user/dev").DescribeOrganization(t.Context(), nil)), "AWSOrganizationsNotInUseException")
	want(t, remove(management), "MasterCannotLeaveOrganizationException")

	want(t, second(l.as(sibling+":user/dev").LeaveOrganization(t.Context(), nil)), "")
	want(t, second(l.as(sibling+":user/dev").LeaveOrganization(t.Context(), nil)), "AWSOrganizationsNotInUseException")
	want(t, second(l.admin().LeaveOrganization(t.Context(), nil)), "MasterCannotLeaveOrganizationException")

	// An account that was made here has to wait.
	made := l.create(&sdk.CreateAccountInput{AccountName: aws.String("Young"), Email: aws.String("young@example.com")})
	want(t, remove(*made.AccountId), "ConstraintViolationException:WAIT_PERIOD_ACTIVE")
	l.now = start.Add(4 * 24 * time.Hour)
	want(t, remove(*made.AccountId), "")
}

func TestClosedAccountsAreSuspended(t *testing.T) {
	l := open(t)
	shut := func(account string) error {
		return second(l.admin().CloseAccount(t.Context(), &sdk.CloseAccountInput{AccountId: &account}))
	}
	session := sts.NewFromConfig(l.config(member + ":user/dev"))
	credentials := must(session.GetSessionToken(t.Context(), nil))(t).Credentials
	temporary := sts.NewFromConfig(l.with(*credentials.AccessKeyId, *credentials.SecretAccessKey, *credentials.SessionToken))
	want(t, second(temporary.GetCallerIdentity(t.Context(), nil)), "")
	want(t, shut(member), "")
	want(t, second(session.GetCallerIdentity(t.Context(), nil)), "InvalidClientTokenId")
	want(t, second(temporary.GetCallerIdentity(t.Context(), nil)), "InvalidClientTokenId")
	account := must(l.admin().DescribeAccount(t.Context(), &sdk.DescribeAccountInput{AccountId: aws.String(member)}))(t).Account
	if account.Status != types.AccountStatusSuspended || account.State != types.AccountStateClosed {
		t.Errorf("closed it is %+v", account)
	}
	want(t, shut(member), "AccountAlreadyClosedException")
	want(t, shut(outside), "AccountNotFoundException")
	want(t, shut(management), "ConstraintViolationException:CANNOT_CLOSE_MANAGEMENT_ACCOUNT")
	billing := open(t, func(w *world.World) { w.Organization.FeatureSet = "CONSOLIDATED_BILLING" })
	want(t, second(billing.admin().CloseAccount(t.Context(), &sdk.CloseAccountInput{AccountId: aws.String(member)})), "ConstraintViolationException:ORGANIZATION_NOT_IN_ALL_FEATURES_MODE")
}

func TestTheLifeOfAnOrganization(t *testing.T) {
	l := open(t, func(w *world.World) {
		w.Organization = nil
		for id, statement := range map[string]string{"linker": "iam:CreateServiceLinkedRole", "organizer": "s3:*"} {
			w.Accounts[management].Users[id] = user(`{"Effect":"Allow","Action":["organizations:*","` + statement + `"],"Resource":"*"}`)
		}
	})
	c := l.admin()
	want(t, second(c.DescribeOrganization(t.Context(), nil)), "AWSOrganizationsNotInUseException")
	want(t, second(c.AttachPolicy(t.Context(), &sdk.AttachPolicyInput{PolicyId: aws.String(fullAccess), TargetId: aws.String(rootID)})), "AWSOrganizationsNotInUseException")

	before := l.Digest()
	want(t, second(l.as(management+":user/organizer").CreateOrganization(t.Context(), nil)), "AccessDeniedForDependencyException:ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE")
	if l.Digest() != before {
		t.Error("a refused request changed something")
	}
	made := must(l.as(management+":user/linker").CreateOrganization(t.Context(), nil))(t).Organization
	if made.FeatureSet != types.OrganizationFeatureSetAll || *made.MasterAccountId != management || !strings.HasPrefix(*made.Id, "o-") {
		t.Errorf("made %+v", made)
	}
	want(t, second(c.CreateOrganization(t.Context(), nil)), "AlreadyInOrganizationException")
	want(t, second(l.as(outside+":user/guest").CreateOrganization(t.Context(), nil)), "NotImplemented")
	root := must(c.ListRoots(t.Context(), nil))(t).Roots[0]
	if len(root.PolicyTypes) != 1 || root.PolicyTypes[0].Type != types.PolicyTypeServiceControlPolicy {
		t.Errorf("the root is %+v", root)
	}

	account := l.create(&sdk.CreateAccountInput{AccountName: aws.String("First"), Email: aws.String("first@example.com")})
	want(t, second(c.DeleteOrganization(t.Context(), nil)), "OrganizationNotEmptyException")
	l.now = start.AddDate(0, 0, 5)
	want(t, second(c.RemoveAccountFromOrganization(t.Context(), &sdk.RemoveAccountFromOrganizationInput{AccountId: account.AccountId})), "")
	want(t, second(c.DeleteOrganization(t.Context(), nil)), "")
	want(t, second(c.DescribeOrganization(t.Context(), nil)), "AWSOrganizationsNotInUseException")

	// Without all features there are no policies.
	billing := must(c.CreateOrganization(t.Context(), &sdk.CreateOrganizationInput{FeatureSet: types.OrganizationFeatureSetConsolidatedBilling}))(t).Organization
	rootID := must(c.ListRoots(t.Context(), nil))(t).Roots[0].Id
	if *billing.Id == *made.Id {
		t.Error("two organizations have one id")
	}
	want(t, second(c.EnablePolicyType(t.Context(), &sdk.EnablePolicyTypeInput{RootId: rootID, PolicyType: types.PolicyTypeServiceControlPolicy})), "PolicyTypeNotAvailableForOrganizationException")
	want(t, second(c.CreatePolicy(t.Context(), newPolicy("x", denyDeletes))), "PolicyTypeNotAvailableForOrganizationException")
}
