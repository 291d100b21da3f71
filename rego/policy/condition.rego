# The Condition element
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
#
# A normalised condition is one operator with one key:
#
#   operator, key, want  as written, for explanations
#   name                 the key in lower case, as in input.context
#   mode                 which of the call's values must be equal to a value of the condition:
#                          one, none    the one of a single-valued key, or not that (StringNotEquals)
#                          any, any_not  ForAnyValue: at least one, or at least one not
#                          all, none_of  ForAllValues: every one, or not one
#                          present       Null "false": there is a value
#                        and absent if no value does (Null "true", an unknown operator)
#   absent               true if a call without the key meets the condition
#   set                  "any" (ForAnyValue) or "all" (ForAllValues), else absent
#   if_exists, negated   true, else absent; like set, mode and absent follow from them
#   family               what equal means: string, fold, arn, bool, number, date, ip, binary
#
# and the values in the form that its family's file describes. All conditions
# of a statement must be met.
package denylab.condition

# fails is true when a condition of s is not met.
default fails(_) := false

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
	c.absent
	not has_value(c.name)
}

# A plain operator cannot be applied to a multivalued key.
met(c) if {
	c.mode == "one"
	v := input.context[c.name]
	is_string(v)
	fits(c, v)
}

met(c) if {
	c.mode == "none"
	v := input.context[c.name]
	is_string(v)
	differs(c, v)
}

met(c) if {
	c.mode == "any"
	some v in values(c.name)
	fits(c, v)
}

met(c) if {
	c.mode == "any_not"
	some v in values(c.name)
	differs(c, v)
}

met(c) if {
	c.mode == "all"
	not one_misfit(c)
}

met(c) if {
	c.mode == "none_of"
	not one_fit(c)
}

# A multivalued key without a value counts as missing.
has_value(name) if is_string(input.context[name])

has_value(name) if input.context[name][0]

one_misfit(c) if {
	some v in values(c.name)
	not fits(c, v)
}

one_fit(c) if {
	some v in values(c.name)
	not differs(c, v)
}

# fits(c, v), of one value of the call, is in the families' files.

# differs is what a negated operator asks: v is none of c's values. A value of
# the call that is not of the operator's type satisfies neither the operator nor
# its negation.
differs(c, v) if {
	readable(c, v)
	not fits(c, v)
}

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
