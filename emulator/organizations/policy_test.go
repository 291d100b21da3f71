package organizations_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/denylab/denylab/emulator/world"
)

const (
	scp = types.PolicyTypeServiceControlPolicy
	rcp = types.PolicyTypeResourceControlPolicy
)

func newPolicy(name, content string) *sdk.CreatePolicyInput {
	return &sdk.CreatePolicyInput{Name: &name, Content: &content, Description: aws.String("a test"), Type: scp}
}

func (l *lab) attach(policy, target string) error {
	return second(l.admin().AttachPolicy(l.t.Context(), &sdk.AttachPolicyInput{PolicyId: &policy, TargetId: &target}))
}

func (l *lab) detach(policy, target string) error {
	return second(l.admin().DetachPolicy(l.t.Context(), &sdk.DetachPolicyInput{PolicyId: &policy, TargetId: &target}))
}

// attachedTo are the ids of what is attached to a target.
func (l *lab) attachedTo(target string, of types.PolicyType) string {
	l.t.Helper()
	var ids []string
	for _, p := range must(l.admin().ListPoliciesForTarget(l.t.Context(), &sdk.ListPoliciesForTargetInput{TargetId: &target, Filter: of}))(l.t).Policies {
		ids = append(ids, *p.Id)
	}
	return strings.Join(ids, " ")
}

func TestAnSCPActsAsSoonAsItIsAttachedAtAnyLevel(t *testing.T) {
	for _, target := range []string{rootID, workloads, production, member} {
		t.Run(target, func(t *testing.T) {
			l := open(t)
			want(t, l.deletes(), "")
			want(t, l.attach(noDeletes, target), "")
			err := l.deletes()
			want(t, err, "AccessDenied")
			if !strings.HasSuffix(message(err), "with an explicit deny in a service control policy: "+prefix+"policy/"+organizationID+"/service_control_policy/"+noDeletes) {
				t.Error(message(err))
			}
			want(t, l.detach(noDeletes, target), "")
			want(t, l.deletes(), "")
		})
	}
}

