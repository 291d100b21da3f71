package engine_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
)

func report(t *testing.T, call *authz.Call) authz.Report {
	t.Helper()
	e := testEngine(t)
	r, err := e.Report(context.Background(), call)
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Decide(context.Background(), call)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, r.Decision); diff != "" {
		t.Errorf("Report decides otherwise than Decide (-decide +report):\n%s", diff)
	}
	return r
}

// The findings are those of every layer, in layer order.
func TestReportFindings(t *testing.T) {
	at := func(line int) statementOption { return func(s *authz.Statement) { s.Line, s.Column = line, 7 } }
	r := report(t, getObject(by(session(home)),
		identity(allow("s3:*", "*", sid("Mine"), at(3)), allow("s3:Get*", "*", at(9)), allow("ec2:*", "*")),
		boundary(allow("*", "*"), deny("s3:*", "*", sid("NoS3")), deny("*", "*")),
		sessionPolicy(),
		scp(everything, level(allow("ec2:*", "*")), level(allow("s3:*", "*", sid("S3")))),
		rcp(level()),
		resource(allow("s3:GetObject", "*", toAll, sid("Open"))),
		bucket(func(s *authz.S3) { s.Payer = "Requester" }),
	))
	want := []authz.Finding{
		{Layer: "resource_control_policy", Verdict: "allowed", Index: -1, Setting: "RCPFullAWSAccess"},
		{Layer: "service_control_policy", Verdict: "implicitDeny", Index: -1, Level: "ou-ml"},
		{Layer: "resource_policy", Verdict: "allowed", Policy: "resource", Sid: "Open", File: "resource.json"},
		{Layer: "identity_policy", Verdict: "allowed", Policy: "identity", Sid: "Mine", File: "identity.json", Line: 3, Column: 7},
		{Layer: "identity_policy", Verdict: "allowed", Policy: "identity", Index: 1, File: "identity.json", Line: 9, Column: 7},
		{Layer: "permissions_boundary", Verdict: "explicitDeny", Policy: "boundary", Sid: "NoS3", Index: 1, File: "boundary.json"},
		{Layer: "permissions_boundary", Verdict: "explicitDeny", Policy: "boundary", Index: 2, File: "boundary.json"},
		{Layer: "s3_requester_pays", Verdict: "allowed", Index: -1, Setting: "RequesterPays"},
	}
	if diff := cmp.Diff(want, r.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	wantDecision := authz.Decision{
		Layer: "permissions_boundary", Verdict: "explicitDeny", Finding: &want[5], Disclosure: "full",
		Verdicts: map[authz.Layer]authz.Verdict{
			"resource_control_policy": "allowed", "service_control_policy": "implicitDeny",
			"vpc_endpoint_policy": "notApplicable", "resource_policy": "allowed", "identity_policy": "allowed",
			"permissions_boundary": "explicitDeny", "session_policy": "implicitDeny", "kms_grant": "notApplicable",
			"s3_acl": "notApplicable", "s3_block_public_access": "notApplicable",
			"s3_object_ownership": "notApplicable", "s3_requester_pays": "allowed", "s3_access_grants": "notApplicable",
		},
	}
	if diff := cmp.Diff(wantDecision, r.Decision); diff != "" {
		t.Errorf("decision (-want +got):\n%s", diff)
	}
}

// Grants and settings are findings that are no statements.
func TestReportSettings(t *testing.T) {
	rows := []struct {
		name string
		call *authz.Call
		want authz.Finding
	}{
		{"grant on a key", decrypt(resource(), key(func(k *authz.KMS) {
			k.Grants = []authz.KeyGrant{{ID: "grant-1", GranteePrincipal: user(home, "alice").ARN, Operations: []string{"Decrypt"}}}
		})), authz.Finding{Layer: "kms_grant", Verdict: "allowed", Index: -1, Setting: "grant-1"}},
		{"ACL", getObject(by(nobody()), objectGrant(allUsers, "READ")),
			authz.Finding{Layer: "s3_acl", Verdict: "allowed", Index: -1, Setting: "READ " + allUsers}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r := report(t, row.call)
			if diff := cmp.Diff([]authz.Finding{row.want}, r.Findings); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(&row.want, r.Decision.Finding); diff != "" {
				t.Errorf("the decision's finding (-want +got):\n%s", diff)
			}
		})
	}
}

