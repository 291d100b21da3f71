package denylab.pattern_test

import data.denylab.pattern

test_any_matches_everything if pattern.matches({"any": true}, "")

test_exact_is_the_whole_text if {
	m := {"exact": {"s3:getobject": true}}
	pattern.matches(m, "s3:getobject")
	not pattern.matches(m, "s3:getobjectacl")
}

test_prefix_crosses_slashes_and_colons if {
	m := {"prefix": ["arn:aws:s3:::logs/", "arn:aws:s3:::bucket/"]}
	pattern.matches(m, "arn:aws:s3:::bucket/a/b:c")
	not pattern.matches(m, "arn:aws:s3:::bucket")
}

test_affix_ends_do_not_overlap if {
	m := {"affix": [{"prefix": "ab", "suffix": "bc", "min": 4}]}
	pattern.matches(m, "abbc")
	pattern.matches(m, "abxbc")
	not pattern.matches(m, "abc")
	not pattern.matches(m, "abbcd")
	not pattern.matches(m, "xabbc")
}

test_regex_is_anchored_by_the_normaliser if {
	m := {"regex": [`^(?s:x)$`, `^(?s:a.b)$`]}
	pattern.matches(m, "a\nb")
	not pattern.matches(m, "a\nb\n")
}

test_template_is_filled if {
	m := {"template": [{"form": "exact", "pieces": ["home/", {"key": "aws:username"}]}]}
	pattern.matches(m, "home/ann") with input.context as {"aws:username": "ann"}
	not pattern.matches(m, "home/ann") with input.context as {"aws:username": "bob"}
}

test_no_patterns_match_nothing if not pattern.matches({}, "")
