# NumericEquals, NumericLessThan and so on: integers and decimals of any size,
# compared exactly. compare is "eq", "lt", "le", "gt" or "ge"; numbers are the
# values that could be read.
package denylab.condition

fits(c, v) if {
	c.family == "number"
	n := number(v)
	some want in c.numbers
	ordered(c.compare, n, want)
}

# number reads a decimal, which may have a sign and leading zeros; undefined for
# any other text.
number(v) := to_number(concat("", [m[1], m[2]])) if {
	some m in regex.find_all_string_submatch_n(`^(?:\+|(-))?0*([0-9]+(?:\.[0-9]+)?)$`, v, 1)
}

ordered("eq", a, b) if a == b

ordered("lt", a, b) if a < b

ordered("le", a, b) if a <= b

ordered("gt", a, b) if a > b

ordered("ge", a, b) if a >= b
