package denylab.s3_access_point_test

import data.denylab.fixture
import data.denylab.resource_policy
import data.denylab.s3_access_point
import data.denylab.s3_block_public_access as bpa

from(vpc) := fixture.call({"s3": fixture.s3({"access_point_vpc": "vpc-1", "source_vpc": vpc})})

open := fixture.policy([fixture.to(fixture.allow, fixture.everyone)])

test_from_the_vpc if {
	s3_access_point.confined with input as from("vpc-1")
	not s3_access_point.elsewhere with input as from("vpc-1")
	resource_policy.verdict == "notApplicable" with input as from("vpc-1")
}

test_from_elsewhere if {
	every vpc in ["", "vpc-2"] {
		s3_access_point.elsewhere with input as from(vpc)
		resource_policy.verdict == "explicitDeny" with input as from(vpc)
		resource_policy.findings == [{
			"layer": "resource_policy",
			"verdict": "explicitDeny",
			"index": -1,
			"setting": "NetworkOrigin",
		}] with input as from(vpc)
	}
}

test_from_elsewhere_in_spite_of_the_policy if {
	through := object.union(from("vpc-2"), {"policies": {"resource": [open]}})
	resource_policy.verdict == "explicitDeny" with input as through
}

test_a_statement_is_named_before_the_network_origin if {
	through := object.union(from("vpc-2"), {"policies": {"resource": [fixture.policy([fixture.to(fixture.deny, fixture.everyone)])]}})
	findings := resource_policy.findings with input as through
	[f.index | some f in findings] == [0, -1]
}

test_a_bucket_is_not_confined if {
	every asked in [
		fixture.get_object,
		fixture.call({"s3": fixture.s3({})}),
		fixture.call({"s3": fixture.s3({"access_point_vpc": "", "source_vpc": "vpc-2"})}),
	] {
		s3_access_point.confined == false with input as asked
		s3_access_point.elsewhere == false with input as asked
	}
}

test_the_vpc_itself_is_not_named if {
	within := object.union(from("vpc-1"), {"policies": {"resource": [fixture.policy([fixture.to(fixture.deny, fixture.everyone)])]}})
	findings := resource_policy.findings with input as within
	[f.index | some f in findings] == [0]
}

blocking(setting, s3) := fixture.s3(object.union({"public_access": {setting: true}}, s3))

# What is confined to a VPC is not public, whatever its policy says.
test_nothing_confined_is_public if {
	partner := {"caller": fixture.partner, "policies": {"resource": [open]}}
	put := {"call": fixture.asking("s3:PutAccessPointPolicy", "arn:aws:s3:us-east-1:111122223333:accesspoint/train")}
	inside := {"access_point_vpc": "vpc-1", "source_vpc": "vpc-1"}
	bpa.verdict == "explicitDeny" with input as object.union(fixture.call(partner), {"s3": blocking("restrict_public_buckets", {})})
	bpa.verdict == "allowed" with input as object.union(fixture.call(partner), {"s3": blocking("restrict_public_buckets", inside)})
	bpa.verdict == "explicitDeny" with input as object.union(
		fixture.call(put),
		{"s3": blocking("block_public_policy", {"request_policy": open})},
	)
	bpa.verdict == "allowed" with input as object.union(
		fixture.call(put),
		{"s3": blocking("block_public_policy", object.union(inside, {"request_policy": open}))},
	)
}
