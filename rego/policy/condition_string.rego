# StringEquals, StringLike and their kin. A value is a pattern (pattern.rego);
# the Equals operators know no wildcards, so the normaliser wrote theirs exact.
package denylab.condition

import data.denylab.pattern

string_matches(c, v) if pattern.matches(c.values, v)

# StringEqualsIgnoreCase: the values are in lower case.
fold_matches(c, v) if pattern.matches(c.values, lower(v))
