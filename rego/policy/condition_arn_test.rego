package denylab.condition_arn_test

import data.denylab.condition

holds(c, v) := h if {
	fails := condition.fails({"condition": [object.union({"name": "k", "mode": "one"}, c)]}) with input.context as {"k": v}
	h := fails == false
}

roles := {"family": "arn", "values": {"regex": [`^(?s:arn:aws:iam:[^:]*:[^:]*:role/.*)$`]}}

test_arn_like if {
	holds(roles, "arn:aws:iam::111122223333:role/a:b") == true
	holds(roles, "arn:aws:iam::1:2:role/a") == false
}

test_arn_not_like if {
	other := object.union(roles, {"mode": "none"})
	holds(other, "arn:aws:iam::111122223333:role/a") == false
	holds(other, "arn:aws:iam::111122223333:user/a") == true
	holds(other, "no ARN") == true
}
