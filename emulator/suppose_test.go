package emulator_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/rego/authz"
)

func TestSuppose(t *testing.T) {
	l := start(t, emulator.Options{})
	const object = "arn:aws:s3:::data/seeded.txt"
	vpce := authz.Context{"AWS:SourceVPCE": authz.One("vpce-elsewhere")}
	for _, tc := range []struct {
		name    string
		of      emulator.Supposition
		layer   authz.Layer // "" for allowed
		verdict authz.Verdict
	}{
		{"allowed", emulator.Supposition{As: "role/Reader", Action: "s3:GetObject", Resource: object}, "", authz.Allowed},
		{"an action in another case", emulator.Supposition{As: "role/Reader", Action: "s3:getobject", Resource: object}, "", authz.Allowed},
		{"nothing allows", emulator.Supposition{As: "role/Reader", Action: "s3:PutObject", Resource: object}, authz.IdentityPolicy, authz.ImplicitDeny},
		{"a statement denies", emulator.Supposition{As: "role/Forbidden", Action: "s3:PutObject", Resource: object}, authz.IdentityPolicy, authz.ExplicitDeny},
		{"the boundary", emulator.Supposition{As: "role/Bounded", Action: "s3:PutObject", Resource: object}, authz.PermissionsBoundary, authz.ImplicitDeny},
		{"an SCP", emulator.Supposition{As: "user/dave", Action: "s3:PutObject", Resource: "arn:aws:s3:::guarded/k"}, authz.ServiceControlPolicy, authz.ExplicitDeny},
		{"an RCP", emulator.Supposition{As: "user/dave", Action: "s3:GetObjectTagging", Resource: "arn:aws:s3:::guarded/k"}, authz.ResourceControlPolicy, authz.ExplicitDeny},
		{"the endpoint", emulator.Supposition{As: "user/alice", Via: "vpce-s3", Action: "s3:PutObject", Resource: object}, authz.VPCEndpointPolicy, authz.ImplicitDeny},
		{"through the endpoint", emulator.Supposition{As: "user/alice", Via: "vpce-s3", Action: "s3:GetObject", Resource: object}, "", authz.Allowed},
		{"the bucket policy", emulator.Supposition{As: "user/carol", Action: "s3:PutObject", Resource: "arn:aws:s3:::shared/k"}, authz.ResourcePolicy, authz.ImplicitDeny},
		{"an object of another account", emulator.Supposition{As: "user/alice", Action: "s3:GetObject", Resource: "arn:aws:s3:::legacy/foreign.txt"}, authz.S3ACL, authz.ImplicitDeny},
		{"a bucket", emulator.Supposition{As: "role/Reader", Action: "s3:ListBucket", Resource: "arn:aws:s3:::data"}, "", authz.Allowed},
		{"no resource", emulator.Supposition{As: "user/alice", Action: "s3:ListAllMyBuckets", Resource: "*"}, "", authz.Allowed},
		{"no resource, and the rest refused", emulator.Supposition{As: "role/Reader", Action: "s3:ListAllMyBuckets", Resource: "arn:aws:s3:::data"}, authz.IdentityPolicy, authz.ImplicitDeny},
		{"a key", emulator.Supposition{As: "user/alice", Action: "kms:Decrypt", Resource: keyARN}, "", authz.Allowed},
		{"a key nobody was given", emulator.Supposition{As: "user/bob", Action: "kms:Decrypt", Resource: keyARN}, authz.IdentityPolicy, authz.ImplicitDeny},
		{"another account's key", emulator.Supposition{As: "user/carol", Action: "kms:Decrypt", Resource: keyARN}, authz.ResourcePolicy, authz.ImplicitDeny},
		{"a role", emulator.Supposition{As: "user/alice", Action: "sts:AssumeRole", Resource: "arn:aws:iam::" + owner + ":role/jobs/Reader"}, "", authz.Allowed},
		{"a role that trusts nobody", emulator.Supposition{As: "user/alice", Action: "sts:AssumeRole", Resource: "arn:aws:iam::" + owner + ":role/Bounded"}, authz.ResourcePolicy, authz.ImplicitDeny},
		{"anonymous", emulator.Supposition{As: "anonymous", Action: "s3:GetObject", Resource: "arn:aws:s3:::public/seeded.txt"}, "", authz.Allowed},
		{"a key of the request", emulator.Supposition{As: "user/alice", Via: "vpce-s3", Action: "s3:GetObject", Resource: object, Context: vpce}, "", authz.Allowed},
		{"a service of its own", emulator.Supposition{As: "user/alice", Action: "sagemaker:CreateModel", Resource: "arn:aws:sagemaker:us-east-1:" + owner + ":model/m"}, authz.IdentityPolicy, authz.ImplicitDeny},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x, err := l.Suppose(t.Context(), tc.of)
			if err != nil {
				t.Fatal(err)
			}
			if x.Allowed != (tc.layer == "") || x.Layer != tc.layer || x.Verdict != tc.verdict {
				t.Errorf("allowed %v, layer %q, %s; want layer %q, %s", x.Allowed, x.Layer, x.Verdict, tc.layer, tc.verdict)
			}
			if x.Sent != nil || x.ID != "" {
				t.Errorf("a call that nobody made was answered: %+v", x)
			}
		})
	}
	if n := len(l.Journal().Entries()); n != 0 {
		t.Errorf("the journal has %d exchanges that did not happen", n)
	}
}

