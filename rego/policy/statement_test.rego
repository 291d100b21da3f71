package denylab.statement_test

import data.denylab.statement

call(action, resource, wildcard_only) := {
	"action": action,
	"action_lower": lower(action),
	"resource": resource,
	"wildcard_only": wildcard_only,
}

get_object := call("s3:GetObject", "arn:aws:s3:::bucket/key", false)

list_buckets := call("s3:ListAllMyBuckets", "*", true)

put_metric := call("cloudwatch:PutMetricData", "*", true)

# s is a statement: the starts are those of any text unless more says otherwise.
s(more) := object.union({"action_starts": [""], "resource_starts": [""]}, more)

everything := {"any": true, "want": ["*"]}

objects := {"prefix": ["arn:aws:s3:::bucket/"], "want": ["arn:aws:s3:::bucket/*"]}

all_of_s3 := {"prefix": ["arn:aws:s3:::"], "want": ["arn:aws:s3:::*"]}

reading := {"exact": {"s3:getobject": true}, "want": ["s3:GetObject"]}

# agrees checks that matches and misses say the same.
agrees(more, a_call, want) if {
	statement.matches(s(more)) == want with input.call as a_call with input.context as {}
	misses := statement.misses(s(more)) with input.call as a_call with input.context as {}
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

test_starts_only_ever_drop if {
	starts := {"action_starts": ["kms:", "s3:getobject"], "resource_starts": ["arn:aws:s3:::bucket/"]}
	agrees(object.union(starts, {"action": reading, "resource": objects}), get_object, true)
	acl := {"exact": {"s3:getobjectacl": true}, "want": ["s3:GetObjectAcl"]}
	agrees(object.union(starts, {"action": acl, "resource": objects}), get_object, false)
}

# What the starts leave out is not looked at again.
test_starts_decide_first if {
	every starts in [
		{"action_starts": ["kms:", "getobject"]},
		{"resource_starts": ["arn:aws:s3:::other", "/key"]},
		{"action_starts": []},
	] {
		asked := s(object.union({"action": everything, "resource": everything}, starts))
		statement.matches(asked) == false with input.call as get_object with input.context as {}
	}
}

test_an_action_without_resource_types_needs_a_star if {
	agrees({"action": everything, "resource": everything}, put_metric, true)
	agrees({"action": everything, "resource": all_of_s3}, put_metric, false)
}

test_list_all_my_buckets_takes_all_of_s3_too if {
	s3 := {"action": everything, "resource": all_of_s3, "resource_starts": ["arn:aws:s3:::"]}
	agrees(s3, list_buckets, true)
	star := {"exact": {"*": true}, "want": ["*"]}
	agrees({"action": everything, "resource": star}, list_buckets, true)
	agrees({"action": everything, "resource": objects}, list_buckets, false)
}

test_conditions_count if {
	condition := {
		"family": "null",
		"mode": "present",
		"name": "k",
		"operator": "Null",
		"key": "K",
		"want": ["false"],
	}
	agrees({"action": everything, "resource": everything, "condition": [condition]}, get_object, false)
}

test_misses_explain_every_element if {
	statement.misses({
		"action": {"exact": {"s3:putobject": true}, "want": ["s3:PutObject"]},
		"resource": {"exact": {"arn:aws:s3:::other": true}, "want": ["arn:aws:s3:::other"]},
		"condition": [{
			"family": "string",
			"mode": "one",
			"values": {"exact": {"vpc-1": true}},
			"name": "aws:sourcevpc",
			"operator": "StringEquals",
			"key": "aws:SourceVpc",
			"want": ["vpc-1"],
		}],
	}) == {
		{"element": "Action", "want": ["s3:PutObject"], "got": ["s3:GetObject"]},
		{"element": "Resource", "want": ["arn:aws:s3:::other"], "got": ["arn:aws:s3:::bucket/key"]},
		{
			"element": "Condition", "operator": "StringEquals", "key": "aws:SourceVpc",
			"want": ["vpc-1"], "got": ["vpc-2"],
		},
	} with input.call as get_object with input.context as {"aws:sourcevpc": "vpc-2"}
}

test_misses_name_the_negated_elements if {
	misses := statement.misses({"not_action": reading, "not_resource": objects}) with input.call as get_object
	{miss.element | some miss in misses} == {"NotAction", "NotResource"}
}
