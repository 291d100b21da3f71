package organizations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func TestTheOrganizationIsDescribed(t *testing.T) {
	l := open(t)
	for _, ref := range []string{management + ":user/admin", member + ":user/dev"} {
		o := must(l.as(ref).DescribeOrganization(t.Context(), nil))(t).Organization
		got := []string{*o.Id, *o.Arn, string(o.FeatureSet), *o.MasterAccountId, *o.MasterAccountArn, *o.MasterAccountEmail}
		wanted := []string{organizationID, prefix + "organization/" + organizationID, "ALL", management, prefix + "account/" + organizationID + "/" + management, "aws@example.com"}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("for %s: want -, got +\n%s", ref, diff)
		}
	}
	roots := must(l.admin().ListRoots(t.Context(), nil))(t).Roots
	if len(roots) != 1 || *roots[0].Id != rootID || *roots[0].Arn != prefix+"root/"+organizationID+"/"+rootID || len(roots[0].PolicyTypes) != 2 {
		t.Errorf("the roots are %+v", roots)
	}
}

func TestTheTreeIsListed(t *testing.T) {
	l := open(t)
	c := l.admin()
	units := must(c.ListOrganizationalUnitsForParent(t.Context(), &sdk.ListOrganizationalUnitsForParentInput{ParentId: aws.String(rootID)}))(t).OrganizationalUnits
	var got []string
	for _, u := range units {
		got = append(got, *u.Name+" "+*u.Path)
	}
	if diff := cmp.Diff([]string{"Sandbox " + organizationID + "/r-root/" + sandbox + "/", "Workloads " + organizationID + "/r-root/" + workloads + "/"}, got); diff != "" {
		t.Error(diff)
	}
	children := must(c.ListChildren(t.Context(), &sdk.ListChildrenInput{ParentId: aws.String(production), ChildType: types.ChildTypeAccount}))(t).Children
	if len(children) != 1 || *children[0].Id != member {
		t.Errorf("in production are %+v", children)
	}
	inRoot := must(c.ListAccountsForParent(t.Context(), &sdk.ListAccountsForParentInput{ParentId: aws.String(rootID)}))(t).Accounts
	if len(inRoot) != 2 || *inRoot[0].Id != sibling || *inRoot[1].Id != management {
		t.Errorf("in the root are %+v", inRoot)
	}
	for child, above := range map[string]string{member: production, production: workloads, workloads: rootID, sibling: rootID} {
		parents := must(c.ListParents(t.Context(), &sdk.ListParentsInput{ChildId: &child}))(t).Parents
		if len(parents) != 1 || *parents[0].Id != above || (parents[0].Type == types.ParentTypeRoot) != (above == rootID) {
			t.Errorf("above %s are %+v", child, parents)
		}
	}
	account := must(c.DescribeAccount(t.Context(), &sdk.DescribeAccountInput{AccountId: aws.String(member)}))(t).Account
	wanted := []string{member, prefix + "account/" + organizationID + "/" + member, "production", "prod@example.com", "ACTIVE", "ACTIVE", "INVITED",
		organizationID + "/r-root/" + workloads + "/" + production + "/" + member + "/"}
	described := []string{*account.Id, *account.Arn, *account.Name, *account.Email, string(account.Status), string(account.State), string(account.JoinedMethod), account.Paths[0]}
	if diff := cmp.Diff(wanted, described); diff != "" {
		t.Error(diff)
	}
}

