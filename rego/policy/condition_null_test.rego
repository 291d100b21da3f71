package denylab.condition_null_test

import data.denylab.condition

holds(nulls, context) := h if {
	c := {"family": "null", "name": "k", "nulls": nulls}
	h := condition.holds({"condition": [c]}) with input.context as context
}

test_true_asks_for_a_missing_key if {
	holds([true], {}) == true
	holds([true], {"k": []}) == true
	holds([true], {"k": ""}) == false
	holds([true], {"k": ["v"]}) == false
}

test_false_asks_for_a_present_key if {
	holds([false], {"k": ""}) == true
	holds([false], {"k": ["v"]}) == true
	holds([false], {"k": []}) == false
	holds([false], {}) == false
}

test_both_are_always_met if {
	holds([true, false], {}) == true
	holds([true, false], {"k": "v"}) == true
}

test_no_readable_value_is_never_met if holds([], {}) == false
