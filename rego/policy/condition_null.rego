# Null: "true" asks that the call does not have the key, which the condition
# says by absent; "false" that it does. Both may be asked: then it is always met.
package denylab.condition

met(c) if {
	c.mode == "present"
	has_value(c.name)
}
