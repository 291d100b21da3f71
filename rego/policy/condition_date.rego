# DateEquals, DateLessThan and so on: instants, written in a form of ISO 8601
# (https://www.w3.org/TR/NOTE-datetime) or as seconds since 1970.
#
# An instant is [seconds since 1970, fraction], the fraction being its decimal
# digits without trailing zeros; arrays compare from the left, so instants
# compare in time. compare is as in condition_number.rego; dates are the values
# that could be read.
package denylab.condition

fits(c, v) if {
	c.family == "date"
	instant := date(v)
	some want in c.dates
	ordered(c.compare, instant, want)
}

# date reads an instant; undefined for any other text. Four digits are a year.
date(v) := [to_number(parts[0][1]), trim_right(parts[0][2], "0")] if {
	not regex.match(`^[0-9]{4}$`, v)
	parts := regex.find_all_string_submatch_n(`^(0|[1-9][0-9]*)(?:\.([0-9]+))?$`, v, 1)
}

date(v) := [seconds, trim_right(p[7], "0")] if {
	parts := regex.find_all_string_submatch_n(iso8601, v, 1)
	p := parts[0]
	year := to_number(p[1])
	text := concat("", [
		format_int(calendar_year(year), 10), "-", or_else(p[2], "01"), "-", or_else(p[3], "01"),
		"T", or_else(p[4], "00"), ":", or_else(p[5], "00"), ":", or_else(p[6], "00"), or_else(p[8], "Z"),
	])
	seconds := (time.parse_rfc3339_ns(text) / 1000000000) + ((year - calendar_year(year)) * seconds_per_year)
}

iso8601 := concat("", [
	`^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})`,
	`(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?$`,
])

or_else("", other) := other

or_else(text, _) := text if text != ""

# The clock of time.parse_rfc3339_ns ends in 2262. The Gregorian calendar
# repeats every 400 years, so any year is read as its likeness in 1800–2199.
calendar_year(year) := ((year + 200) % 400) + 1800

# The mean over those 400 years.
seconds_per_year := 31556952
