package denylab.condition_binary_test

import data.denylab.condition

holds(v) := h if {
	c := {"family": "binary", "mode": "one", "name": "k", "binaries": {"QQ==": true, "//79": true}}
	fails := condition.fails({"condition": [c]}) with input.context as {"k": v}
	h := fails == false
}

test_bytes_are_compared if {
	holds("QQ==") == true
	holds("QR==") == true
	holds("Qg==") == false
}

test_bytes_need_be_no_text if {
	holds("//79") == true
	holds("//78") == false
}

test_no_base64_matches_nothing if holds("%") == false
