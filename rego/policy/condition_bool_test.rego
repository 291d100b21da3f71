package denylab.condition_bool_test

import data.denylab.condition

holds(values, v) := h if {
	c := {"family": "bool", "mode": "one", "name": "k", "values": values}
	fails := condition.fails({"condition": [c]}) with input.context as {"k": v}
	h := fails == false
}

test_bool_has_no_case if {
	holds({"exact": {"true": true}}, "True") == true
	holds({"exact": {"true": true}}, "false") == false
	holds({"exact": {"false": true}}, "FALSE") == true
}

test_bool_knows_two_values if holds({"exact": {"yes": true}}, "yes") == false
