# BinaryEquals: the bytes are compared, not their base64. The values are an
# object {base64: true} in the standard spelling.
package denylab.condition

binary_matches(c, v) if {
	base64.is_valid(v)
	c.binaries[base64.encode(base64.decode(v))]
}
