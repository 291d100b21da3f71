package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// manager is the management account of managed.
const manager = "999999999999"

func (l *lab) organizations() *organizations.Client {
	l.t.Helper()
	c, err := l.CredentialsAs(manager + ":root")
	if err != nil {
		l.t.Fatal(err)
	}
	return organizations.New(organizations.Options{
		Region: "us-east-1", BaseEndpoint: ptr("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
}

func managed() *world.World {
	return &world.World{
		Organization: &world.Organization{ID: "o-exampleorgid", Management: manager, Root: &world.Unit{ID: "r-root", Accounts: map[string]*world.Membership{owner: {}}}},
		Accounts:     map[string]*world.Account{manager: {}, owner: {}},
	}
}

func TestTheOrganizationSurvivesARestart(t *testing.T) {
	l := keep(t, t.TempDir(), managed())
	c, ctx := l.organizations(), t.Context()
	unit, err := c.CreateOrganizationalUnit(ctx, &organizations.CreateOrganizationalUnitInput{ParentId: ptr("r-root"), Name: ptr("Work"), Tags: []types.Tag{{Key: ptr("a"), Value: ptr("b")}}})
	if err != nil {
		t.Fatal(err)
	}
	policy, err := c.CreatePolicy(ctx, &organizations.CreatePolicyInput{Name: ptr("NoBuckets"), Description: ptr("None"), Type: types.PolicyTypeServiceControlPolicy,
		Content: ptr(`{ "Version":"2012-10-17", "Statement":[{"Sid":"None","Effect":"Deny","Action":"s3:CreateBucket","Resource":"*"}] }`)})
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.CreateAccount(ctx, &organizations.CreateAccountInput{AccountName: ptr("Made"), Email: ptr("made@example.com")})
	if err != nil {
		t.Fatal(err)
	}
	status, err := c.DescribeCreateAccountStatus(ctx, &organizations.DescribeCreateAccountStatusInput{CreateAccountRequestId: made.CreateAccountStatus.Id})
	if err != nil {
		t.Fatal(err)
	}
	account := status.CreateAccountStatus.AccountId
	for _, err := range []error{
		second(l.as(*account+":root").s3.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: ptr("made")})),
		second(c.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: account, SourceParentId: ptr("r-root"), DestinationParentId: unit.OrganizationalUnit.Id})),
		second(c.AttachPolicy(ctx, &organizations.AttachPolicyInput{PolicyId: policy.Policy.PolicySummary.Id, TargetId: unit.OrganizationalUnit.Id})),
		second(c.EnableAWSServiceAccess(ctx, &organizations.EnableAWSServiceAccessInput{ServicePrincipal: ptr("guardduty.amazonaws.com")})),
		second(c.RegisterDelegatedAdministrator(ctx, &organizations.RegisterDelegatedAdministratorInput{AccountId: ptr(owner), ServicePrincipal: ptr("guardduty.amazonaws.com")})),
		second(c.PutResourcePolicy(ctx, &organizations.PutResourcePolicyInput{Content: ptr(`{"Version":"2012-10-17", "Statement":[{"Effect":"Allow","Principal":{"AWS":"` + owner + `"},"Action":"organizations:ListRoots","Resource":"*"}]}`)})),
		second(c.CloseAccount(ctx, &organizations.CloseAccountInput{AccountId: ptr(owner)})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := l.Digest()
	for range 2 { // what was kept is kept again
		l = l.reopen(managed())
		if l.Digest() != before {
			t.Fatal("the digest is another one")
		}
	}
	wantCode(t, second(l.as(*account+":root").s3.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: ptr("made")})), "")
	wantCode(t, second(l.as(*account+":root").s3.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: ptr("more")})), "403 AccessDenied")
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if l.World().Accounts[*account] != nil || l.World().Accounts[owner].Closed {
		t.Error("a reset leaves the account")
	}
}

func TestAnOrganizationThatIsDeletedStaysDeleted(t *testing.T) {
	w := managed()
	delete(w.Organization.Root.Accounts, owner)
	l := keep(t, t.TempDir(), w)
	wantCode(t, second(l.organizations().DeleteOrganization(t.Context(), nil)), "")
	l = l.reopen(w)
	wantCode(t, second(l.organizations().DescribeOrganization(t.Context(), nil)), "400 AWSOrganizationsNotInUseException")
	wantCode(t, second(l.organizations().CreateOrganization(t.Context(), nil)), "")
	before := l.Digest()
	if l = l.reopen(w); l.Digest() != before {
		t.Error("the digest is another one")
	}
}

func TestAnAccountThatWasMadeCannotBeDescribedLater(t *testing.T) {
	l := keep(t, t.TempDir(), managed())
	if err := second(l.organizations().CreateAccount(t.Context(), &organizations.CreateAccountInput{AccountName: ptr("Made"), Email: ptr("made@example.com")})); err != nil {
		t.Fatal(err)
	}
	w := managed()
	for id := range l.World().Accounts {
		w.Accounts[id] = &world.Account{}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := emulator.New(described(emulator.Options{Data: l.dir, World: w}))
	if err == nil || !strings.Contains(err.Error(), "was made by a request, and is described, too") {
		t.Errorf("%v", err)
	}
}
