# Policy variables: ${aws:username} and its like, whose values come from the
# call (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
#
# A template is a pattern cut into pieces, each a text or {"key", "default"}:
#
#   form    exact, fold (without case), prefix, regex or arn
#   pieces  texts are literal for exact, fold and prefix, RE2 for regex and arn
#
# The value of a variable is literal: a "*" in it is no wildcard. A template
# with a variable that the call has no value for matches nothing.
package denylab.variable

# matches is true when the template t, filled in, matches text.
matches(t, text) if {
	t.form == "exact"
	text == filled(t.pieces)
}

matches(t, text) if {
	t.form == "fold"
	text == lower(filled(t.pieces))
}

matches(t, text) if {
	t.form == "prefix"
	startswith(text, filled(t.pieces))
}

matches(t, text) if {
	t.form == "regex"
	regex.match(filled_regex(t.pieces), text)
}

# An ARN's first five parts end at a ":", which wildcards there do not cross.
# Where those parts end is known only once the variables have their values, so
# wildcards are written "(*)" and "(?)" until then: no quoted text holds these.
matches(t, text) if {
	t.form == "arn"
	parts := split(filled_regex(t.pieces), ":")
	count(parts) > 5
	head := strings.replace_n(within_part, concat(":", array.slice(parts, 0, 5)))
	tail := strings.replace_n(across_parts, concat(":", array.slice(parts, 5, count(parts))))
	regex.match(concat("", ["^(?s:", head, ":", tail, ")$"]), text)
}

within_part := {"(*)": "[^:]*", "(?)": "[^:]"}

across_parts := {"(*)": ".*", "(?)": "."}

# filled is the pieces' text with every variable replaced by its value;
# undefined when one has none.
filled(pieces) := concat("", texts) if {
	texts := [text | some p in pieces; text := piece(p)]
	count(texts) == count(pieces)
}

filled_regex(pieces) := concat("", texts) if {
	texts := [text | some p in pieces; text := piece_regex(p)]
	count(texts) == count(pieces)
}

piece(p) := p if is_string(p)

piece(p) := value(p)

piece_regex(p) := p if is_string(p)

piece_regex(p) := strings.replace_n(quote, value(p))

# value is a variable's value. Multivalued keys cannot be used as variables.
value(p) := v if {
	v := input.context[p.key]
	is_string(v)
}

value(p) := p.default if not input.context[p.key]

# quote makes a text match itself in RE2.
quote := {
	`\`: `\\`,
	`.`: `\.`,
	`+`: `\+`,
	`*`: `\*`,
	`?`: `\?`,
	`(`: `\(`,
	`)`: `\)`,
	`[`: `\[`,
	`]`: `\]`,
	`{`: `\{`,
	`}`: `\}`,
	`|`: `\|`,
	`^`: `\^`,
	`$`: `\$`,
}
