package denylab.condition_ip_test

import data.denylab.condition

ranges := {"family": "ip", "mode": "one", "name": "k", "ranges": ["10.0.0.0/8", "2001:db8::/32"]}

outside := object.union(ranges, {"mode": "none"})

holds(c, v) := h if {
	fails := condition.fails({"condition": [c]}) with input.context as {"k": v}
	h := fails == false
}

test_ip_address if {
	holds(ranges, "10.1.2.3") == true
	holds(ranges, "2001:DB8:1::1") == true
	holds(ranges, "192.0.2.1") == false
}

test_not_ip_address if {
	holds(outside, "192.0.2.1") == true
	holds(outside, "2001:db9::1") == true
	holds(outside, "10.1.2.3") == false
}

test_what_is_no_address_satisfies_neither if {
	every v in ["", "AWS Internal", "10.0.0.0/9", "10.0.0", "7", "2024-05-01"] {
		holds(ranges, v) == false
		holds(outside, v) == false
	}
}
