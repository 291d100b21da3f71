package denylab.public_policy_test

import data.denylab.fixture
import data.denylab.public_policy

open := fixture.to(fixture.allow, fixture.everyone)

public(statement) if public_policy.public([fixture.policy([statement])])

limited(name, family, want) := object.union(open, {"condition": [{"name": name, "family": family, "want": want}]})

test_everyone if public(open)

test_not_principal if public(object.union(fixture.allow, {"not_principal": {}}))

test_named if not public(fixture.to(fixture.allow, fixture.account))

test_deny if not public(fixture.to(fixture.deny, fixture.everyone))

test_no_policy if {
	public_policy.public(null) == false
	public_policy.public([]) == false
}

test_fixed_values if {
	not public(limited("aws:principalorgid", "string", ["o-exampleorgid"]))
	public(limited("aws:principalorgid", "string", ["o-*"]))
	public(limited("aws:principalorgid", "string", ["o-exampleorgid", "${aws:PrincipalOrgID}"]))
	public(limited("aws:principalorgid", "string", []))
	public(limited("s3:prefix", "string", ["public/"]))
	public(limited("aws:securetransport", "bool", ["true"]))
}

# The keys that AWS's page lists.
test_every_key_that_limits if {
	every key in [
		"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
		"aws:principalservicename", "aws:sourceaccount", "aws:sourcearn", "aws:sourceowner",
		"aws:sourcevpc", "aws:sourcevpce", "aws:userid", "s3:dataaccesspointaccount",
	] {
		every family in ["string", "fold", "arn"] {
			not public(limited(key, family, ["fixed"]))
		}
		public(limited(key, "string", [""]))
		public(limited(key, "number", ["1"]))
	}
}

test_conditions_that_do_not_limit if {
	every change in [{"negated": true}, {"if_exists": true}, {"set": "all"}] {
		condition := object.union({"name": "aws:sourcevpce", "family": "string", "want": ["vpce-1"]}, change)
		public(object.union(open, {"condition": [condition]}))
	}
}

test_addresses if {
	not public(limited("aws:sourceip", "ip", ["203.0.113.7", "203.0.113.0/24", "10.0.0.0/8"]))
	public(limited("aws:sourceip", "ip", ["0.0.0.0/7"]))
	not public(limited("aws:sourceip", "ip", ["2001:db8::/32"]))
	public(limited("aws:sourceip", "ip", ["2001::/31"]))
	every other in ["203.0.113.0/x", "0.0.0.0/0", "*", "*.0/24", "10.0.0.0/8/x"] {
		public(limited("aws:sourceip", "string", [other]))
		public(limited("aws:sourceip", "ip", ["203.0.113.7", other]))
	}
	public(limited("s3:prefix", "string", ["10.0.0.0/8"]))
}

test_access_points if {
	not public(limited("s3:dataaccesspointarn", "arn", ["arn:aws:s3:us-east-1:111122223333:accesspoint/*"]))
	public(limited("s3:dataaccesspointarn", "arn", ["arn:aws:s3:us-east-1:*:accesspoint/train"]))
	public(limited("s3:dataaccesspointarn", "arn", [
		"arn:aws:s3:us-east-1:111122223333:accesspoint/train",
		"arn:aws:s3:us-east-1:*:accesspoint/train",
	]))
	public(limited("s3:prefix", "arn", ["arn:aws:s3:us-east-1:111122223333:accesspoint/train"]))
}
