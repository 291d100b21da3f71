package denylab.resource_policy_conformance_test

import data.denylab.fixture
import data.denylab.resource_policy

deleting(statements) := fixture.call({
	"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv"),
	"policies": {"resource": [fixture.policy(statements)]},
})

about(action) := object.union(
	object.remove(fixture.to(fixture.deny, fixture.everyone), ["action"]),
	{"action": {"exact": {action: true}, "want": [action]}},
)

test_a_deny_of_both_kinds_of_delete_is_found_once if {
	everything := fixture.to(fixture.deny, fixture.everyone)
	count(resource_policy.findings) == 1 with input as deleting([everything])
	count(resource_policy.findings) == 1 with input as deleting([about("s3:deleteobjectversion")])
	count(resource_policy.findings) == 2 with input as deleting([about("s3:deleteobject"), about("s3:deleteobjectversion")])
}
