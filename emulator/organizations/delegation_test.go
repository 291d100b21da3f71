package organizations_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/world"
)

// delegates is a policy that delegates actions to the member and denies one to
// its sibling, on SCPs.
func delegates(actions ...string) string {
	return `{"Version":"2012-10-17","Statement":[
		{"Sid":"Policies","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + member + `:root"},"Action":["` + strings.Join(actions, `","`) + `"],"Resource":"*",
			"Condition":{"StringLikeIfExists":{"organizations:PolicyType":"SERVICE_CONTROL_POLICY"}}},
		{"Sid":"NotYou","Effect":"Deny","Principal":{"AWS":"` + sibling + `"},"Action":"organizations:ListPolicies","Resource":"*"}]}`
}

func (l *lab) put(content string, tags ...types.Tag) (*sdk.PutResourcePolicyOutput, error) {
	return l.admin().PutResourcePolicy(l.t.Context(), &sdk.PutResourcePolicyInput{Content: &content, Tags: tags})
}

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
func TestMembersMayWhatTheResourcePolicyDelegates(t *testing.T) {
	l := open(t)
	dev := l.as(member + ":user/dev")
	attach := call("AttachPolicy")
	want(t, attach(l, dev), "AccessDeniedException")
	made := must(l.put(delegates("organizations:AttachPolicy", "organizations:DescribePolicy", "organizations:CreatePolicy")))(t).ResourcePolicy
	if s := made.ResourcePolicySummary; !strings.HasPrefix(*s.Id, "rp-") || *s.Arn != prefix+"resourcepolicy/"+organizationID+"/"+*s.Id {
		t.Errorf("made %+v", s)
	}
	want(t, call("DescribePolicy")(l, dev), "")
	want(t, attach(l, dev), "")
	want(t, l.deletes(), "AccessDenied") // it acts on the one who attached it, too
	want(t, call("DetachPolicy")(l, dev), "AccessDeniedException")
	want(t, second(dev.DescribePolicy(t.Context(), &sdk.DescribePolicyInput{PolicyId: aws.String(rcpFullAccess)})), "AccessDeniedException")

	// Its own policies must allow it, too, and a Deny is said.
	want(t, call("DescribePolicy")(l, l.as(member+":user/nobody")), "AccessDeniedException")
	err := call("ListPolicies")(l, l.as(sibling+":user/dev"))
	if !strings.HasSuffix(message(err), "is not authorized to perform: organizations:ListPolicies on resource: * with an explicit deny in a resource-based policy") {
		t.Errorf("%v", err)
	}

	again := must(l.put(delegates("organizations:DetachPolicy")))(t).ResourcePolicy
	if *again.ResourcePolicySummary.Id != *made.ResourcePolicySummary.Id {
		t.Errorf("put again it is %+v", again.ResourcePolicySummary)
	}
	want(t, call("DetachPolicy")(l, dev), "")
	want(t, call("DescribePolicy")(l, dev), "AccessDeniedException")
	described := must(l.admin().DescribeResourcePolicy(t.Context(), nil))(t).ResourcePolicy
	if *described.Content != delegates("organizations:DetachPolicy") {
		t.Errorf("described it is %s", *described.Content)
	}
	want(t, second(l.admin().DeleteResourcePolicy(t.Context(), nil)), "")
	want(t, second(l.admin().DeleteResourcePolicy(t.Context(), nil)), "ResourcePolicyNotFoundException")
	want(t, second(l.admin().DescribeResourcePolicy(t.Context(), nil)), "ResourcePolicyNotFoundException")
	want(t, call("DetachPolicy")(l, dev), "AccessDeniedException")
}

func TestResourcePoliciesThatAWSRefuses(t *testing.T) {
	l := open(t)
	before := l.Digest()
	for content, code := range map[string]string{
		`{`: "INVALID_RESOURCE_POLICY_JSON",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"organizations:ListRoots","Resource":"*"}}`: "INVALID_RESOURCE_POLICY_JSON",
		delegates("organizations:CloseAccount"): "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY",
		strings.ReplaceAll(delegates("organizations:ListRoots"), sibling, "arn:aws:iam::"+member+":role/Nobody"): "INVALID_PRINCIPAL",
	} {
		want(t, second(l.put(content)), "InvalidInputException:"+code)
	}
	if l.Digest() != before {
		t.Error("it changed something")
	}
	want(t, second(l.put(delegates("organizations:ListRoots"), tags...)), "")
	want(t, second(l.put(delegates("organizations:ListRoots"), tags...)), "InvalidInputException:UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED")
	id := l.World().Organization.ResourcePolicy.ID
	if list := must(l.admin().ListTagsForResource(t.Context(), &sdk.ListTagsForResourceInput{ResourceId: &id}))(t).Tags; len(list) != 1 || *list[0].Value != "test" {
		t.Errorf("its tags are %+v", list)
	}
}

// A principal that is deleted stays in the policy as its id, as everywhere.
func TestTheResourcePolicyForgetsWhoIsDeleted(t *testing.T) {
	l := open(t)
	must(l.put(strings.ReplaceAll(delegates("organizations:ListRoots"), "arn:aws:iam::"+member+":root", "arn:aws:iam::"+member+":user/dev")))(t)
	want(t, call("ListRoots")(l, l.as(member+":user/dev")), "")
	id := l.World().Accounts[member].Users["dev"].ID
	if err := l.Change(func(w *world.World) error { delete(w.Accounts[member].Users, "dev"); return nil }); err != nil {
		t.Fatal(err)
	}
	content := *must(l.admin().DescribeResourcePolicy(t.Context(), nil))(t).ResourcePolicy.Content
	if !strings.Contains(content, `"AWS":"`+id+`"`) {
		t.Errorf("it is %s", content)
	}
}