func TestSupposedKeysWinInAnySpelling(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["data"].Policy = policy(`{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-s3"}}}`)
	l := start(t, emulator.Options{World: w})
	of := emulator.Supposition{As: "user/alice", Via: "vpce-s3", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/seeded.txt"}
	for _, key := range []string{"aws:SourceVpce", "aws:sourcevpce", "AWS:SOURCEVPCE"} {
		of.Context = authz.Context{key: authz.One("vpce-other")}
		if x, err := l.Suppose(t.Context(), of); err != nil || !x.Allowed {
			t.Errorf("%s: %+v %v, want allowed", key, x, err)
		}
	}
	of.Context = nil
	if x, err := l.Suppose(t.Context(), of); err != nil || x.Verdict != authz.ExplicitDeny {
		t.Errorf("%+v %v, want denied", x, err)
	}
}

func TestSuppositionsOfWhatIsNot(t *testing.T) {
	l := start(t, emulator.Options{})
	good := emulator.Supposition{As: "user/alice", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/k"}
	for _, tc := range []struct {
		name   string
		change func(*emulator.Supposition)
		want   string
	}{
		{"principal", func(s *emulator.Supposition) { s.As = "user/alcie" }, `did you mean "user/alice"?`},
		{"action", func(s *emulator.Supposition) { s.Action = "GetObject" }, `action "GetObject": want SERVICE:ACTION`},
		{"half an action", func(s *emulator.Supposition) { s.Action = "s3:" }, `action "s3:": want SERVICE:ACTION`},
		{"endpoint", func(s *emulator.Supposition) { s.Via = "vpce-0" }, "no VPC endpoint vpce-0"},
		{"an endpoint of another service", func(s *emulator.Supposition) { s.Via = "vpce-kms" }, "VPC endpoint vpce-kms is for kms"},
		{"resource", func(s *emulator.Supposition) { s.Resource = "data/k" }, `resource "data/k": want an ARN`},
		{"bucket", func(s *emulator.Supposition) { s.Resource = "arn:aws:s3:::dat/k" }, `there is no bucket "dat"`},
		{"key", func(s *emulator.Supposition) {
			s.Action, s.Resource = "kms:Decrypt", "arn:aws:kms:us-east-1:"+owner+":key/00000000-0000-4000-8000-000000000000"
		}, "does not exist"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := good
			tc.change(&s)
			x, err := l.Suppose(t.Context(), s)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%+v, error %v, want one with %q", x, err, tc.want)
			}
		})
	}
}
