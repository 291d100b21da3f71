# Null: "true" asks that the call does not have the key, "false" that it does.
# nulls are the values that could be read, as booleans.
package denylab.condition

null_met(c) if {
	true in c.nulls
	not has_value(c.name)
}

null_met(c) if {
	false in c.nulls
	has_value(c.name)
}
