package denylab.caller_side_test

import data.denylab.caller_side
import data.denylab.fixture

policies(identity, boundary, session) := fixture.call({"policies": {
	"identity": [fixture.policy([identity])],
	"boundary": [fixture.policy([boundary])],
	"session": [fixture.policy([session])],
}})

test_allowed if {
	caller_side.allowed with input as policies(fixture.allow, fixture.allow, fixture.allow)
	caller_side.allowed == false with input as policies(fixture.other, fixture.allow, fixture.allow)
	caller_side.allowed == false with input as policies(fixture.allow, fixture.other, fixture.allow)
	caller_side.allowed == false with input as policies(fixture.allow, fixture.allow, fixture.other)
	caller_side.allowed == false with input as fixture.get_object
	caller_side.allowed with input as fixture.call({"caller": fixture.root})
	caller_side.allowed == false with input as object.union(policies(fixture.allow, fixture.allow, fixture.other), {"caller": fixture.root})
}

test_within_limits if {
	caller_side.within_limits with input as fixture.get_object
	caller_side.within_limits == false with input as policies(fixture.allow, fixture.other, fixture.allow)
}

test_layer_to_name if {
	caller_side.layer == "identity_policy" with input as policies(fixture.other, fixture.other, fixture.other)
	caller_side.layer == "permissions_boundary" with input as policies(fixture.allow, fixture.other, fixture.other)
	caller_side.layer == "session_policy" with input as policies(fixture.allow, fixture.allow, fixture.other)
}