func TestTheLifeOfAPolicy(t *testing.T) {
	l := open(t)
	c := l.admin()
	made := must(c.CreatePolicy(t.Context(), newPolicy("Readers", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","organizations:*"],"Resource":"*"}}`)))(t).Policy
	id := *made.PolicySummary.Id
	wantARN := prefix + "policy/" + organizationID + "/service_control_policy/" + id
	if s := made.PolicySummary; *s.Arn != wantARN || *s.Name != "Readers" || *s.Description != "a test" || s.Type != scp || s.AwsManaged {
		t.Errorf("made %+v", s)
	}
	want(t, second(c.CreatePolicy(t.Context(), newPolicy("Readers", denyDeletes))), "DuplicatePolicyException")
	want(t, second(c.CreatePolicy(t.Context(), newPolicy("FullAWSAccess", denyDeletes))), "DuplicatePolicyException")
	want(t, l.attach(id, member), "")
	want(t, l.detach(fullAccess, member), "")
	want(t, l.deletes(), "AccessDenied") // an allow list without it

	// With another name and text it is the same, where it is attached.
	updated := must(c.UpdatePolicy(t.Context(), &sdk.UpdatePolicyInput{PolicyId: &id, Name: aws.String("All of S3"), Content: aws.String(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`)}))(t).Policy
	if s := updated.PolicySummary; *s.Arn != wantARN || *s.Name != "All of S3" || *s.Description != "a test" || !strings.Contains(*updated.Content, "s3:*") {
		t.Errorf("updated it is %+v", s)
	}
	want(t, l.deletes(), "")
	want(t, second(c.UpdatePolicy(t.Context(), &sdk.UpdatePolicyInput{PolicyId: &id, Name: aws.String("NoDeletes")})), "DuplicatePolicyException")
	if diff := cmp.Diff(updated, must(c.DescribePolicy(t.Context(), &sdk.DescribePolicyInput{PolicyId: &id}))(t).Policy, ignoreUnexported); diff != "" {
		t.Error(diff)
	}
	targets := must(c.ListTargetsForPolicy(t.Context(), &sdk.ListTargetsForPolicyInput{PolicyId: &id}))(t).Targets
	if len(targets) != 1 || *targets[0].TargetId != member || *targets[0].Name != "production" || targets[0].Type != types.TargetTypeAccount {
		t.Errorf("its targets are %+v", targets)
	}

	remove := func(id string) error {
		return second(c.DeletePolicy(t.Context(), &sdk.DeletePolicyInput{PolicyId: &id}))
	}
	want(t, remove(id), "PolicyInUseException")
	want(t, l.attach(fullAccess, member), "")
	want(t, l.detach(id, member), "")
	want(t, remove(id), "")
	want(t, remove(id), "PolicyNotFoundException")
	want(t, second(c.DescribePolicy(t.Context(), &sdk.DescribePolicyInput{PolicyId: &id})), "PolicyNotFoundException")
}

func TestAWSsOwnPoliciesStayAsTheyAre(t *testing.T) {
	l := open(t)
	c := l.admin()
	for id, of := range map[string]string{fullAccess: "service_control_policy", rcpFullAccess: "resource_control_policy"} {
		p := must(c.DescribePolicy(t.Context(), &sdk.DescribePolicyInput{PolicyId: &id}))(t).Policy
		if !p.PolicySummary.AwsManaged || *p.PolicySummary.Arn != "arn:aws:organizations::aws:policy/"+of+"/"+id || *p.PolicySummary.Description == "" {
			t.Errorf("%s is %+v", id, p.PolicySummary)
		}
		want(t, second(c.DeletePolicy(t.Context(), &sdk.DeletePolicyInput{PolicyId: &id})), "InvalidInputException:IMMUTABLE_POLICY")
		want(t, second(c.UpdatePolicy(t.Context(), &sdk.UpdatePolicyInput{PolicyId: &id, Description: aws.String("ours")})), "InvalidInputException:IMMUTABLE_POLICY")
		want(t, second(c.TagResource(t.Context(), &sdk.TagResourceInput{ResourceId: &id, Tags: []types.Tag{{Key: aws.String("a"), Value: aws.String("b")}}})), "InvalidInputException:TARGET_NOT_SUPPORTED")
	}
}

func TestWhatCannotBeAttachedOrDetached(t *testing.T) {
	l := open(t, func(w *world.World) {
		w.Organization.DisabledPolicyTypes = []string{string(rcp)}
		w.Organization.RCPs = map[string]*world.ControlPolicy{"OursOnly": {ID: "p-oursonly", Policy: world.MustPolicy(oursOnly)}}
		for i := range 10 {
			w.Organization.SCPs[fmt.Sprint("More", i)] = &world.ControlPolicy{ID: fmt.Sprint("p-moreofit", i), Policy: world.MustPolicy(denyDeletes)}
		}
	})
	want(t, l.attach(noDeletes, member), "")
	for _, tc := range []struct{ do, policy, target, want string }{
		{"attach", "p-nowhere1", member, "PolicyNotFoundException"},
		{"attach", noDeletes, "ou-root-nowhere1", "TargetNotFoundException"},
		{"attach", noDeletes, outside, "TargetNotFoundException"},
		{"attach", noDeletes, member, "DuplicatePolicyAttachmentException"},
		{"attach", "p-oursonly", member, "PolicyTypeNotEnabledException"},
		{"detach", "p-nowhere1", member, "PolicyNotFoundException"},
		{"detach", noDeletes, "ou-root-nowhere1", "TargetNotFoundException"},
		{"detach", noDeletes, sandbox, "PolicyNotAttachedException"},
		{"detach", "p-oursonly", member, "PolicyNotAttachedException"},
		{"detach", rcpFullAccess, member, "InvalidInputException:NON_DETACHABLE_POLICY"},
		{"detach", fullAccess, sandbox, "ConstraintViolationException:MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"},
	} {
		t.Run(tc.do+" "+tc.policy+" "+tc.target, func(t *testing.T) {
			before := l.Digest()
			do := l.attach
			if tc.do == "detach" {
				do = l.detach
			}
			want(t, do(tc.policy, tc.target), tc.want)
			if l.Digest() != before {
				t.Error("it changed something")
			}
		})
	}
	for i := range 9 {
		want(t, l.attach(fmt.Sprint("p-moreofit", i), sandbox), "")
	}
	want(t, l.attach("p-moreofit9", sandbox), "ConstraintViolationException:MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
}

const oursOnly = `{"Version":"2012-10-17","Statement":[{"Sid":"OursOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-exampleorgid"}}}]}`

func TestAnRCPKeepsStrangersOutOnceItsTypeIsEnabled(t *testing.T) {
	l := open(t, func(w *world.World) {
		w.Organization.DisabledPolicyTypes = []string{string(rcp)}
		w.Accounts[member].Buckets["data"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + outside + `"},"Action":"s3:ListBucket","Resource":"arn:aws:s3:::data"}}`)
	})
	c := l.admin()
	list := func() error {
		guest := s3.NewFromConfig(l.config(outside+":user/guest"), func(o *s3.Options) { o.UsePathStyle = true })
		return second(guest.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("data")}))
	}
	in := newPolicy("OursOnly", oursOnly)
	in.Type = rcp
	id := *must(c.CreatePolicy(t.Context(), in))(t).Policy.PolicySummary.Id
	want(t, l.attach(id, production), "PolicyTypeNotEnabledException")
	if got := l.attachedTo(production, rcp); got != "" {
		t.Errorf("attached is %s", got)
	}

	enable := &sdk.EnablePolicyTypeInput{RootId: aws.String(rootID), PolicyType: rcp}
	root := must(c.EnablePolicyType(t.Context(), enable))(t).Root
	if len(root.PolicyTypes) != 2 {
		t.Errorf("enabled are %+v", root.PolicyTypes)
	}
	want(t, second(c.EnablePolicyType(t.Context(), enable)), "PolicyTypeAlreadyEnabledException")
	want(t, l.attach(rcpFullAccess, production), "DuplicatePolicyAttachmentException")
	want(t, list(), "")
	want(t, l.attach(id, production), "")
	want(t, list(), "AccessDenied")
	want(t, l.deletes(), "")
	if got := l.attachedTo(production, rcp); got != rcpFullAccess+" "+id {
		t.Errorf("attached is %s", got)
	}
}

// https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html
func TestATypeThatIsDisabledIsDetachedEverywhere(t *testing.T) {
	l := open(t)
	c := l.admin()
	want(t, l.attach(noDeletes, workloads), "")
	disable := &sdk.DisablePolicyTypeInput{RootId: aws.String(rootID), PolicyType: scp}
	must(c.DisablePolicyType(t.Context(), disable))(t)
	want(t, l.deletes(), "")
	want(t, second(c.DisablePolicyType(t.Context(), disable)), "PolicyTypeNotEnabledException")
	want(t, l.attach(noDeletes, workloads), "PolicyTypeNotEnabledException")
	if targets := must(c.ListTargetsForPolicy(t.Context(), &sdk.ListTargetsForPolicyInput{PolicyId: aws.String(noDeletes)}))(t).Targets; len(targets) != 0 {
		t.Errorf("attached to %+v", targets)
	}
	must(c.EnablePolicyType(t.Context(), &sdk.EnablePolicyTypeInput{RootId: aws.String(rootID), PolicyType: scp}))(t)
	want(t, l.deletes(), "")
	if got := l.attachedTo(workloads, scp); got != fullAccess {
		t.Errorf("attached is %s", got)
	}
	want(t, second(c.EnablePolicyType(t.Context(), &sdk.EnablePolicyTypeInput{RootId: aws.String("r-nowhere"), PolicyType: scp})), "RootNotFoundException")
	want(t, second(c.EnablePolicyType(t.Context(), &sdk.EnablePolicyTypeInput{RootId: aws.String(rootID), PolicyType: types.PolicyTypeTagPolicy})), "NotImplemented")
}

func TestDocumentsThatAWSRefuses(t *testing.T) {
	l := open(t)
	for _, tc := range []struct {
		name, content string
		of            types.PolicyType
		want          string
	}{
		{"no JSON", `{"Version"`, scp, "MalformedPolicyDocumentException"},
		{"an SCP with a principal", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}`, scp, "MalformedPolicyDocumentException"},
		{"an RCP that allows", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}`, rcp, "MalformedPolicyDocumentException"},
		{"an RCP about a service that none reaches", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"iam:*","Resource":"*"}}`, rcp, "MalformedPolicyDocumentException"},
		{"an SCP that is too long", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}` + strings.Repeat(" ", 10240) + "}", scp, "ConstraintViolationException:POLICY_CONTENT_LIMIT_EXCEEDED"},
		{"a tag policy", `{"tags":{}}`, types.PolicyTypeTagPolicy, "NotImplemented"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := newPolicy("New", tc.content)
			in.Type = tc.of
			want(t, second(l.admin().CreatePolicy(t.Context(), in)), tc.want)
			if tc.of == scp {
				want(t, second(l.admin().UpdatePolicy(t.Context(), &sdk.UpdatePolicyInput{PolicyId: aws.String(noDeletes), Content: &tc.content})), tc.want)
			}
		})
	}
}