func TestListsComeInPages(t *testing.T) {
	l := open(t, func(w *world.World) {
		for i := range 45 {
			id := fmt.Sprintf("5000000000%02d", i)
			w.Accounts[id] = &world.Account{}
			w.Organization.Root.Units["Sandbox"].Accounts = map[string]*world.Membership{}
		}
		for i := range 45 {
			w.Organization.Root.Units["Sandbox"].Accounts[fmt.Sprintf("5000000000%02d", i)] = &world.Membership{}
		}
	})
	for _, size := range []*int32{nil, aws.Int32(7)} {
		var ids []string
		pages := sdk.NewListAccountsPaginator(l.admin(), &sdk.ListAccountsInput{MaxResults: size})
		n := 0
		for ; pages.HasMorePages(); n++ {
			for _, a := range must(pages.NextPage(t.Context()))(t).Accounts {
				ids = append(ids, *a.Id)
			}
		}
		if len(ids) != 48 || !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != 48 || n != map[bool]int{true: 3, false: 7}[size == nil] {
			t.Errorf("%d accounts on %d pages: %v", len(ids), n, ids)
		}
	}
	for _, token := range []string{"x", "", "b3RoZXI", strings.Repeat("A", 50)} {
		want(t, second(l.admin().ListAccounts(t.Context(), &sdk.ListAccountsInput{NextToken: &token})), "InvalidInputException:INVALID_NEXT_TOKEN")
	}
	want(t, second(l.admin().ListAccounts(t.Context(), &sdk.ListAccountsInput{MaxResults: aws.Int32(21)})), "InvalidInputException:MAX_VALUE_EXCEEDED")
	want(t, second(l.admin().ListAccounts(t.Context(), &sdk.ListAccountsInput{MaxResults: aws.Int32(0)})), "InvalidInputException:MIN_VALUE_EXCEEDED")
}

func TestTheLifeOfAnOrganizationalUnit(t *testing.T) {
	l := open(t)
	c := l.admin()
	create := func(parent, name string) (*sdk.CreateOrganizationalUnitOutput, error) {
		return c.CreateOrganizationalUnit(t.Context(), &sdk.CreateOrganizationalUnitInput{ParentId: &parent, Name: &name})
	}
	made := must(create(sandbox, "Experiments"))(t).OrganizationalUnit
	if !strings.HasPrefix(*made.Id, "ou-root-") || *made.Path != organizationID+"/r-root/"+sandbox+"/"+*made.Id+"/" || *made.Arn != prefix+"ou/"+organizationID+"/"+*made.Id {
		t.Errorf("made %+v", made)
	}
	attached := must(c.ListPoliciesForTarget(t.Context(), &sdk.ListPoliciesForTargetInput{TargetId: made.Id, Filter: types.PolicyTypeServiceControlPolicy}))(t).Policies
	if len(attached) != 1 || *attached[0].Id != fullAccess {
		t.Errorf("a new unit has %+v attached", attached)
	}
	want(t, second(create(sandbox, "Experiments")), "DuplicateOrganizationalUnitException")
	want(t, second(create("ou-root-nowhere1", "x")), "ParentNotFoundException")
	above := *made.Id
	for depth := 3; depth <= 5; depth++ {
		above = *must(create(above, "Deeper"))(t).OrganizationalUnit.Id
	}
	want(t, second(create(above, "TooDeep")), "ConstraintViolationException:OU_DEPTH_LIMIT_EXCEEDED")

	// Under another name it is the same.
	update := func(id, name string) (*sdk.UpdateOrganizationalUnitOutput, error) {
		return c.UpdateOrganizationalUnit(t.Context(), &sdk.UpdateOrganizationalUnitInput{OrganizationalUnitId: &id, Name: &name})
	}
	must(update(*made.Id, "Trials"))(t)
	again := must(c.DescribeOrganizationalUnit(t.Context(), &sdk.DescribeOrganizationalUnitInput{OrganizationalUnitId: made.Id}))(t).OrganizationalUnit
	if *again.Name != "Trials" || *again.Arn != *made.Arn {
		t.Errorf("renamed it is %+v", again)
	}
	want(t, second(update(sandbox, "Workloads")), "DuplicateOrganizationalUnitException")
	want(t, second(update(sandbox, "Sandbox")), "")
	want(t, second(update("ou-root-nowhere1", "x")), "OrganizationalUnitNotFoundException")

	remove := func(id string) error {
		return second(c.DeleteOrganizationalUnit(t.Context(), &sdk.DeleteOrganizationalUnitInput{OrganizationalUnitId: &id}))
	}
	want(t, remove(*made.Id), "OrganizationalUnitNotEmptyException")
	want(t, remove(production), "OrganizationalUnitNotEmptyException")
	want(t, remove(above), "")
	want(t, remove(above), "OrganizationalUnitNotFoundException")
}
