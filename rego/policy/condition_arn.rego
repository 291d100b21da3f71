# ArnEquals and ArnLike, which are the same: an ARN is compared part by part, the
# parts being the texts before the first five ":" and the rest. The normaliser
# wrote the patterns so that a wildcard stays within its part.
package denylab.condition

import data.denylab.pattern

fits(c, v) if {
	c.family == "arn"
	pattern.matches(c.values, v)
}
