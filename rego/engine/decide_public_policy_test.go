package engine_test

import (
	"context"
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// Whether a bucket policy is public, asked by trying to set it under
// BlockPublicPolicy (§9.4).
func TestPublicPolicy(t *testing.T) {
	const account = "arn:aws:s3:us-east-1:111122223333:accesspoint/"
	limit := func(operator, key string, values ...string) []authz.Statement {
		return level(allow("s3:GetObject", "*", toAll, when(operator, key, values...)))
	}
	rows := []struct {
		name       string
		statements []authz.Statement
		public     bool
	}{
		{"everyone", level(allow("s3:GetObject", "*", toAll)), true},
		{"an account", level(allow("s3:GetObject", "*", to(partner))), false},
		{"a service", level(allow("s3:GetObject", "*", toService("logging.s3.amazonaws.com"))), false},
		{"an account and everyone", level(allow("s3:GetObject", "*", to(partner)), allow("s3:ListBucket", "*", toAll)), true},
		{"everyone but one", level(allow("s3:GetObject", "*", toAllBut(partner))), true},
		{"a Deny to everyone", level(deny("s3:GetObject", "*", toAll)), false},
		{"no statement", level(), false},
		{"the organization", limit("StringEquals", "aws:PrincipalOrgID", org), false},
		{"the key's case does not matter", limit("StringEquals", "AWS:principalorgid", org), false},
		{"not the organization", limit("StringNotEquals", "aws:PrincipalOrgID", org), true},
		{"the organization if it exists", limit("StringEqualsIfExists", "aws:PrincipalOrgID", org), true},
		{"any organization", limit("StringLike", "aws:PrincipalOrgID", "o-*"), true},
		{"an account by ARN", limit("ArnLike", "aws:PrincipalArn", trainerARN(partner)), false},
		{"all roles of an account", limit("ArnLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:role/*"), true},
		{"one fixed value and one pattern", limit("StringLike", "aws:SourceVpc", "vpc-1", "vpc-*"), true},
		{"no value", limit("StringEquals", "aws:SourceVpc"), true},
		{"an endpoint", limit("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"), false},
		{"all endpoints of a set", limit("ForAllValues:StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"), true},
		{"any of a set", limit("ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-exampleorgid/r-root/ou-ml/"), false},
		{"a variable", limit("StringEquals", "aws:SourceVpce", "${aws:PrincipalTag/vpce}"), true},
		{"a session of any role", limit("StringLike", "aws:userid", "AROAEXAMPLE:*"), true},
		{"TLS only", limit("Bool", "aws:SecureTransport", "true"), true},
		{"a key that tells nothing", limit("StringEquals", "s3:prefix", "public/"), true},
		{"an endpoint and TLS", level(allow("s3:GetObject", "*", toAll, when("Bool", "aws:SecureTransport", "true"), when("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"))), false},
		{"an address", limit("IpAddress", "aws:SourceIp", "203.0.113.7"), false},
		{"a range", limit("IpAddress", "aws:SourceIp", "203.0.113.0/24"), false},
		{"a private range", limit("IpAddress", "aws:SourceIp", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"), false},
		{"a very broad range", limit("IpAddress", "aws:SourceIp", "0.0.0.0/1"), true},
		{"all addresses", limit("IpAddress", "aws:SourceIp", "0.0.0.0/0"), true},
		{"all but a range", limit("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"), true},
		{"an IPv6 range", limit("IpAddress", "aws:SourceIp", "2001:db8::/32"), false},
		{"a broad IPv6 range", limit("IpAddress", "aws:SourceIp", "2001::/16"), true},
		{"no range at all", limit("IpAddress", "aws:SourceIp", "203.0.113.0/x"), true},
		{"an access point", limit("ArnEquals", "s3:DataAccessPointArn", account+"train"), false},
		{"all access points of an account", limit("ArnLike", "s3:DataAccessPointArn", account+"*"), false},
		{"all access points", limit("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:*:*:accesspoint/*"), true},
		{"an access point that is no ARN", limit("StringLike", "s3:DataAccessPointArn", "*"), true},
		{"an access point's account", limit("StringEquals", "s3:DataAccessPointAccount", home), false},
	}
	e := testEngine(t)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			d, err := e.Decide(context.Background(), newCall("s3:PutBucketPolicy", bucketARN, by(root(home)), bucket(func(s *authz.S3) {
				s.PublicAccess.BlockPublicPolicy = true
				s.RequestPolicy = policyOf("new", row.statements).Document
			})))
			if err != nil {
				t.Fatal(err)
			}
			if d.Allowed == row.public {
				t.Errorf("public = %v, want %v (%s)", !d.Allowed, row.public, sentence(d))
			}
		})
	}
}
