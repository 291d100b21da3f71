# Matching a text against the patterns of one element of a statement.
#
# IAM knows two wildcards: "*" for any run of characters and "?" for exactly
# one; both cross "/" and ":". The engine's normaliser has sorted the patterns
# of an element into the cheapest form that can hold each, so that most are
# answered by a look-up or a prefix:
#
#   any       true: one pattern matches everything
#   exact     {text: true}
#   prefix    [text]: the pattern was text and "*"
#   affix     [{prefix, suffix, min}]: one "*" in the middle; min counts characters
#   regex     [RE2], anchored
#   template  [pattern with policy variables], see variable.rego
package denylab.pattern

import data.denylab.variable

# matches is true when one of m's patterns matches text.
matches(m, _) if m.any

matches(m, text) if m.exact[text]

matches(m, text) if strings.any_prefix_match(text, m.prefix)

matches(m, text) if {
	some a in m.affix
	startswith(text, a.prefix)
	endswith(text, a.suffix)

	# "ab*bc" must not match "abc": the two ends may not overlap.
	count(text) >= a.min
}

matches(m, text) if {
	some r in m.regex
	regex.match(r, text)
}

matches(m, text) if {
	some t in m.template
	variable.matches(t, text)
}
