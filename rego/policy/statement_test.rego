package denylab.statement_test

import data.denylab.statement

get_object := {
	"action": "s3:GetObject",
	"action_lower": "s3:getobject",
	"resource": "arn:aws:s3:::bucket/key",
	"wildcard_only": false,
}

list_buckets := {
	"action": "s3:ListAllMyBuckets",
	"action_lower": "s3:listallmybuckets",
	"resource": "*",
	"wildcard_only": true,
}

put_metric := {
	"action": "cloudwatch:PutMetricData",
	"action_lower": "cloudwatch:putmetricdata",
	"resource": "*",
	"wildcard_only": true,
}

everything := {"any": true, "want": ["*"]}

objects := {"prefix": ["arn:aws:s3:::bucket/"], "want": ["arn:aws:s3:::bucket/*"]}

all_of_s3 := {"prefix": ["arn:aws:s3:::"], "want": ["arn:aws:s3:::*"]}

reading := {"exact": {"s3:getobject": true}, "want": ["s3:GetObject"]}

# agrees checks that matches and misses say the same.
agrees(s, call, want) if {
	statement.matches(s) == want with input.call as call with input.context as {}
	misses := statement.misses(s) with input.call as call with input.context as {}
	want == is_empty(misses)
}

is_empty(set()) := true

is_empty(misses) := false if misses != set()

test_action if {
	agrees({"action": reading, "resource": everything}, get_object, true)
	agrees({"action": reading, "resource": everything}, list_buckets, false)
}

test_not_action if {
	agrees({"not_action": reading, "resource": everything}, get_object, false)
	agrees({"not_action": reading, "resource": everything}, list_buckets, true)
}

test_resource if {
	agrees({"action": everything, "resource": objects}, get_object, true)
	agrees({"action": everything, "resource": objects}, list_buckets, false)
}

test_not_resource if {
	agrees({"action": everything, "not_resource": objects}, get_object, false)
	agrees({"action": everything, "not_resource": objects}, list_buckets, true)
}

test_a_trust_policy_has_no_resource if agrees({"action": reading}, get_object, true)

test_an_action_without_resource_types_needs_a_star if {
	agrees({"action": everything, "resource": everything}, put_metric, true)
	agrees({"action": everything, "resource": all_of_s3}, put_metric, false)
}

test_list_all_my_buckets_takes_all_of_s3_too if {
	agrees({"action": everything, "resource": all_of_s3}, list_buckets, true)
	agrees({"action": everything, "resource": objects}, list_buckets, false)
}

test_conditions_count if {
	s := {"action": everything, "condition": [{
		"family": "null", "nulls": [false], "name": "k",
		"operator": "Null", "key": "K", "want": ["false"],
	}]}
	agrees(s, get_object, false)
}

test_misses_explain_every_element if {
	s := {
		"action": {"exact": {"s3:putobject": true}, "want": ["s3:PutObject"]},
		"resource": {"exact": {"arn:aws:s3:::other": true}, "want": ["arn:aws:s3:::other"]},
		"condition": [{
			"family": "string", "values": {"exact": {"vpc-1": true}}, "name": "aws:sourcevpc",
			"operator": "StringEquals", "key": "aws:SourceVpc", "want": ["vpc-1"],
		}],
	}
	statement.misses(s) == {
		{"element": "Action", "want": ["s3:PutObject"], "got": ["s3:GetObject"]},
		{"element": "Resource", "want": ["arn:aws:s3:::other"], "got": ["arn:aws:s3:::bucket/key"]},
		{
			"element": "Condition", "operator": "StringEquals", "key": "aws:SourceVpc",
			"want": ["vpc-1"], "got": ["vpc-2"],
		},
	} with input.call as get_object with input.context as {"aws:sourcevpc": "vpc-2"}
}

test_misses_name_the_negated_elements if {
	s := {"not_action": reading, "not_resource": objects}
	elements := {miss.element | some miss in statement.misses(s)} with input.call as get_object
	elements == {"NotAction", "NotResource"}
}
