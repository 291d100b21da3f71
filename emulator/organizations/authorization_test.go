package organizations_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

var (
	tags     = []types.Tag{{Key: aws.String("stage"), Value: aws.String("test")}}
	accounts = prefix + "account/" + organizationID + "/"
	units    = prefix + "ou/" + organizationID + "/"
	roots    = prefix + "root/" + organizationID + "/"
	scps     = prefix + "policy/" + organizationID + "/service_control_policy/"
)

const trusted = "guardduty.amazonaws.com"

// An operation is a call, with what it asks and who but the management account
// may make it.
type operation struct {
	name string
	call func(*lab, *sdk.Client) error
	// asked are the actions and resources, in order.
	asked []string
	// looks: a delegated administrator may, too; anyone: every member may.
	looks, anyone bool
}

// operations is every operation on the organization as AWS's list of actions
// has them
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html).
var operations = []operation{
	{name: "DescribeOrganization", asked: []string{"*"}, anyone: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.DescribeOrganization(l.t.Context(), nil))
	}},
	{name: "ListRoots", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error { return second(c.ListRoots(l.t.Context(), nil)) }},
	{name: "ListOrganizationalUnitsForParent", asked: []string{roots + rootID}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListOrganizationalUnitsForParent(l.t.Context(), &sdk.ListOrganizationalUnitsForParentInput{ParentId: aws.String(rootID)}))
	}},
	{name: "ListAccounts", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error { return second(c.ListAccounts(l.t.Context(), nil)) }},
	{name: "ListAccountsForParent", asked: []string{units + workloads}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListAccountsForParent(l.t.Context(), &sdk.ListAccountsForParentInput{ParentId: aws.String(workloads)}))
	}},
	{name: "ListChildren", asked: []string{units + workloads}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListChildren(l.t.Context(), &sdk.ListChildrenInput{ParentId: aws.String(workloads), ChildType: types.ChildTypeAccount}))
	}},
	{name: "ListParents", asked: []string{accounts + member}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListParents(l.t.Context(), &sdk.ListParentsInput{ChildId: aws.String(member)}))
	}},
	{name: "DescribeAccount", asked: []string{accounts + member}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.DescribeAccount(l.t.Context(), &sdk.DescribeAccountInput{AccountId: aws.String(member)}))
	}},
	{name: "DescribeOrganizationalUnit", asked: []string{units + workloads}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.DescribeOrganizationalUnit(l.t.Context(), &sdk.DescribeOrganizationalUnitInput{OrganizationalUnitId: aws.String(workloads)}))
	}},
	{name: "DescribePolicy", asked: []string{scps + noDeletes}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.DescribePolicy(l.t.Context(), &sdk.DescribePolicyInput{PolicyId: aws.String(noDeletes)}))
	}},
	{name: "ListPolicies", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListPolicies(l.t.Context(), &sdk.ListPoliciesInput{Filter: scp}))
	}},
	{name: "ListPoliciesForTarget", asked: []string{accounts + member}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListPoliciesForTarget(l.t.Context(), &sdk.ListPoliciesForTargetInput{TargetId: aws.String(member), Filter: scp}))
	}},
	{name: "ListTargetsForPolicy", asked: []string{scps + noDeletes}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListTargetsForPolicy(l.t.Context(), &sdk.ListTargetsForPolicyInput{PolicyId: aws.String(noDeletes)}))
	}},
	{name: "ListTagsForResource", asked: []string{units + workloads}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListTagsForResource(l.t.Context(), &sdk.ListTagsForResourceInput{ResourceId: aws.String(workloads)}))
	}},
	{name: "ListCreateAccountStatus", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListCreateAccountStatus(l.t.Context(), nil))
	}},
	{name: "ListAWSServiceAccessForOrganization", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListAWSServiceAccessForOrganization(l.t.Context(), nil))
	}},
	{name: "ListDelegatedAdministrators", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListDelegatedAdministrators(l.t.Context(), nil))
	}},
	{name: "CreateOrganizationalUnit", asked: []string{units + workloads, "TagResource " + units + "*"}, call: func(l *lab, c *sdk.Client) error {
		return second(c.CreateOrganizationalUnit(l.t.Context(), &sdk.CreateOrganizationalUnitInput{ParentId: aws.String(workloads), Name: aws.String("New"), Tags: tags}))
	}},
	{name: "UpdateOrganizationalUnit", asked: []string{units + sandbox}, call: func(l *lab, c *sdk.Client) error {
		return second(c.UpdateOrganizationalUnit(l.t.Context(), &sdk.UpdateOrganizationalUnitInput{OrganizationalUnitId: aws.String(sandbox), Name: aws.String("Box")}))
	}},
	{name: "CreateAccount", asked: []string{"*", "TagResource " + accounts + "*"}, call: func(l *lab, c *sdk.Client) error {
		return second(c.CreateAccount(l.t.Context(), &sdk.CreateAccountInput{AccountName: aws.String("New"), Email: aws.String("new@example.com"), Tags: tags}))
	}},
	{name: "InviteAccountToOrganization", asked: []string{accounts + outside, "TagResource " + accounts + outside}, call: func(l *lab, c *sdk.Client) error {
		return second(c.InviteAccountToOrganization(l.t.Context(), &sdk.InviteAccountToOrganizationInput{Target: &types.HandshakeParty{Id: aws.String(outside), Type: types.HandshakePartyTypeAccount}, Tags: tags}))
	}},
	{name: "ListHandshakesForOrganization", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListHandshakesForOrganization(l.t.Context(), nil))
	}},
	{name: "MoveAccount", asked: []string{accounts + sibling, roots + rootID, units + workloads}, call: func(l *lab, c *sdk.Client) error {
		return second(c.MoveAccount(l.t.Context(), &sdk.MoveAccountInput{AccountId: aws.String(sibling), SourceParentId: aws.String(rootID), DestinationParentId: aws.String(workloads)}))
	}},
	{name: "CreatePolicy", asked: []string{scps + "*", "TagResource " + scps + "*"}, call: func(l *lab, c *sdk.Client) error {
		in := newPolicy("New", denyDeletes)
		in.Tags = tags
		return second(c.CreatePolicy(l.t.Context(), in))
	}},
	{name: "UpdatePolicy", asked: []string{scps + noDeletes}, call: func(l *lab, c *sdk.Client) error {
		return second(c.UpdatePolicy(l.t.Context(), &sdk.UpdatePolicyInput{PolicyId: aws.String(noDeletes), Description: aws.String("new")}))
	}},
	{name: "AttachPolicy", asked: []string{scps + noDeletes, units + workloads}, call: func(l *lab, c *sdk.Client) error {
		return second(c.AttachPolicy(l.t.Context(), &sdk.AttachPolicyInput{PolicyId: aws.String(noDeletes), TargetId: aws.String(workloads)}))
	}},
	{name: "DetachPolicy", asked: []string{scps + noDeletes, units + workloads}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DetachPolicy(l.t.Context(), &sdk.DetachPolicyInput{PolicyId: aws.String(noDeletes), TargetId: aws.String(workloads)}))
	}},
	{name: "DeletePolicy", asked: []string{scps + noDeletes}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DeletePolicy(l.t.Context(), &sdk.DeletePolicyInput{PolicyId: aws.String(noDeletes)}))
	}},
	{name: "DisablePolicyType", asked: []string{roots + rootID}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DisablePolicyType(l.t.Context(), &sdk.DisablePolicyTypeInput{RootId: aws.String(rootID), PolicyType: rcp}))
	}},
	{name: "EnablePolicyType", asked: []string{roots + rootID}, call: func(l *lab, c *sdk.Client) error {
		return second(c.EnablePolicyType(l.t.Context(), &sdk.EnablePolicyTypeInput{RootId: aws.String(rootID), PolicyType: rcp}))
	}},
	{name: "TagResource", asked: []string{roots + rootID}, call: func(l *lab, c *sdk.Client) error {
		return second(c.TagResource(l.t.Context(), &sdk.TagResourceInput{ResourceId: aws.String(rootID), Tags: tags}))
	}},
	{name: "UntagResource", asked: []string{roots + rootID}, call: func(l *lab, c *sdk.Client) error {
		return second(c.UntagResource(l.t.Context(), &sdk.UntagResourceInput{ResourceId: aws.String(rootID), TagKeys: []string{"stage"}}))
	}},
	{name: "PutResourcePolicy", asked: []string{prefix + "resourcepolicy/" + organizationID + "/*", "TagResource " + prefix + "resourcepolicy/" + organizationID + "/*"}, call: func(l *lab, c *sdk.Client) error {
		return second(c.PutResourcePolicy(l.t.Context(), &sdk.PutResourcePolicyInput{Content: aws.String(delegates("organizations:ListRoots")), Tags: tags}))
	}},
	{name: "DescribeResourcePolicy", asked: []string{"*"}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.DescribeResourcePolicy(l.t.Context(), nil))
	}},
	{name: "DeleteResourcePolicy", asked: []string{"*"}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DeleteResourcePolicy(l.t.Context(), nil))
	}},
	{name: "EnableAWSServiceAccess", asked: []string{"*"}, call: func(l *lab, c *sdk.Client) error {
		return second(c.EnableAWSServiceAccess(l.t.Context(), &sdk.EnableAWSServiceAccessInput{ServicePrincipal: aws.String(trusted)}))
	}},
	{name: "RegisterDelegatedAdministrator", asked: []string{accounts + sibling}, call: func(l *lab, c *sdk.Client) error {
		return second(c.RegisterDelegatedAdministrator(l.t.Context(), &sdk.RegisterDelegatedAdministratorInput{AccountId: aws.String(sibling), ServicePrincipal: aws.String(trusted)}))
	}},
	{name: "ListDelegatedServicesForAccount", asked: []string{accounts + sibling}, looks: true, call: func(l *lab, c *sdk.Client) error {
		return second(c.ListDelegatedServicesForAccount(l.t.Context(), &sdk.ListDelegatedServicesForAccountInput{AccountId: aws.String(sibling)}))
	}},
	{name: "DeregisterDelegatedAdministrator", asked: []string{accounts + sibling}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DeregisterDelegatedAdministrator(l.t.Context(), &sdk.DeregisterDelegatedAdministratorInput{AccountId: aws.String(sibling), ServicePrincipal: aws.String(trusted)}))
	}},
	{name: "DisableAWSServiceAccess", asked: []string{"*"}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DisableAWSServiceAccess(l.t.Context(), &sdk.DisableAWSServiceAccessInput{ServicePrincipal: aws.String(trusted)}))
	}},
	{name: "RemoveAccountFromOrganization", asked: []string{accounts + sibling}, call: func(l *lab, c *sdk.Client) error {
		return second(c.RemoveAccountFromOrganization(l.t.Context(), &sdk.RemoveAccountFromOrganizationInput{AccountId: aws.String(sibling)}))
	}},
	{name: "DeleteOrganizationalUnit", asked: []string{units + sandbox}, call: func(l *lab, c *sdk.Client) error {
		return second(c.DeleteOrganizationalUnit(l.t.Context(), &sdk.DeleteOrganizationalUnitInput{OrganizationalUnitId: aws.String(sandbox)}))
	}},
	{name: "CloseAccount", asked: []string{accounts + member}, call: func(l *lab, c *sdk.Client) error {
		return second(c.CloseAccount(l.t.Context(), &sdk.CloseAccountInput{AccountId: aws.String(member)}))
	}},
}