// Near misses are Allow statements one element short, in layers that were
// silent.
func TestReportNearMisses(t *testing.T) {
	rows := []struct {
		name string
		call *authz.Call
		want []authz.NearMiss
	}{
		{"resource", getObject(identity(allow("s3:GetObject", "arn:aws:s3:::data", sid("A")))), []authz.NearMiss{
			near("identity_policy", "identity", "A", 0, authz.Miss{Element: "Resource", Want: []string{"arn:aws:s3:::data"}, Got: []string{objectARN}}),
		}},
		{"action of the same service", getObject(identity(allow("s3:ListObject", "*"))), []authz.NearMiss{
			near("identity_policy", "identity", "", 0, authz.Miss{Element: "Action", Want: []string{"s3:ListObject"}, Got: []string{"s3:GetObject"}}),
		}},
		{"action of another service", getObject(identity(allow("ec2:*", "*"))), nil},
		{"condition", getObject(identity(allow("s3:*", "*", when("StringEquals", "aws:SourceVpce", "vpce-1"))), with("aws:SourceVpce", "vpce-2")), []authz.NearMiss{
			near("identity_policy", "identity", "", 0, authz.Miss{Element: "Condition", Operator: "StringEquals", Key: "aws:SourceVpce", Want: []string{"vpce-1"}, Got: []string{"vpce-2"}}),
		}},
		{"two elements", getObject(identity(allow("s3:PutObject", "arn:aws:s3:::other/*"))), nil},
		{"a Deny", getObject(identity(deny("s3:PutObject", "*"))), nil},
		{"principal", getObject(by(session(partner)), identity(allow("*", "*")), resource(allow("s3:*", "*", sid("P"), to(home)))), []authz.NearMiss{
			near("resource_policy", "resource", "P", 0, authz.Miss{Element: "Principal", Want: []string{home}, Got: []string{sessionARN(partner)}}),
		}},
		{"a layer that allows", getObject(identity(allow("s3:GetObject", "*"), allow("s3:PutObject", "*"))), nil},
		{"a bucket policy on a foreign object", getObject(identity(allow("*", "*")), ownedBy(partner), resource(allow("s3:*", "arn:aws:s3:::other/*", toAll))), nil},
		{"the silent level of SCPs only", getObject(identity(allow("*", "*")), scp(
			level(allow("s3:*", "*"), allow("s3:Put*", "*")), level(allow("s3:Put*", "*", sid("OU"))))), []authz.NearMiss{
			nearAt("ou-ml", near("service_control_policy", "control", "OU", 0, authz.Miss{Element: "Action", Want: []string{"s3:Put*"}, Got: []string{"s3:GetObject"}})),
		}},
		{"endpoint, boundary and session policy in layer order", getObject(by(session(home)), identity(allow("*", "*")),
			boundary(allow("s3:Put*", "*")), sessionPolicy(allow("s3:Put*", "*")), endpoint(allow("s3:Put*", "*", toAll))), []authz.NearMiss{
			near("vpc_endpoint_policy", "vpce", "", 0, authz.Miss{Element: "Action", Want: []string{"s3:Put*"}, Got: []string{"s3:GetObject"}}),
			near("permissions_boundary", "boundary", "", 0, authz.Miss{Element: "Action", Want: []string{"s3:Put*"}, Got: []string{"s3:GetObject"}}),
			near("session_policy", "session", "", 0, authz.Miss{Element: "Action", Want: []string{"s3:Put*"}, Got: []string{"s3:GetObject"}}),
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, report(t, row.call).NearMisses); diff != "" {
				t.Errorf("near misses (-want +got):\n%s", diff)
			}
		})
	}
}

func near(layer authz.Layer, policy, sid string, index int, miss authz.Miss) authz.NearMiss {
	return authz.NearMiss{
		Finding: authz.Finding{Layer: layer, Verdict: "allowed", Policy: policy, Sid: sid, Index: index, File: policy + ".json"},
		Effect:  "Allow",
		Miss:    miss,
	}
}

func nearAt(level string, n authz.NearMiss) authz.NearMiss {
	n.Finding.Level = level
	return n
}

// Missing context are the keys that statements about this call read and the
// call does not have.
func TestReportMissingContext(t *testing.T) {
	r := report(t, getObject(
		with("aws:PrincipalOrgID", org),
		identity(
			allow("s3:*", "*", when("StringEquals", "aws:SourceVpce", "vpce-1"), when("StringEquals", "aws:PrincipalOrgID", org)),
			deny("s3:*", "*", when("Bool", "aws:MultiFactorAuthPresent", "false")),
			allow("ec2:*", "*", when("StringEquals", "ec2:Vpc", "vpc-1")),
			allow("s3:*", "arn:aws:s3:::other/*", when("StringEquals", "s3:prefix", "a")),
		),
		boundary(allow("s3:*", "*", when("StringEquals", "AWS:SourceVPCE", "${aws:PrincipalTag/vpce}"))),
	))
	want := []string{"AWS:SourceVPCE", "aws:MultiFactorAuthPresent", "aws:PrincipalTag/vpce"}
	if diff := cmp.Diff(want, r.MissingContext); diff != "" {
		t.Errorf("missing context (-want +got):\n%s", diff)
	}
}
