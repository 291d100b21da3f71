# BinaryEquals: the bytes are compared, not their base64. The values are an
# object {base64: true} in the standard spelling.
package denylab.condition

fits(c, v) if {
	c.family == "binary"
	base64.is_valid(v)
	c.binaries[base64.encode(base64.decode(v))]
}
