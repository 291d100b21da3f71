package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// A request through an access point is a call on the access point and one on
// the bucket; either refuses by itself.
func TestDecideAccessPoint(t *testing.T) {
	const point = "arn:aws:s3:us-east-1:" + home + ":accesspoint/train"
	through := func(o ...option) *authz.Call {
		return newCall("s3:GetObject", point+"/object/train/1.csv", o...)
	}
	behind := func(o ...option) *authz.Call {
		return getObject(append(o, with("s3:DataAccessPointAccount", home), with("s3:DataAccessPointArn", point))...)
	}
	onPoint, onBucket := identity(allow("s3:*", point+"/object/*")), identity(allow("s3:*", bucketARN+"/*"))
	delegates := resource(allow("s3:*", "*", toAll, when("StringEquals", "s3:DataAccessPointAccount", home)))
	visitor := by(session(partner))
	confined := func(source string) option {
		return bucket(func(s *authz.S3) { s.AccessPointVPC, s.SourceVPC = "vpc-1", source })
	}
	restrict := bucket(func(s *authz.S3) { s.PublicAccess.RestrictPublicBuckets = true })
	elsewhere := "resource_policy explicitDeny NetworkOrigin"
	silent := "identity_policy implicitDeny"
	runDecisions(t, []decisionRow{
		{"an identity policy on the bucket is not one on the access point", through(onBucket), silent},
		{"an identity policy on the access point", through(onPoint), "allow"},
		{"an identity policy on the access point is not one on the bucket", behind(onPoint), silent},
		{"the bucket delegates", behind(onPoint, delegates), "allow"},
		{"the bucket delegates to the access points of one account only", behind(onPoint, resource(allow("s3:*", "*", toAll, when("StringEquals", "s3:DataAccessPointAccount", partner)))), silent},
		{"the bucket delegates, without an access point", getObject(onPoint, delegates), silent},
		{"the access point's policy names the caller", through(resource(allow("s3:GetObject", point+"/object/*", to(roleARN))), by(session(home))), "allow"},
		{"another account, no policy on the access point", through(visitor, onPoint), "resource_policy implicitDeny"},
		{"another account, both sides of the access point", through(visitor, onPoint, resource(allow("s3:GetObject", point+"/object/*", to(partner)))), "allow"},
		{"another account, only delegated to on the bucket", behind(visitor, onPoint, delegates), silent},
		{"delegating is not public", behind(visitor, onBucket, delegates, restrict), "allow"},
		{"from the VPC", through(onPoint, confined("vpc-1")), "allow"},
		{"from another VPC", through(onPoint, confined("vpc-2")), elsewhere},
		{"from the internet", through(onPoint, confined("")), elsewhere},
		{"from the internet, root", through(by(root(home)), confined("")), elsewhere},
		{"from the internet, whatever the policy says", through(onPoint, confined(""), resource(allow("s3:*", "*", toAll))), elsewhere},
		{"no access point of a VPC is public", through(visitor, onPoint, confined("vpc-1"), restrict, resource(allow("s3:*", "*", toAll))), "allow"},
	})
}
