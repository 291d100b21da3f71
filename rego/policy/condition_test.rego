package denylab.condition_test

import data.denylab.condition

# equals is StringEquals k a with more fields.
equals(more) := object.union(
	{
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
met(c, context) := holds if {
	holds := condition.holds({"condition": [c]}) with input.context as context
}

test_no_condition_is_met if condition.holds({})

test_conditions_are_anded if {
	both := {"condition": [equals({}), equals({"name": "l"})]}
	condition.holds(both) with input.context as {"k": "a", "l": "a"}
	not condition.holds(both) with input.context as {"k": "a", "l": "b"}
}

test_a_plain_operator_wants_one_value if {
	met(equals({}), {"k": "a"}) == true
	met(equals({}), {"k": "b"}) == false
	met(equals({}), {"k": ["a"]}) == false
	met(equals({"negated": true}), {"k": ["b"]}) == false
}

test_negated if {
	met(equals({"negated": true}), {"k": "b"}) == true
	met(equals({"negated": true}), {"k": "a"}) == false
}

test_missing_key if {
	met(equals({}), {}) == false
	met(equals({"negated": true}), {}) == true
	met(equals({"if_exists": true}), {}) == true
	met(equals({"if_exists": true, "negated": true}), {}) == true
	met(equals({"set": "all"}), {}) == true
	met(equals({"set": "any"}), {}) == false
	met(equals({"set": "any", "negated": true}), {}) == false
	met(equals({"set": "any", "if_exists": true}), {}) == true
}

test_a_multivalued_key_without_values_is_missing if {
	met(equals({"set": "all"}), {"k": []}) == true
	met(equals({"set": "any"}), {"k": []}) == false
}

test_if_exists_on_a_present_key_is_the_operator if {
	met(equals({"if_exists": true}), {"k": "b"}) == false
}

test_for_any_value if {
	met(equals({"set": "any"}), {"k": ["x", "a"]}) == true
	met(equals({"set": "any"}), {"k": ["x"]}) == false
	met(equals({"set": "any"}), {"k": "a"}) == true
	met(equals({"set": "any", "negated": true}), {"k": ["x", "a"]}) == true
	met(equals({"set": "any", "negated": true}), {"k": ["a"]}) == false
}

test_for_all_values if {
	met(equals({"set": "all"}), {"k": ["a", "a"]}) == true
	met(equals({"set": "all"}), {"k": ["a", "x"]}) == false
	met(equals({"set": "all", "negated": true}), {"k": ["x", "y"]}) == true
	met(equals({"set": "all", "negated": true}), {"k": ["x", "a"]}) == false
}

test_an_unknown_operator_is_never_met if {
	met(equals({"family": "unknown"}), {"k": "a"}) == false
	every more in [{"if_exists": true}, {"set": "all"}, {"negated": true}] {
		met(equals(object.union({"family": "unknown"}, more)), {}) == false
	}
}

test_misses_explain_what_failed if {
	failing := equals({})
	condition.misses({"condition": [failing, equals({"negated": true})]}) == {{
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
