# IpAddress: the address lies in one of the ranges. ranges are CIDRs of IPv4 or
# IPv6; a lone address was made one of /32 or /128.
package denylab.condition

fits(c, v) if {
	c.family == "ip"
	not contains(v, "/")
	some range in c.ranges
	net.cidr_contains(range, v)
}

is_ip(v) if {
	not contains(v, "/")
	some everything in ["0.0.0.0/0", "::/0"]
	net.cidr_contains(everything, v)
}
