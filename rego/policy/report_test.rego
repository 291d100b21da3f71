package denylab.report_test

import data.denylab.decision
import data.denylab.fixture
import data.denylab.report

holding(statements) := [fixture.policy(statements)]

changed(policies) := fixture.call({"policies": policies})

# elsewhere misses by its resource only.
elsewhere := object.union(object.remove(fixture.allow, ["resource"]), {"resource": {"exact": {"arn:aws:s3:::other": true}, "want": ["arn:aws:s3:::other"]}})

put := object.union(object.remove(fixture.allow, ["action"]), {"action": {"exact": {"s3:putobject": true}, "want": ["s3:PutObject"]}})

near(layer, miss) := [{"statement": fixture.finding(layer, "allowed", "Allow"), "effect": "Allow", "miss": miss}]

resource_miss := {"element": "Resource", "want": ["arn:aws:s3:::other"], "got": ["arn:aws:s3:::data/1.csv"]}

test_result if {
	report.result == {
		"decision": decision.result,
		"findings": [],
		"near_misses": [],
		"missing_context": [],
	} with input as fixture.get_object
}

test_findings_of_every_layer if {
	asked := changed({"identity": holding([fixture.allow]), "boundary": holding([fixture.deny])})
	report.findings == [
		fixture.finding("identity_policy", "allowed", "Allow"),
		fixture.finding("permissions_boundary", "explicitDeny", "Deny"),
	] with input as asked
}

test_near_miss if {
	report.near_misses == near("identity_policy", resource_miss) with input as changed({"identity": holding([elsewhere])})
	report.near_misses == [] with input as changed({"identity": holding([elsewhere, fixture.allow])})
}

test_another_service_is_not_near if {
	report.near_misses == [] with input as changed({"identity": holding([fixture.other])})
	count(report.near_misses) == 1 with input as changed({"identity": holding([put])})
}

test_principal_is_an_element if {
	stranger := fixture.to(fixture.allow, {"account": {"777788889999": true}})
	report.near_misses[0].miss.element == "Principal" with input as changed({"resource": holding([stranger])})
}

test_foreign_objects if {
	foreign := {"s3": fixture.s3({"ownership": "ObjectWriter", "object_owner": "444455556666"})}
	report.near_misses == [] with input as object.union(changed({"resource": holding([fixture.to(elsewhere, fixture.everyone)])}), foreign)
}

test_silent_levels_only if {
	report.near_misses == near("service_control_policy", resource_miss) with input as object.union(
		changed({"scp": [holding([fixture.allow]), holding([elsewhere])]}),
		{"policies": {"identity": holding([fixture.allow])}},
	)
	silent := changed({"scp": [holding([fixture.allow, put]), []], "identity": holding([fixture.allow])})
	report.near_misses == [] with input as silent
}

test_missing_context if {
	condition := {
		"operator": "StringEquals",
		"key": "aws:SourceVpce",
		"name": "aws:sourcevpce",
		"family": "string",
		"want": ["vpce-1"],
		"values": {"exact": {"vpce-1": true}},
	}
	reads := {"condition": [condition], "context_keys": {"aws:sourcevpce": "aws:SourceVpce"}}
	asked := changed({"identity": holding([object.union(fixture.allow, reads)])})
	report.missing_context == ["aws:SourceVpce"] with input as asked
	report.missing_context == [] with input as object.union(asked, {"context": {"aws:sourcevpce": "vpce-2"}})
	report.missing_context == [] with input as changed({"identity": holding([object.union(fixture.other, reads)])})
}
