package world_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
	"github.com/google/go-cmp/cmp"
)

func TestPrincipalByReference(t *testing.T) {
	w := build(t, describe())
	a := w.Accounts[member]
	trainer := authz.Caller{
		Kind: authz.AssumedRole, ARN: "arn:aws:sts::444455556666:assumed-role/Trainer/denylab",
		PrincipalARN: "arn:aws:iam::444455556666:role/service-role/Trainer",
		Account:      member, Organization: "o-exampleorgid",
		UniqueID: a.Roles["Trainer"].ID, CanonicalID: a.CanonicalID,
	}
	job := trainer
	job.ARN = "arn:aws:sts::444455556666:assumed-role/Trainer/SageMaker"
	bob := authz.Caller{
		Kind: authz.User, ARN: a.Users["bob"].ARN, PrincipalARN: a.Users["bob"].ARN, Account: member,
		Organization: "o-exampleorgid", UniqueID: a.Users["bob"].ID, CanonicalID: a.CanonicalID,
	}
	linked := authz.Caller{
		Kind: authz.AssumedRole, ARN: "arn:aws:sts::444455556666:assumed-role/Linked/denylab",
		PrincipalARN: a.Roles["Linked"].ARN, Account: member, Organization: "o-exampleorgid",
		UniqueID: a.Roles["Linked"].ID, CanonicalID: a.CanonicalID, ServiceLinked: true,
	}
	root := authz.Caller{
		Kind: authz.Root, ARN: "arn:aws:iam::111122223333:root", PrincipalARN: "arn:aws:iam::111122223333:root",
		Account: management, Organization: "o-exampleorgid", CanonicalID: w.Accounts[management].CanonicalID, ManagementAccount: true,
	}
	for ref, want := range map[string]authz.Caller{
		"user/bob":       bob,
		"user/staff/bob": bob,
		"arn:aws:iam::444455556666:user/staff/bob": bob,
		"role/Linked":                                              linked,
		"444455556666:role/Trainer":                                trainer,
		"444455556666:role/service-role/Trainer":                   trainer,
		"444455556666:role/Trainer/SageMaker":                      job,
		"444455556666:role/service-role/Trainer/SageMaker":         job,
		"arn:aws:iam::444455556666:role/service-role/Trainer":      trainer,
		"arn:aws:sts::444455556666:assumed-role/Trainer/SageMaker": job,
		"111122223333:root":                                        root,
		"arn:aws:iam::111122223333:root":                           root,
		"anonymous":                                                {Kind: authz.Anonymous, ARN: "anonymous"},
		"service/glue.amazonaws.com":                               {Kind: authz.Service, ARN: "glue.amazonaws.com", Service: "glue.amazonaws.com"},
	} {
		p, err := w.Principal(ref)
		if err != nil {
			t.Errorf("%s: %v", ref, err)
			continue
		}
		if diff := cmp.Diff(want, p.Caller); diff != "" {
			t.Errorf("%s: -want +got\n%s", ref, diff)
		}
	}
}

func TestPrincipalSaysWhatItDidNotFind(t *testing.T) {
	w := build(t, describe())
	for ref, want := range map[string]string{
		"role/Trainer":                  `"role/Trainer" is in several accounts; write one of 444455556666:role/Trainer, 777788889999:role/Trainer`,
		"root":                          `"root" is in several accounts; write one of 111122223333:root, 444455556666:root, 777788889999:root`,
		"role/Trainr":                   `there is no role "Trainr"; did you mean "role/Trainer"?`,
		"user/zzzzzz":                   `there is no user "zzzzzz"; there are user/alice, user/bob`,
		"444455556667:role/x":           `there is no account "444455556667"; did you mean "444455556666"?`,
		"group/team":                    `"group/team" names no principal; write root, user/NAME, role/NAME, role/NAME/SESSION, anonymous, service/NAME or an ARN`,
		"":                              `"" names no principal; write root, user/NAME, role/NAME, role/NAME/SESSION, anonymous, service/NAME or an ARN`,
		"role/":                         `"role/" names no principal; write root, user/NAME, role/NAME, role/NAME/SESSION, anonymous, service/NAME or an ARN`,
		"777788889999:user/bob":         `there is no user "bob"; none is defined`,
		"444455556666:role/Trainer/a/b": `there is no role "Trainer/a/b"; did you mean "role/Trainer"?`,
	} {
		_, err := w.Principal(ref)
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", ref, err, want)
		}
	}
}

func TestEveryListedReferenceIsFound(t *testing.T) {
	w := build(t, describe())
	refs := w.PrincipalRefs()
	want := []string{"111122223333:root", "444455556666:role/Trainer", "444455556666:root", "777788889999:role/Trainer",
		"777788889999:root", "anonymous", "role/Linked", "user/alice", "user/bob"}
	if diff := cmp.Diff(want, refs); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, ref := range refs {
		if _, err := w.Principal(ref); err != nil {
			t.Error(err)
		}
	}
}

