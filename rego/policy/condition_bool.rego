# Bool: "true" or "false" in any case. The values are in lower case.
package denylab.condition

import data.denylab.pattern

fits(c, v) if {
	c.family == "bool"
	text := lower(v)
	text in {"true", "false"}
	pattern.matches(c.values, text)
}
