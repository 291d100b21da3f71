package denylab.service_control_policy_test

import data.denylab.fixture
import data.denylab.service_control_policy as scp

levels(statements) := fixture.call({"policies": {"scp": [[fixture.policy(s)] | some s in statements]}})

allowing := levels([[fixture.allow], [fixture.allow]])

test_no_organization if {
	scp.asked == false with input as fixture.get_object
	scp.verdict == "notApplicable" with input as fixture.get_object
}

test_every_level_allows if {
	scp.verdict == "allowed" with input as allowing
	allowed := fixture.finding("service_control_policy", "allowed", "Allow")
	scp.findings == [allowed, allowed] with input as allowing
	scp.verdict == "allowed" with input as levels([[fixture.allow]])
}

test_a_level_denies if {
	denying := levels([[fixture.allow], [fixture.allow, fixture.deny]])
	scp.verdict == "explicitDeny" with input as denying
	scp.findings == [fixture.finding("service_control_policy", "explicitDeny", "Deny")] with input as denying
}

test_a_level_is_silent if {
	silent := levels([[fixture.other], [fixture.allow]])
	scp.verdict == "implicitDeny" with input as silent
	scp.findings == [{
		"layer": "service_control_policy",
		"verdict": "implicitDeny",
		"index": -1,
		"setting": "",
		"level": "r-root",
	}] with input as silent
}

test_a_level_without_policies_is_silent if {
	empty := fixture.call({"policies": {"scp": [[fixture.policy([fixture.allow])], []]}})
	scp.verdict == "implicitDeny" with input as empty
	scp.silent == [1] with input as empty
	scp.findings[0].level == "" with input as empty
}

test_no_levels if scp.verdict == "implicitDeny" with input as fixture.call({"policies": {"scp": []}})

test_the_root_user_is_reached if {
	scp.verdict == "explicitDeny" with input as object.union(levels([[fixture.deny]]), {"caller": fixture.root})
}

test_out_of_reach if {
	every caller in [fixture.nobody, fixture.a_service, {"service_linked": true}, {"management_account": true}] {
		scp.verdict == "notApplicable" with input as object.union(levels([[fixture.deny]]), {"caller": caller})
		scp.verdict == "notApplicable" with input as object.union(allowing, {"caller": caller})
		scp.findings == [] with input as object.union(levels([[fixture.deny]]), {"caller": caller})
	}
}
