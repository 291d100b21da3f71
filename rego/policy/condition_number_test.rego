package denylab.condition_number_test

import data.denylab.condition

holds(compare, numbers, v) := h if {
	c := {"family": "number", "mode": "one", "name": "k", "compare": compare, "numbers": numbers}
	fails := condition.fails({"condition": [c]}) with input.context as {"k": v}
	h := fails == false
}

# orders are the comparisons that hold for v against number.
orders(v, number) := {compare |
	some compare in ["eq", "lt", "le", "gt", "ge"]
	holds(compare, [number], v)
}

test_orders if {
	orders("1", 1) == {"eq", "le", "ge"}
	orders("0.5", 1) == {"lt", "le"}
	orders("10", 9) == {"gt", "ge"}
	orders("-10", -9) == {"lt", "le"}
}

test_digits_beyond_any_float_count if {
	orders("9007199254740993", 9007199254740992) == {"gt", "ge"}
	orders("18446744073709551617", 18446744073709551618) == {"lt", "le"}
	orders("0.10000000000000000000000001", 0.1) == {"gt", "ge"}
	orders("100000000000000000000000000.0", 100000000000000000000000000) == {"eq", "le", "ge"}
}

test_spelling_does_not_count if {
	orders("+007.50", 7.5) == {"eq", "le", "ge"}
	orders("-0.0", 0) == {"eq", "le", "ge"}
}

test_one_of_several if holds("eq", [1, 2], "2") == true

test_what_is_no_number_satisfies_nothing if {
	every v in ["", "ten", "1e3", "Inf", "NaN", "0x10", "1_000", " 1", "1,5", "5.", "2024-05-01", "10.0.0.1"] {
		orders(v, 1) == set()
		c := {"family": "number", "name": "k", "compare": "eq", "numbers": [1], "mode": "none"}
		condition.fails({"condition": [c]}) with input.context as {"k": v}
	}
}

test_not_equal if {
	c := {"family": "number", "name": "k", "compare": "eq", "numbers": [1], "mode": "none"}
	not condition.fails({"condition": [c]}) with input.context as {"k": "2"}
	condition.fails({"condition": [c]}) with input.context as {"k": "1.0"}
}
