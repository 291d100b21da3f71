package denylab.condition_string_test

import data.denylab.condition

holds(c, v) := h if {
	fails := condition.fails({"condition": [object.union({"name": "k", "mode": "one"}, c)]}) with input.context as {"k": v}
	h := fails == false
}

test_string_equals_has_case if {
	c := {"family": "string", "values": {"exact": {"Ab*": true}}}
	holds(c, "Ab*") == true
	holds(c, "ab*") == false
	holds(c, "Abc") == false
	holds({"family": "string", "values": {"exact": {"true": true}}}, "True") == false
}

test_string_like if {
	c := {"family": "string", "values": {"prefix": ["home/"]}}
	holds(c, "home/a:b") == true
	holds(c, "Home/a") == false
}

test_string_equals_ignore_case if {
	c := {"family": "fold", "values": {"exact": {"abc": true}}}
	holds(c, "aBC") == true
	holds(object.union(c, {"mode": "none"}), "aBC") == false
	holds(object.union(c, {"mode": "none"}), "x") == true
}
