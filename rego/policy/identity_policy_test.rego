package denylab.identity_policy_test

import data.denylab.fixture
import data.denylab.identity_policy

attached(statements) := fixture.call({"policies": {"identity": [fixture.policy(statements)]}})

test_allowed if {
	identity_policy.verdict == "allowed" with input as attached([fixture.other, fixture.allow])
	identity_policy.findings == [fixture.finding("identity_policy", "allowed", "Allow")] with input as attached([fixture.allow])
}

test_explicit_deny if {
	identity_policy.verdict == "explicitDeny" with input as attached([fixture.allow, fixture.deny])
	identity_policy.findings == [fixture.finding("identity_policy", "explicitDeny", "Deny")] with input as attached([fixture.allow, fixture.deny])
}

test_implicit_deny if {
	identity_policy.verdict == "implicitDeny" with input as attached([fixture.other])
	identity_policy.findings == [] with input as attached([fixture.other])
}

test_without_policies if {
	identity_policy.verdict == "implicitDeny" with input as fixture.call({"policies": {"identity": null}})
}

test_callers_without_identity_policies if {
	every caller in [fixture.root, fixture.nobody, fixture.a_service] {
		every statement in [fixture.deny, fixture.allow] {
			asked := object.union(attached([statement]), {"caller": caller})
			identity_policy.verdict == "notApplicable" with input as asked
			identity_policy.findings == [] with input as asked
		}
	}
}
