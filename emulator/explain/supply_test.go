package explain_test

import (
	"os"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

const undocumented = "AWS documents no condition key"

func TestSuppliers(t *testing.T) {
	for _, tc := range []struct {
		key, want string
	}{
		{"s3:x-amz-server-side-encryption", "the request header x-amz-server-side-encryption; a bucket's default encryption does not set it"},
		{"s3:prefix", "the query parameter prefix"},
		{"S3:Prefix", "the query parameter prefix"},
		{"aws:SourceVpce", "a request through a VPC endpoint"},
		{"aws:PrincipalTag/Team", "the tag Team on the role or user, or a session tag of that name"},
		{"AWS:principaltag/Team", "the tag Team on the role or user, or a session tag of that name"},
		{"aws:RequestTag/cost", "the tag cost in the request that creates or tags something"},
		{"s3:ExistingObjectTag/open", "the tag open on the stored object"},
		{"aws:SourceIdentity", "a session of AssumeRole with SourceIdentity or of a token that claims one, or a session chained from it"},
		{"aws:SourceArn", "a call that an AWS service makes by itself, for a resource of the customer's; calls by users and roles never have it"},
		{"aws:CalledVia", "a call that a service makes for the caller, with the caller's permissions"},
		{"kms:ViaService", "a call that a service makes for the caller, with the caller's permissions"},
		{"kms:EncryptionContext:aws:s3:arn", "the pair aws:s3:arn in the encryption context of the request; S3 sends aws:s3:arn"},
		{"sts:ExternalId", "ExternalId in the request of AssumeRole"},
		{"aws:MultiFactorAuthAge", "a session of GetSessionToken with MFA, and AssumeRole with SerialNumber and TokenCode"},
		{"token.actions.githubusercontent.com:sub", "a session of AssumeRoleWithWebIdentity or AssumeRoleWithSAML whose token or assertion has that claim"},
		{"saml:aud", "a session of AssumeRoleWithWebIdentity or AssumeRoleWithSAML whose token or assertion has that claim"},
		{"sagemaker:VpcSubnets", "the request, for the actions of sagemaker that have the key"},
		{"aws:SourceVpcEndpoint", "no request: AWS documents no condition key of this name"},
		{"aws:PrincipalTag/", "no request: AWS documents no condition key of this name"},
		{"s3:acl", "no request: AWS documents no condition key of this name"},
	} {
		if got := explain.SuppliedBy(tc.key); got != tc.want {
			t.Errorf("%s comes with %q, want %q", tc.key, got, tc.want)
		}
	}
}

// What supplies a key can depend on the call.
func TestSuppliersOfACall(t *testing.T) {
	forwarded := func(c *authz.Call) { c.Context = authz.Context{"aws:CalledViaLast": authz.One("s3.amazonaws.com")} }
	through := func(c *authz.Call) { c.Context = authz.Context{"aws:SourceVpce": authz.One("vpce-1")} }
	alice := func(c *authz.Call) { c.Caller.Kind = authz.User }
	nobody := func(c *authz.Call) { c.Caller = authz.Caller{Kind: authz.Anonymous} }
	for _, tc := range []struct {
		name, key string
		change    func(*authz.Call)
		want      string
	}{
		{"an endpoint, forwarded", "aws:SourceVpce", forwarded, "nothing in a call that s3.amazonaws.com makes for the caller: the connection of the first request is not forwarded"},
		{"a tag, forwarded", "aws:PrincipalTag/a", forwarded, "the tag a on the role or user, or a session tag of that name"},
		{"an address, through an endpoint", "aws:SourceIp", through, "a request that comes through no VPC endpoint; one through vpce-1 has aws:VpcSourceIp instead"},
		{"an address", "aws:SourceIp", nil, "a request that comes through no VPC endpoint"},
		{"a session's user name", "aws:username", nil, "a call by an IAM user; sessions and root users have no user name"},
		{"a user's user name", "aws:username", alice, "a call by an IAM user"},
		{"an organization", "aws:PrincipalOrgID", nil, "an organization that the caller's account 111122223333 is in"},
		{"nobody's organization", "aws:PrincipalOrgID", nobody, "an organization that the caller's account is in"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := call()
			if tc.change != nil {
				tc.change(c)
			}
			r := refused(authz.IdentityPolicy, authz.ImplicitDeny, nil)
			r.MissingContext = []string{tc.key}
			got := explain.Of(c, r).Suppliers
			if len(got) != 1 || got[0].Key != tc.key || got[0].By != tc.want {
				t.Errorf("got %+v, want %q", got, tc.want)
			}
		})
	}
}

// Every condition key that AWS's own data and policies have is known, and a
// page documents it.
func TestEveryKeyOfAWSHasASupplier(t *testing.T) {
	keys := map[string]bool{}
	actions, err := os.ReadFile("../iampolicy/data/s3actions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(actions)) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); !strings.HasPrefix(line, "#") && len(fields) == 3 {
			for _, key := range strings.Split(fields[2], ",") {
				keys[key] = true
			}
		}
	}
	if len(keys) < 40 {
		t.Errorf("only %d keys of S3", len(keys))
	}
	names := iampolicy.AWSManagedNames()
	for _, name := range names {
		document, _, ok := iampolicy.AWSManaged(name)
		if !ok {
			t.Fatalf("no policy %s", name)
		}
		for _, s := range document.Statements {
			for _, c := range s.Condition {
				keys[c.Key] = true
			}
		}
	}
	if len(keys) < 100 {
		t.Errorf("only %d keys in %d managed policies", len(keys), len(names))
	}
	for key := range keys {
		if strings.HasSuffix(key, "/") {
			key += "name"
		}
		r := refused(authz.IdentityPolicy, authz.ImplicitDeny, nil)
		r.MissingContext = []string{key}
		s := explain.Of(call(), r).Suppliers[0]
		if strings.Contains(s.By, undocumented) || strings.Contains(s.By, "%!") || !strings.HasPrefix(s.Page, "https://docs.aws.amazon.com/") {
			t.Errorf("%s: %q, page %s", key, s.By, s.Page)
		}
	}
}