func TestPoliciesAreListedByType(t *testing.T) {
	l := open(t)
	for of, wanted := range map[types.PolicyType]string{scp: "FullAWSAccess NoDeletes", rcp: "RCPFullAWSAccess", types.PolicyTypeTagPolicy: ""} {
		var names []string
		for _, p := range must(l.admin().ListPolicies(t.Context(), &sdk.ListPoliciesInput{Filter: of}))(t).Policies {
			names = append(names, *p.Name)
		}
		if got := strings.Join(names, " "); got != wanted {
			t.Errorf("%s: %s, want %s", of, got, wanted)
		}
	}
}

var ignoreUnexported = cmpopts.IgnoreUnexported(types.Policy{}, types.PolicySummary{})

func TestAuthorizationPoliciesAreNotEffectivePolicies(t *testing.T) {
	l := open(t)
	ask := func(ref string, of types.EffectivePolicyType, target *string) error {
		return second(l.as(ref).DescribeEffectivePolicy(t.Context(), &sdk.DescribeEffectivePolicyInput{PolicyType: of, TargetId: target}))
	}
	want(t, ask(management+":user/admin", types.EffectivePolicyType(scp), aws.String(member)), "InvalidInputException:INVALID_ENUM")
	want(t, ask(management+":user/admin", types.EffectivePolicyTypeTagPolicy, aws.String(member)), "EffectivePolicyNotFoundException")
	want(t, ask(management+":user/admin", types.EffectivePolicyTypeTagPolicy, aws.String(outside)), "TargetNotFoundException")
	want(t, ask(member+":user/dev", types.EffectivePolicyTypeTagPolicy, nil), "EffectivePolicyNotFoundException")
	want(t, ask(member+":user/dev", types.EffectivePolicyTypeTagPolicy, aws.String(sibling)), "AccessDeniedException")
}
