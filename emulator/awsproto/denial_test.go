package awsproto_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// A golden message is one of AWS's texts with placeholders; testdata holds them
// all, with the evidence for each.
type golden struct {
	ID, Code, Message string
	HTTP              any // a number, or words for a job's text
}

func (g golden) status(t *testing.T) int {
	t.Helper()
	n, ok := g.HTTP.(float64)
	if !ok {
		t.Fatalf("%s: http is %v, want a number", g.ID, g.HTTP)
	}
	return int(n)
}

func readGolden(t *testing.T) map[string]golden {
	t.Helper()
	text, err := os.ReadFile("testdata/golden-messages.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []golden
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	byID := make(map[string]golden, len(all))
	for _, g := range all {
		byID[g.ID] = g
	}
	return byID
}

const (
	user      = "arn:aws:iam::111122223333:user/alice"
	key       = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	role      = "arn:aws:iam::111122223333:role/Analyst"
	policyARN = "arn:aws:iam::111122223333:policy/Fence"
)

// aCall is a call of alice on her own account's resource.
func aCall(action, resource string) *authz.Call {
	return &authz.Call{
		Action: action, Resource: resource, ResourceAccount: "111122223333",
		Caller: authz.Caller{Kind: authz.User, ARN: user, Account: "111122223333"},
	}
}

func fill(text, action, resource string) string {
	return strings.NewReplacer("{P}", user, "{A}", action, "{R}", resource, "{K}", key,
		"{POL}", policyARN, "{BUCKET}", "media", "{ROLE}", role, "{ID}", "nope").Replace(text)
}

// services are the subjects of the golden entries that are made of a layer and
// a verdict: SERVICE.LAYER.implicit, .explicit or .explicit.arn.
var services = map[string]struct {
	protocol         awsproto.Protocol
	action, resource string
}{
	"s3":  {awsproto.S3, "s3:GetObject", "arn:aws:s3:::media/a b&c"},
	"kms": {awsproto.JSON, "kms:Decrypt", key},
	"iam": {awsproto.Query, "iam:GetRole", role},
}

var layerNames = map[string]authz.Layer{
	"identity": authz.IdentityPolicy, "resource": authz.ResourcePolicy,
	"boundary": authz.PermissionsBoundary, "session": authz.SessionPolicy,
	"scp": authz.ServiceControlPolicy, "rcp": authz.ResourceControlPolicy,
	"vpce": authz.VPCEndpointPolicy,
}

func TestDenialsReadAsRecordedForEveryLayer(t *testing.T) {
	tested := 0
	for id, g := range readGolden(t) {
		part := strings.SplitN(id, ".", 3)
		subject, ok := services[part[0]]
		layer, isLayer := layerNames[part[1]]
		if !ok || !isLayer {
			continue
		}
		tested++
		t.Run(id, func(t *testing.T) {
			d := authz.Decision{Layer: layer, Verdict: authz.ExplicitDeny, Disclosure: authz.DiscloseFull,
				Finding: &authz.Finding{Policy: "Fence"}}
			switch part[2] {
			case "implicit":
				d.Verdict, d.Finding = authz.ImplicitDeny, nil
			case "explicit.arn":
				d.Finding.PolicyARN = policyARN
			}
			got := awsproto.Denial(subject.protocol, aCall(subject.action, subject.resource), d)
			want := &awsproto.Error{Status: g.status(t), Code: g.Code, Message: fill(g.Message, subject.action, subject.resource)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
	if tested < 50 {
		t.Errorf("only %d golden entries are about layers; the table has lost its rows", tested)
	}
}

func TestDenialsWithSentencesOfTheirOwn(t *testing.T) {
	deny := func(l authz.Layer, v authz.Verdict, setting string) authz.Decision {
		return authz.Decision{Layer: l, Verdict: v, Disclosure: authz.DiscloseFull,
			Finding: &authz.Finding{Layer: l, Verdict: v, Setting: setting, Index: -1}}
	}
	plain := func(d authz.Decision) authz.Decision { d.Disclosure = authz.DisclosePlain; return d }
	from := func(account string, c *authz.Call) *authz.Call { c.Caller.Account = account; return c }
	implicit := func(l authz.Layer) authz.Decision { return deny(l, authz.ImplicitDeny, "") }
	explicit := func(l authz.Layer) authz.Decision { return deny(l, authz.ExplicitDeny, "") }
	object := "arn:aws:s3:::media/k"
	bucket := "arn:aws:s3:::media"
	anonymous := aCall("s3:GetObject", object)
	anonymous.Caller = authz.Caller{Kind: authz.Anonymous, ARN: "anonymous"}
	const outsider = "444455556666"

	for _, c := range []struct {
		golden   string
		name     string
		protocol awsproto.Protocol
		call     *authz.Call
		decision authz.Decision
	}{
		{"s3.plain", "undisclosed", awsproto.S3, aCall("s3:GetObject", object), plain(implicit(authz.ResourcePolicy))},
		{"s3.plain", "anonymous", awsproto.S3, anonymous, implicit(authz.ResourcePolicy)},
		{"s3.plain", "requester pays", awsproto.S3, aCall("s3:GetObject", object), deny(authz.S3RequesterPays, authz.ExplicitDeny, "RequesterPays")},
		{"s3.plain", "endpoint policy, other account", awsproto.S3, from(outsider, aCall("s3:GetObject", object)), explicit(authz.VPCEndpointPolicy)},
		{"s3.bpa.policy", "", awsproto.S3, aCall("s3:PutBucketPolicy", bucket), deny(authz.S3BlockPublicAccess, authz.ExplicitDeny, "BlockPublicPolicy")},
		{"s3.bpa.acl", "", awsproto.S3, aCall("s3:PutObjectAcl", object), deny(authz.S3BlockPublicAccess, authz.ExplicitDeny, "BlockPublicAcls")},
		{"s3.resource.implicit", "IgnorePublicAcls", awsproto.S3, aCall("s3:GetObject", object), deny(authz.S3BlockPublicAccess, authz.ImplicitDeny, "IgnorePublicAcls")},
		{"s3.resource.implicit", "ACL", awsproto.S3, aCall("s3:GetObject", object), implicit(authz.S3ACL)},
		{"s3.resource.explicit", "RestrictPublicBuckets", awsproto.S3, aCall("s3:GetObject", object), deny(authz.S3BlockPublicAccess, authz.ExplicitDeny, "RestrictPublicBuckets")},
		{"s3.acl.notsupported", "", awsproto.S3, aCall("s3:PutObjectAcl", object), deny(authz.S3ObjectOwnership, authz.ExplicitDeny, "BucketOwnerEnforced")},
		{"s3.acl.ownership", "", awsproto.S3, aCall("s3:CreateBucket", bucket), deny(authz.S3ObjectOwnership, authz.ExplicitDeny, "BucketOwnerEnforced")},
		{"s3.sse-kms.Decrypt.identity", "", awsproto.S3, aCall("kms:Decrypt", key), implicit(authz.IdentityPolicy)},
		{"s3.sse-kms.Decrypt.resource", "", awsproto.S3, aCall("kms:Decrypt", key), implicit(authz.ResourcePolicy)},
		{"s3.sse-kms.Decrypt.resource.explicit", "", awsproto.S3, aCall("kms:Decrypt", key), explicit(authz.ResourcePolicy)},
		{"s3.sse-kms.Decrypt.crossaccount", "", awsproto.S3, from(outsider, aCall("kms:Decrypt", key)), plain(implicit(authz.ResourcePolicy))},
		{"s3.sse-kms.GenerateDataKey.identity", "", awsproto.S3, aCall("kms:GenerateDataKey", key), implicit(authz.IdentityPolicy)},
		{"s3.sse-kms.GenerateDataKey.resource", "", awsproto.S3, aCall("kms:GenerateDataKey", key), implicit(authz.ResourcePolicy)},
		{"s3.sse-kms.GenerateDataKey.resource.explicit", "", awsproto.S3, aCall("kms:GenerateDataKey", key), explicit(authz.ResourcePolicy)},
		{"s3.sse-kms.GenerateDataKey.crossaccount", "", awsproto.S3, from(outsider, aCall("kms:GenerateDataKey", key)), implicit(authz.KMSGrant)},
		{"kms.crossaccount", "no permission", awsproto.JSON, from(outsider, aCall("kms:Encrypt", key)), plain(implicit(authz.ResourcePolicy))},
		{"kms.crossaccount", "explicit", awsproto.JSON, from(outsider, aCall("kms:Encrypt", key)), explicit(authz.ResourcePolicy)},
		{"kms.identity.implicit", "caller's own side, other account", awsproto.JSON, from(outsider, aCall("kms:Encrypt", key)), plain(implicit(authz.IdentityPolicy))},
		{"kms.rcp.explicit", "told to outsiders too", awsproto.JSON, from(outsider, aCall("kms:DescribeKey", key)), plain(explicit(authz.ResourceControlPolicy))},
		{"sts.assumerole.denied", "trust", awsproto.Query, aCall("sts:AssumeRole", role), implicit(authz.ResourcePolicy)},
		{"sts.assumerole.denied", "identity", awsproto.Query, aCall("sts:AssumeRole", role), explicit(authz.IdentityPolicy)},
	} {
		t.Run(c.golden+" "+c.name, func(t *testing.T) {
			g, ok := readGolden(t)[c.golden]
			if !ok {
				t.Fatalf("testdata/golden-messages.json has no %q", c.golden)
			}
			got := awsproto.Denial(c.protocol, c.call, c.decision)
			want := &awsproto.Error{Status: g.status(t), Code: g.Code, Message: fill(g.Message, c.call.Action, c.call.Resource)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDenialOfAnActionWithoutResourceHasNoResourceClause(t *testing.T) {
	call := aCall("s3:ListAllMyBuckets", "*")
	call.WildcardOnly, call.ResourceAccount = true, ""
	d := authz.Decision{Layer: authz.IdentityPolicy, Verdict: authz.ExplicitDeny, Finding: &authz.Finding{PolicyARN: policyARN}}
	want := "User: " + user + " is not authorized to perform: s3:ListAllMyBuckets with an explicit deny in an identity-based policy: " + policyARN
	if got := awsproto.Denial(awsproto.S3, call, d).Message; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestKMSNamesTheAsteriskWhereS3NamesNothing(t *testing.T) {
	call := aCall("kms:ListAliases", "*")
	call.WildcardOnly, call.ResourceAccount = true, ""
	d := authz.Decision{Layer: authz.IdentityPolicy, Verdict: authz.ImplicitDeny}
	want := "User: " + user + " is not authorized to perform: kms:ListAliases on resource: * because no identity-based policy allows the kms:ListAliases action"
	if got := awsproto.Denial(awsproto.JSON, call, d).Message; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDenialOfAnOutsiderNamesNoPolicyARN(t *testing.T) {
	call := aCall("kms:Decrypt", key)
	call.Caller.Account = "444455556666"
	d := authz.Decision{Layer: authz.ResourceControlPolicy, Verdict: authz.ExplicitDeny, Disclosure: authz.DiscloseFull,
		Finding: &authz.Finding{PolicyARN: policyARN}}
	if got := awsproto.Denial(awsproto.JSON, call, d).Message; strings.Contains(got, policyARN) {
		t.Errorf("an outsider was told a policy ARN: %s", got)
	}
	call.ResourceOrganization, call.Caller.Organization = "o-exampleorgid", "o-exampleorgid"
	if got := awsproto.Denial(awsproto.JSON, call, d).Message; !strings.HasSuffix(got, ": "+policyARN) {
		t.Errorf("a caller of the organization was not told the policy ARN: %s", got)
	}
}

func TestRootMayNotAssumeRoles(t *testing.T) {
	d := authz.Decision{Layer: authz.ResourcePolicy, Verdict: authz.ImplicitDeny, Finding: &authz.Finding{Setting: "RootUser", Index: -1}}
	want := &awsproto.Error{Status: 403, Code: "AccessDenied", Message: "Roles may not be assumed by root accounts."}
	if diff := cmp.Diff(want, awsproto.Denial(awsproto.Query, aCall("sts:AssumeRole", role), d)); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

func TestCiphertextDenial(t *testing.T) {
	d := authz.Decision{Layer: authz.ResourcePolicy, Verdict: authz.ImplicitDeny}
	own := awsproto.CiphertextDenial(aCall("kms:Decrypt", key), d)
	want := "User: " + user + " is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no resource-based policy allows the kms:Decrypt action"
	if own.Message != want || own.Status != 400 || own.Code != "AccessDeniedException" {
		t.Errorf("own account: %d %v", own.Status, own)
	}
	foreign := aCall("kms:Decrypt", key)
	foreign.Caller.Account = "444455556666"
	g := readGolden(t)["kms.ciphertext"]
	for _, got := range []*awsproto.Error{awsproto.CiphertextDenial(foreign, d), awsproto.UnknownCiphertextKey()} {
		if diff := cmp.Diff(&awsproto.Error{Status: g.status(t), Code: g.Code, Message: g.Message}, got); diff != "" {
			t.Errorf("other account (-want +got):\n%s", diff)
		}
	}
}

func TestDenialOfAnAllowedCallPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an allowed call got a refusal")
		}
	}()
	awsproto.Denial(awsproto.S3, aCall("s3:GetObject", "arn:aws:s3:::b/k"), authz.Decision{Allowed: true})
}
