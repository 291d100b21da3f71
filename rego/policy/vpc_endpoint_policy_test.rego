package denylab.vpc_endpoint_policy_test

import data.denylab.fixture
import data.denylab.vpc_endpoint_policy as vpce

through(statements) := fixture.call({"policies": {"endpoint": [fixture.policy(statements)]}})

open := fixture.to(fixture.allow, fixture.everyone)

test_not_through_an_endpoint if {
	vpce.asked == false with input as fixture.get_object
	vpce.verdict == "notApplicable" with input as fixture.get_object
}

test_allowed if {
	vpce.verdict == "allowed" with input as through([open])
	vpce.findings == [fixture.finding("vpc_endpoint_policy", "allowed", "Allow")] with input as through([open])
}

test_explicit_deny if {
	denying := through([open, fixture.to(fixture.deny, fixture.everyone)])
	vpce.verdict == "explicitDeny" with input as denying
	vpce.findings == [fixture.finding("vpc_endpoint_policy", "explicitDeny", "Deny")] with input as denying
}

test_implicit_deny if {
	vpce.verdict == "implicitDeny" with input as through([])
	vpce.verdict == "implicitDeny" with input as through([fixture.to(fixture.other, fixture.everyone)])
	vpce.findings == [] with input as through([])
}

test_an_account_stands_for_its_root_user if {
	to_account := through([fixture.to(fixture.allow, fixture.account)])
	vpce.verdict == "implicitDeny" with input as to_account
	vpce.verdict == "allowed" with input as object.union(to_account, {"caller": fixture.root})
}
