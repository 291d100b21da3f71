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

test_layers_come_in_order_of_evaluation if {
	found := changed({"identity": holding([fixture.allow]), "endpoint": holding([fixture.to(fixture.allow, fixture.everyone)])})
	[f.layer | some f in report.findings] == ["vpc_endpoint_policy", "identity_policy"] with input as found
	near := changed({"identity": holding([elsewhere]), "endpoint": holding([fixture.to(elsewhere, fixture.everyone)])})
	[n.statement.layer | some n in report.near_misses] == ["vpc_endpoint_policy", "identity_policy"] with input as near
}

test_near_is_an_allow_with_one_miss if {
	report.near_misses == [] with input as changed({"identity": holding([object.union(elsewhere, {"effect": "Deny"})])})
	report.near_misses == [] with input as changed({"identity": holding([object.union(object.remove(put, ["resource"]), {"resource": elsewhere.resource})])})
}

test_near_where_an_allow_would_help if {
	every name, policy in {
		"identity_policy": "identity",
		"permissions_boundary": "boundary",
		"session_policy": "session",
		"vpc_endpoint_policy": "endpoint",
	} {
		[n.statement.layer | some n in report.near_misses] == [name] with input as changed({policy: holding([fixture.to(elsewhere, fixture.everyone)])})
	}
	report.near_misses == [] with input as changed({"resource": holding([
		fixture.to(elsewhere, fixture.everyone),
		fixture.to(fixture.deny, fixture.everyone),
	])})
	report.near_misses == [] with input as changed({
		"identity": holding([fixture.allow]),
		"scp": [holding([fixture.deny]), holding([elsewhere])],
	})
}

# An endpoint policy names principals, too.
test_principal_is_an_element_of_an_endpoint_policy if {
	stranger := fixture.to(fixture.allow, {"account": {"777788889999": true}})
	report.near_misses[0].miss.element == "Principal" with input as changed({"endpoint": holding([stranger])})
}

test_a_service_of_a_longer_name_is_another if {
	lambda := {"action": {"exact": {"s3-object-lambda:getobject": true}, "want": ["s3-object-lambda:GetObject"]}}
	report.near_misses == [] with input as changed({"identity": holding([object.union(object.remove(fixture.allow, ["action"]), lambda)])})
}

# reading adds condition keys, as they are written, to a statement.
reading(statement, keys) := object.union(statement, {"context_keys": {lower(key): key | some key in keys}})

missing(policies, changes) := keys if {
	keys := report.missing_context with input as object.union(changed(policies), changes)
}

test_keys_of_every_layer_that_was_asked if {
	reads := holding([fixture.to(reading(fixture.allow, ["aws:SourceVpc"]), fixture.everyone)])
	every layer in ["identity", "boundary", "session", "endpoint", "resource"] {
		missing({layer: reads}, {}) == ["aws:SourceVpc"]
	}
	every layer in ["scp", "rcp"] {
		missing({layer: [reads]}, {}) == ["aws:SourceVpc"]
	}
	missing({"identity": reads}, {"caller": fixture.root}) == []
}

test_every_key_once if {
	both := holding([
		object.union(fixture.allow, {"context_keys": {"aws:sourcevpce": "aws:sourceVpce", "aws:userid": "aws:userid"}}),
		reading(fixture.allow, ["aws:SourceVpce"]),
	])
	missing({"identity": both}, {}) == ["aws:SourceVpce", "aws:userid"]
	result := report.result.missing_context with input as changed({"identity": both})
	result == ["aws:SourceVpce", "aws:userid"]
}

test_keys_of_statements_about_something_else if {
	every statement in [
		fixture.other,
		elsewhere,
		object.union(object.remove(fixture.allow, ["action"]), {"not_action": {"any": true, "want": ["*"]}}),
		object.union(object.remove(fixture.allow, ["resource"]), {"not_resource": {"any": true, "want": ["*"]}}),
	] {
		missing({"identity": holding([reading(statement, ["aws:SourceVpc"])])}, {}) == []
	}
}
