package denylab.session_policy_test

import data.denylab.fixture
import data.denylab.session_policy

passed(statements) := fixture.call({"policies": {"session": [fixture.policy(statements)]}})

federated := {"caller": {"kind": "federated-user"}}

test_none if {
	session_policy.asked == false with input as fixture.get_object
	session_policy.verdict == "notApplicable" with input as fixture.get_object
}

test_allowed if {
	session_policy.verdict == "allowed" with input as passed([fixture.allow])
	session_policy.findings == [fixture.finding("session_policy", "allowed", "Allow")] with input as passed([fixture.allow])
}

# Several session policies are read together.
test_one_of_two_allows if {
	session_policy.verdict == "allowed" with input as fixture.call({"policies": {"session": [
		fixture.policy([fixture.other]),
		fixture.policy([fixture.allow]),
	]}})
}

test_explicit_deny if {
	session_policy.verdict == "explicitDeny" with input as passed([fixture.allow, fixture.deny])
	session_policy.findings == [fixture.finding("session_policy", "explicitDeny", "Deny")] with input as passed([fixture.deny])
}

test_implicit_deny if {
	session_policy.verdict == "implicitDeny" with input as passed([fixture.other])
	session_policy.findings == [] with input as passed([fixture.other])
}

test_federated_user_needs_one if {
	session_policy.verdict == "implicitDeny" with input as fixture.call(federated)
	session_policy.verdict == "allowed" with input as object.union(passed([fixture.allow]), federated)
}
