package denylab.permissions_boundary_test

import data.denylab.fixture
import data.denylab.permissions_boundary

bounded(statements) := fixture.call({"policies": {"boundary": [fixture.policy(statements)]}})

test_none if {
	permissions_boundary.asked == false with input as fixture.get_object
	permissions_boundary.verdict == "notApplicable" with input as fixture.get_object
}

test_allowed if {
	permissions_boundary.verdict == "allowed" with input as bounded([fixture.allow])
	permissions_boundary.findings == [fixture.finding("permissions_boundary", "allowed", "Allow")] with input as bounded([fixture.allow])
}

test_explicit_deny if {
	permissions_boundary.verdict == "explicitDeny" with input as bounded([fixture.allow, fixture.deny])
	permissions_boundary.findings == [fixture.finding("permissions_boundary", "explicitDeny", "Deny")] with input as bounded([fixture.deny])
}

test_implicit_deny if {
	permissions_boundary.verdict == "implicitDeny" with input as bounded([fixture.other])
	permissions_boundary.findings == [] with input as bounded([fixture.other])
	permissions_boundary.verdict == "implicitDeny" with input as fixture.call({"policies": {"boundary": []}})
}

test_out_of_reach if {
	every caller in [fixture.root, fixture.nobody, {"service_linked": true}] {
		every statement in [fixture.deny, fixture.allow] {
			asked := object.union(bounded([statement]), {"caller": caller})
			permissions_boundary.verdict == "notApplicable" with input as asked
			permissions_boundary.findings == [] with input as asked
		}
	}
}
