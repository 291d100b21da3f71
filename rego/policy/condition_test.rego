package denylab.condition_test

import data.denylab.condition

# asking is a condition on k with the value a, in a mode; more adds to it.
asking(mode, more) := object.union(
	{
		"mode": mode,
		"family": "string",
		"name": "k",
		"values": {"exact": {"a": true}},
		"operator": "StringEquals",
		"key": "K",
		"want": ["a"],
	},
	more,
)

# met is whether a statement with this one condition is met.
met(c, context) := m if {
	fails := condition.fails({"condition": [c]}) with input.context as context
	m := fails == false
}

test_no_condition_is_met if condition.fails({}) == false

test_conditions_are_anded if {
	both := {"condition": [asking("one", {}), asking("one", {"name": "l"})]}
	not condition.fails(both) with input.context as {"k": "a", "l": "a"}
	condition.fails(both) with input.context as {"k": "a", "l": "b"}
}

test_a_plain_operator_wants_one_value if {
	met(asking("one", {}), {"k": "a"}) == true
	met(asking("one", {}), {"k": "b"}) == false
	met(asking("one", {}), {"k": ["a"]}) == false
	met(asking("none", {}), {"k": ["b"]}) == false
	met(asking("one", {"values": {"any": true}}), {"k": ["a"]}) == false
}

test_negated if {
	met(asking("none", {}), {"k": "b"}) == true
	met(asking("none", {}), {"k": "a"}) == false
}

test_a_missing_key_meets_what_says_so if {
	every mode in ["one", "none", "any", "any_not"] {
		met(asking(mode, {"absent": true}), {}) == true
		met(asking(mode, {}), {}) == false
	}
}

test_a_multivalued_key_without_values_is_missing if {
	met(asking("any", {"absent": true}), {"k": []}) == true
	met(asking("any", {}), {"k": []}) == false
}

test_a_present_key_is_not_missing if {
	met(asking("one", {"absent": true}), {"k": "b"}) == false
	met(asking("any", {"absent": true}), {"k": [""]}) == false
}

test_for_any_value if {
	met(asking("any", {}), {"k": ["x", "a"]}) == true
	met(asking("any", {}), {"k": ["x"]}) == false
	met(asking("any", {}), {"k": "a"}) == true
	met(asking("any_not", {}), {"k": ["x", "a"]}) == true
	met(asking("any_not", {}), {"k": ["a"]}) == false
}

test_for_all_values if {
	met(asking("all", {}), {"k": ["a", "a"]}) == true
	met(asking("all", {}), {"k": ["a", "x"]}) == false
	met(asking("all", {}), {"k": "x"}) == false
	met(asking("none_of", {}), {"k": ["x", "y"]}) == true
	met(asking("none_of", {}), {"k": ["x", "a"]}) == false
}

test_an_unknown_operator_is_never_met if {
	met(asking("", {"family": "unknown"}), {"k": "a"}) == false
	met(asking("", {"family": "unknown"}), {}) == false
}

test_misses_explain_what_failed if {
	failing := asking("one", {})
	condition.misses({"condition": [failing, asking("none", {"operator": "StringNotEquals"})]}) == {{
		"element": "Condition",
		"operator": "StringEquals",
		"key": "K",
		"want": ["a"],
		"got": ["b"],
	}} with input.context as {"k": "b"}
	misses := condition.misses({"condition": [failing]}) with input.context as {}
	{miss.got | some miss in misses} == {[]}
	many := condition.misses({"condition": [failing]}) with input.context as {"k": ["a", "b"]}
	{miss.got | some miss in many} == {["a", "b"]}
}