// asked are the actions and resources of the last exchange.
func (l *lab) asked() []string {
	all := l.Journal().Entries()
	var out []string
	for _, a := range all[len(all)-1].Asked {
		out = append(out, a.Action+" "+a.Resource)
	}
	return out
}

func TestEveryOperationIsAskedAboutItsResources(t *testing.T) {
	l := open(t)
	for _, op := range operations {
		t.Run(op.name, func(t *testing.T) {
			var wanted []string
			for _, a := range op.asked {
				if !strings.HasPrefix(a, "TagResource ") {
					a = op.name + " " + a
				}
				wanted = append(wanted, "organizations:"+a)
			}
			before := l.Digest()
			err := op.call(l, l.as(management+":user/nobody"))
			want(t, err, "AccessDeniedException")
			text := "User: arn:aws:iam::" + management + ":user/nobody is not authorized to perform: organizations:" + op.name + " on resource: " + op.asked[0] +
				" because no identity-based policy allows the organizations:" + op.name + " action"
			if message(err) != text {
				t.Errorf("%s, want %s", message(err), text)
			}
			want(t, op.call(l, l.as(outside+":user/guest")), "AWSOrganizationsNotInUseException")
			if got := l.asked(); !strings.HasSuffix(got[0], " *") {
				t.Errorf("outside, asked is %v", got)
			}
			if l.Digest() != before {
				t.Error("a refused request changed something")
			}
			want(t, op.call(l, l.admin()), "")
			if diff := cmp.Diff(wanted, l.asked()); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

// forNobodyHere is a resource policy that delegates to no member.
const forNobodyHere = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + outside + `"},"Action":"organizations:ListRoots","Resource":"*"}}`

func TestMembersMayAskLittleOfTheOrganization(t *testing.T) {
	l := open(t)
	plain, delegate := l.as(member+":user/dev"), l.as(sibling+":user/dev")
	for _, err := range []error{second(l.put(forNobodyHere)), call("EnableAWSServiceAccess")(l, l.admin()), call("RegisterDelegatedAdministrator")(l, l.admin())} {
		want(t, err, "")
	}
	for _, op := range operations {
		t.Run(op.name, func(t *testing.T) {
			before := l.Digest()
			code, delegated := "AccessDeniedException", "AccessDeniedException"
			if op.anyone {
				code = ""
			}
			if op.looks || op.anyone {
				delegated = ""
			}
			err := op.call(l, plain)
			want(t, err, code)
			if err != nil && message(err) != "You don't have permissions to access this resource." {
				t.Error(message(err))
			}
			want(t, op.call(l, delegate), delegated)
			err = op.call(l, l.as(member+":user/nobody"))
			want(t, err, "AccessDeniedException")
			if !strings.HasSuffix(message(err), "because no identity-based policy allows the organizations:"+op.name+" action") {
				t.Error(message(err))
			}
			if l.Digest() != before {
				t.Error("it changed something")
			}
		})
	}
}

// call is the operation of the table with a name.
func call(name string) func(*lab, *sdk.Client) error {
	for _, op := range operations {
		if op.name == name {
			return op.call
		}
	}
	panic("no " + name)
}

func TestConditionKeysLimitWhatAnAdministratorMayDo(t *testing.T) {
	policyType := `{"Effect":"Allow","Action":"organizations:*","Resource":"*","Condition":{"StringEquals":{"organizations:PolicyType":"SERVICE_CONTROL_POLICY"}}}`
	onePolicy := `{"Effect":"Allow","Action":"organizations:AttachPolicy","Resource":["` + scps + noDeletes + `","` + units + workloads + `"]}`
	when := func(operator, key, value string) string {
		return `{"Effect":"Allow","Action":"organizations:*","Resource":"*","Condition":{"` + operator + `":{"` + key + `":"` + value + `"}}}`
	}
	for _, tc := range []struct {
		name, statement string
		allowed, denied []func(*lab, *sdk.Client) error
	}{
		{"the type of a policy", policyType,
			[]func(*lab, *sdk.Client) error{call("AttachPolicy"), call("CreatePolicy"), call("DescribePolicy"), call("ListPolicies"), call("UpdatePolicy")},
			[]func(*lab, *sdk.Client) error{call("ListRoots"), call("DisablePolicyType"), func(l *lab, c *sdk.Client) error {
				return second(c.DescribePolicy(l.t.Context(), &sdk.DescribePolicyInput{PolicyId: aws.String(rcpFullAccess)}))
			}}},
		{"one policy and one target", onePolicy,
			[]func(*lab, *sdk.Client) error{call("AttachPolicy")},
			[]func(*lab, *sdk.Client) error{call("DetachPolicy"), func(l *lab, c *sdk.Client) error {
				return second(c.AttachPolicy(l.t.Context(), &sdk.AttachPolicyInput{PolicyId: aws.String(noDeletes), TargetId: aws.String(rootID)}))
			}, func(l *lab, c *sdk.Client) error {
				return second(c.AttachPolicy(l.t.Context(), &sdk.AttachPolicyInput{PolicyId: aws.String(fullAccess), TargetId: aws.String(workloads)}))
			}}},
		{"the service", when("StringEquals", "organizations:ServicePrincipal", trusted),
			[]func(*lab, *sdk.Client) error{call("EnableAWSServiceAccess"), call("RegisterDelegatedAdministrator")},
			[]func(*lab, *sdk.Client) error{call("ListAWSServiceAccessForOrganization"), func(l *lab, c *sdk.Client) error {
				return second(c.EnableAWSServiceAccess(l.t.Context(), &sdk.EnableAWSServiceAccessInput{ServicePrincipal: aws.String("config.amazonaws.com")}))
			}}},
		{"the tags of the request", when("StringEquals", "aws:RequestTag/stage", "test"),
			[]func(*lab, *sdk.Client) error{call("TagResource"), call("CreateOrganizationalUnit"), call("CreateAccount"), call("CreatePolicy")},
			[]func(*lab, *sdk.Client) error{call("UntagResource"), call("UpdateOrganizationalUnit")}},
		{"the keys of tags", when("ForAllValues:StringEquals", "aws:TagKeys", "owner"),
			[]func(*lab, *sdk.Client) error{call("ListRoots")},
			[]func(*lab, *sdk.Client) error{call("TagResource"), call("UntagResource"), call("CreateAccount")}},
		{"the tags of the resource", when("StringEquals", "aws:ResourceTag/stage", "live"),
			[]func(*lab, *sdk.Client) error{call("DescribeOrganizationalUnit"), call("ListChildren"), call("ListTagsForResource")},
			[]func(*lab, *sdk.Client) error{call("DescribeAccount"), call("UpdateOrganizationalUnit"), call("DescribePolicy"), call("AttachPolicy")}},
		{"the tags of a policy", when("StringEquals", "aws:ResourceTag/team", "blue"),
			[]func(*lab, *sdk.Client) error{call("DescribePolicy"), call("UpdatePolicy")},
			[]func(*lab, *sdk.Client) error{call("ListChildren"), call("AttachPolicy")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := open(t, func(w *world.World) { w.Accounts[management].Users["clerk"] = user(tc.statement) })
			clerk := l.as(management + ":user/clerk")
			for i, do := range tc.denied {
				if err := do(l, clerk); codeOf(err, false) != "AccessDeniedException" {
					t.Errorf("denied %d: %v", i, err)
				}
			}
			for i, do := range tc.allowed {
				if err := do(l, clerk); err != nil {
					t.Errorf("allowed %d: %v", i, err)
				}
			}
		})
	}
}

func TestTagsAtBirthNeedThePermissionToTag(t *testing.T) {
	l := open(t, func(w *world.World) {
		w.Accounts[management].Users["clerk"] = user(`{"Effect":"Allow","Action":"organizations:Create*","Resource":"*"}`)
	})
	for name, resource := range map[string]string{"CreateOrganizationalUnit": units + "*", "CreateAccount": accounts + "*", "CreatePolicy": scps + "*"} {
		before := l.Digest()
		err := call(name)(l, l.as(management+":user/clerk"))
		if text := "is not authorized to perform: organizations:TagResource on resource: " + resource; !strings.Contains(message(err), text) {
			t.Errorf("%v, want %s", err, text)
		}
		if l.Digest() != before {
			t.Error("a refused request changed something")
		}
	}
}
