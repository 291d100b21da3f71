package denylab.condition_string_test

import data.denylab.condition

holds(c, v) := h if {
	h := condition.holds({"condition": [object.union({"name": "k"}, c)]}) with input.context as {"k": v}
}

test_string_equals_has_case if {
	c := {"family": "string", "values": {"exact": {"Ab*": true}}}
	holds(c, "Ab*") == true
	holds(c, "ab*") == false
	holds(c, "Abc") == false
}

test_string_like if {
	c := {"family": "string", "values": {"prefix": ["home/"]}}
	holds(c, "home/a:b") == true
	holds(c, "Home/a") == false
}

test_string_equals_ignore_case if {
	c := {"family": "fold", "values": {"exact": {"abc": true}}}
	holds(c, "aBC") == true
	holds(object.union(c, {"negated": true}), "aBC") == false
	holds(object.union(c, {"negated": true}), "x") == true
}
