# StringEquals, StringLike and their kin. A value is a pattern (pattern.rego);
# the Equals operators know no wildcards, so the normaliser wrote theirs exact.
package denylab.condition

import data.denylab.pattern

fits(c, v) if {
	c.family == "string"
	pattern.matches(c.values, v)
}

# StringEqualsIgnoreCase: the values are in lower case.
fits(c, v) if {
	c.family == "fold"
	pattern.matches(c.values, lower(v))
}