func TestLongTermCredentials(t *testing.T) {
	w := build(t, describe())
	if c, ok := w.Credential("AKIABOB"); !ok || c.Secret != "x" || c.Principal.User.Name != "bob" || c.Token != "" {
		t.Errorf("got %+v", c)
	}
	for _, id := range []string{"AKIAOLD", "AKIANONE", ""} {
		if _, ok := w.Credential(id); ok {
			t.Errorf("%q is a credential", id)
		}
	}
	for _, ref := range []string{"user/alice", "user/bob", "444455556666:root"} {
		p, err := w.Principal(ref)
		if err != nil {
			t.Fatal(err)
		}
		c, ok := w.LongTermCredential(p)
		if !ok {
			t.Fatalf("%s has no key", ref)
		}
		back, ok := w.Credential(c.AccessKeyID)
		if !ok || back.Secret != c.Secret || back.Principal.Caller.ARN != p.Caller.ARN {
			t.Errorf("%s: got %+v", ref, back)
		}
	}
	role, _ := w.Principal("role/Linked")
	if _, ok := w.LongTermCredential(role); ok {
		t.Error("a role has a long-term key")
	}
}

// names renders attached policies as "name@level".
func names(all []authz.Attached) []string {
	var out []string
	for _, a := range all {
		out = append(out, a.Name+"@"+a.Level)
	}
	return out
}

func TestPoliciesOfAUser(t *testing.T) {
	w := build(t, describe())
	p, _ := w.Principal("user/bob")
	got := w.Policies(p)
	if diff := cmp.Diff([]string{"a@", "b@", "g@", "AmazonS3ReadOnlyAccess@"}, names(got.Identity)); diff != "" {
		t.Errorf("identity: -want +got\n%s", diff)
	}
	if got.Identity[0].ARN != "" || got.Identity[3].ARN != readOnly {
		t.Error("inline policies have no ARN, managed ones have")
	}
	if len(got.Boundary) != 1 || got.Boundary[0].ARN != "arn:aws:iam::444455556666:policy/limits/Caps" {
		t.Errorf("boundary: %+v", got.Boundary)
	}
	if got.Session != nil {
		t.Error("a user has no session policies")
	}
	var levels [][]string
	for _, l := range got.SCP {
		levels = append(levels, names(l))
	}
	research := w.Organization.Root.Units["Research"].ID
	want := [][]string{{"FullAWSAccess@r-abcd", "NoDelete@r-abcd"}, {"FullAWSAccess@" + research}, {"S3Only@ou-abcd-training"}, {"FullAWSAccess@" + member}}
	if diff := cmp.Diff(want, levels); diff != "" {
		t.Errorf("SCPs: -want +got\n%s", diff)
	}
	if got := got.SCP[0][0].ARN; got != "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess" {
		t.Errorf("ARN %s", got)
	}
	if got := got.SCP[2][0].ARN; got != "arn:aws:organizations::111122223333:policy/o-exampleorgid/service_control_policy/p-s3only" {
		t.Errorf("ARN %s", got)
	}
}

func TestWhoIsAskedForControlPolicies(t *testing.T) {
	w := build(t, describe())
	for ref, want := range map[string]bool{
		"user/bob": true, "444455556666:root": true, "444455556666:role/Trainer": true,
		"user/alice": false, "role/Linked": false, "777788889999:role/Trainer": false,
		"anonymous": false, "service/glue.amazonaws.com": false,
	} {
		p, err := w.Principal(ref)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Policies(p).SCP != nil; got != want {
			t.Errorf("%s: SCPs asked %v, want %v", ref, got, want)
		}
	}
	rcps := w.RCPs(member)
	if len(rcps) != 4 || len(rcps[2]) != 1 || rcps[2][0].ARN == "" || rcps[2][0].Level != "ou-abcd-training" {
		t.Errorf("RCPs: %+v", rcps)
	}
	if w.RCPs(management) != nil || w.RCPs(outsider) != nil || w.RCPs("") != nil {
		t.Error("RCPs reach an account they should not")
	}
}

func TestDisabledPolicyTypesAreNotAsked(t *testing.T) {
	d := describe()
	d.Organization.DisabledPolicyTypes = []string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}
	w := build(t, d)
	p, _ := w.Principal("user/bob")
	if w.Policies(p).SCP != nil || w.RCPs(member) != nil {
		t.Error("disabled policies are attached")
	}
}

func TestEmptyAndAbsentPolicies(t *testing.T) {
	w := build(t, describe())
	alice, _ := w.Principal("user/alice")
	root, _ := w.Principal("111122223333:root")
	linked, _ := w.Principal("role/Linked")
	if p := w.Policies(alice); p.Identity == nil || len(p.Identity) != 0 || p.Boundary != nil {
		t.Errorf("a user without policies is asked for them: %+v", p)
	}
	if p := w.Policies(root); p.Identity != nil {
		t.Errorf("root has no identity policies: %+v", p)
	}
	if p := w.Policies(linked); p.Boundary != nil {
		t.Errorf("no boundary reaches a service-linked role: %+v", p)
	}
}
