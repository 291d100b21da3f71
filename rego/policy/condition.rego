# The Condition element
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
#
# A normalised condition is one operator with one key:
#
#   operator, key, want  as written, for explanations
#   name                 the key in lower case, as in input.context
#   family               string, fold, arn, bool, number, date, ip, binary, null; "unknown" never holds
#   set                  "any" (ForAnyValue) or "all" (ForAllValues), else absent
#   if_exists, negated   true, else absent
#
# and the values in the form that its family's file describes. All conditions
# of a statement must hold.
package denylab.condition

# holds is true when every condition of s is met.
default holds(_) := false

holds(s) if not s.condition

holds(s) if not fails(s)

fails(s) if {
	some c in s.condition
	not met(c)
}

# misses is the set of conditions of s that are not met.
misses(s) := {miss |
	some c in s.condition
	not met(c)
	miss := {"element": "Condition", "operator": c.operator, "key": c.key, "want": c.want, "got": values(c.name)}
}

# values are the values that the call has for a key; none if it has not the key.
default values(_) := []

values(name) := input.context[name] if is_array(input.context[name])

values(name) := [input.context[name]] if is_string(input.context[name])

met(c) if {
	c.family == "null"
	null_met(c)
}

met(c) if {
	c.family != "null"
	has_value(c.name)
	present_met(c)
}

met(c) if {
	c.family != "null"
	not has_value(c.name)
	absent_met(c)
}

# A multivalued key without a value counts as missing.
has_value(name) if is_string(input.context[name])

has_value(name) if input.context[name][0]

# A missing key meets what was written to hold IfExists, ForAllValues because
# no value breaks it, and a negated operator, except under ForAnyValue, which
# wants a value.
absent_met(c) if {
	known(c)
	c.if_exists
}

absent_met(c) if {
	known(c)
	c.set == "all"
}

absent_met(c) if {
	known(c)
	c.negated
	not c.set
}

known(c) if c.family != "unknown"

# A plain operator cannot be applied to a multivalued key.
present_met(c) if {
	not c.set
	is_string(input.context[c.name])
	accepts(c, input.context[c.name])
}

present_met(c) if {
	c.set == "any"
	some v in values(c.name)
	accepts(c, v)
}

present_met(c) if {
	c.set == "all"
	not one_refused(c)
}

one_refused(c) if {
	some v in values(c.name)
	not accepts(c, v)
}

# accepts says whether one value of the call satisfies c: it is one of c's
# values, or, for a negated operator, none of them.
accepts(c, v) if {
	not c.negated
	equal_to_one(c, v)
}

accepts(c, v) if {
	c.negated
	readable(c, v)
	not equal_to_one(c, v)
}

# equal_to_one is true when v matches one of c's values under c's operator.
equal_to_one(c, v) if {
	c.family == "string"
	string_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "fold"
	fold_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "arn"
	arn_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "bool"
	bool_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "number"
	number_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "date"
	date_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "ip"
	ip_matches(c, v)
}

equal_to_one(c, v) if {
	c.family == "binary"
	binary_matches(c, v)
}

# A value of the call that is not of the operator's type satisfies neither the
# operator nor its negation.
readable(c, _) if c.family in {"string", "fold", "arn"}

readable(c, v) if {
	c.family == "number"
	number(v)
}

readable(c, v) if {
	c.family == "date"
	date(v)
}

readable(c, v) if {
	c.family == "ip"
	is_ip(v)
}
