package emulator_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// iamAs is an IAM client of a principal.
func (l *lab) iamAs(ref string) *iam.Client {
	l.t.Helper()
	c, err := l.CredentialsAs(ref)
	if err != nil {
		l.t.Fatal(err)
	}
	return iam.New(iam.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
}

// What was made, changed and deleted over IAM's API is so after a restart.
func TestPrincipalsSurviveARestart(t *testing.T) {
	l := keep(t, t.TempDir(), testWorld())
	root, ctx := l.iamAs(owner+":root"), t.Context()
	text := `{ "Version":"2012-10-17", "Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"} }`
	trust := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + owner + `:user/bob"},"Action":"sts:AssumeRole"}}`
	policyARN := "arn:aws:iam::" + owner + ":policy/Made"
	key, err := root.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: ptr("bob")})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		second(root.CreateRole(ctx, &iam.CreateRoleInput{RoleName: ptr("Made"), AssumeRolePolicyDocument: &trust})),
		second(root.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: ptr("Made"), PolicyName: ptr("P"), PolicyDocument: &text})),
		second(root.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: ptr("Made"), PolicyDocument: &text})),
		second(root.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{PolicyArn: &policyARN, PolicyDocument: &text, SetAsDefault: true})),
		second(root.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: ptr("bob"), PolicyArn: &policyARN})),
		second(root.UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: ptr("Bounded"), Description: ptr("trusts nobody")})),
		second(root.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: ptr("Forbidden"), PolicyName: ptr("inline")})),
		second(root.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: ptr("Forbidden")})),
		second(root.CreateGroup(ctx, &iam.CreateGroupInput{GroupName: ptr("made")})),
		second(root.AddUserToGroup(ctx, &iam.AddUserToGroupInput{GroupName: ptr("made"), UserName: ptr("bob")})),
		second(root.CreateInstanceProfile(ctx, &iam.CreateInstanceProfileInput{InstanceProfileName: ptr("made")})),
		second(root.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{Url: ptr("https://example.com/made")})),
		second(root.CreateAccountAlias(ctx, &iam.CreateAccountAliasInput{AccountAlias: ptr("made")})),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	before := l.Digest()
	l = l.reopen(testWorld())
	if l.Digest() != before {
		t.Error("the digest is another one")
	}
	bob := l.with(world.Credential{AccessKeyID: *key.AccessKey.AccessKeyId, Secret: *key.AccessKey.SecretAccessKey})
	if got, err := bob.get("data", "seeded.txt"); err != nil || got != "hello, lab" {
		t.Errorf("bob, by his new policy and key, got %q, %v", got, err)
	}
	again, err := l.iamAs(owner+":root").GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: ptr("Made"), PolicyName: ptr("P")})
	if err != nil || !strings.Contains(*again.PolicyDocument, "%7B%20%22Version") {
		t.Errorf("the policy is %v, %v", again, err)
	}
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if l.Digest() != start(t, emulator.Options{}).Digest() {
		t.Error("the digest after a reset is not a new lab's")
	}
	wantCode(t, second(bob.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: ptr("data"), Key: ptr("seeded.txt")})), "403 InvalidAccessKeyId")
}

// Every field of principals and policies survives, also those of tomorrow.
func TestEveryFieldOfPrincipalsIsKept(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	text := policy(statement("Allow", "s3:GetObject", "*"))
	arn := func(kind string) string { return "arn:aws:iam::" + owner + ":" + kind + "/p/full" }
	inlined, tags := map[string]*world.Policy{"P": text}, map[string]string{"k": "v"}
	readOnly := []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"}
	group := &world.Group{Path: "/p/", Policies: inlined, Managed: readOnly, Name: "full", ARN: arn("group"), ID: "AGPAFULLFULLFULL1234", Created: when}
	user := &world.User{Path: "/p/", Policies: inlined, Managed: readOnly, Boundary: readOnly[0], Groups: []string{"full"}, Tags: tags,
		AccessKeys: []world.AccessKey{{ID: "AKIAFULL", Secret: "s", Inactive: true, Created: when}}, Name: "full", ARN: arn("user"), ID: "AIDAFULLFULLFULL1234", Created: when}
	trust := world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}`)
	role := &world.Role{Path: "/p/", Trust: trust, Policies: inlined, Managed: readOnly,
		Boundary: readOnly[0], Tags: tags, MaxSessionDuration: 7200, ServiceLinked: true, Description: "d", Name: "full", ARN: arn("role"), ID: "AROAFULLFULLFULL1234", Created: when}
	managed := &world.ManagedPolicy{Path: "/p/", Policy: text, Description: "d", Tags: tags, Name: "full", ARN: arn("policy"), ID: "ANPAFULLFULLFULL1234",
		Versions:       map[string]*world.PolicyVersion{"v2": {Policy: text, Created: when}, "v3": {Policy: policy(statement("Deny", "s3:*", "*")), Created: when}},
		DefaultVersion: "v2", LastVersion: 3, Created: when, Updated: when}
	profile := &world.InstanceProfile{Path: "/p/", Role: "full", Tags: tags, Name: "full", ARN: arn("instance-profile"), ID: "AIPAFULLFULLFULL1234", Created: when}
	provider := &world.OIDCProvider{ClientIDs: []string{"a"}, Thumbprints: []string{"b"}, Tags: tags, URL: "full",
		JWKS: &world.KeySet{Keys: []world.WebKey{{Type: "EC", ID: "k", Use: "sig", Alg: "ES256", Curve: "P-256",
			X: "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY", Y: "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}}},
		ARN: "arn:aws:iam::" + owner + ":oidc-provider/full", Created: when}
	for _, v := range []any{group, user, role, managed, profile, provider, &user.AccessKeys[0]} {
		s := reflect.ValueOf(v).Elem()
		for i := range s.NumField() {
			if s.Field(i).IsZero() {
				t.Errorf("%s.%s is not tested", s.Type(), s.Type().Field(i).Name)
			}
		}
	}
	l := keep(t, t.TempDir(), testWorld())
	if err := l.Change(func(w *world.World) error {
		a := w.Accounts[owner]
		a.Groups["full"], a.Users["full"], a.Roles["full"], a.Policies["full"] = group, user, role, managed
		a.InstanceProfiles["full"], a.OIDCProviders["full"] = profile, provider
		a.Made = map[string]int{arn("role"): 2}
		a.Alias, a.RootAccessKeys = "full", []world.AccessKey{{ID: "AKIAOTHER", Secret: "s", Created: when}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	before := l.World().Digest()
	if l = l.reopen(testWorld()); l.World().Digest() != before {
		t.Error("the world is another one")
	}
}
