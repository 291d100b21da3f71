package denylab.condition_null_test

import data.denylab.condition

met(c, context) := m if {
	fails := condition.fails({"condition": [object.union({"name": "k", "family": "null"}, c)]}) with input.context as context
	m := fails == false
}

test_true_asks_for_a_missing_key if {
	met({"absent": true}, {}) == true
	met({"absent": true}, {"k": []}) == true
	met({"absent": true}, {"k": ""}) == false
	met({"absent": true}, {"k": ["v"]}) == false
}

test_false_asks_for_a_present_key if {
	met({"mode": "present"}, {"k": ""}) == true
	met({"mode": "present"}, {"k": ["v"]}) == true
	met({"mode": "present"}, {"k": []}) == false
	met({"mode": "present"}, {}) == false
}

test_both_are_always_met if {
	met({"mode": "present", "absent": true}, {}) == true
	met({"mode": "present", "absent": true}, {"k": "v"}) == true
}

test_no_readable_value_is_never_met if {
	met({"mode": ""}, {}) == false
	met({"mode": ""}, {"k": "v"}) == false
}
