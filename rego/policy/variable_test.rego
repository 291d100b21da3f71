package denylab.variable_test

import data.denylab.variable

user := {"key": "aws:username"}

ann := {"aws:username": "Ann"}

template(form, pieces) := {"form": form, "pieces": pieces}

test_exact if {
	variable.matches(template("exact", ["home/", user]), "home/Ann") with input.context as ann
	not variable.matches(template("exact", ["home/", user]), "home/ann") with input.context as ann
}

# Only an arn template's "(*)" is a wildcard.
test_exact_has_no_wildcards if not variable.matches(template("exact", ["a:b:c:d:e:(*)"]), "a:b:c:d:e:f")

# The text comes in lower case.
test_fold if {
	variable.matches(template("fold", ["x-", user]), "x-ann") with input.context as ann
	not variable.matches(template("fold", ["x-", user]), "x-bob") with input.context as ann
}

test_prefix if {
	variable.matches(template("prefix", ["home/", user, "/"]), "home/Ann/x") with input.context as ann
	not variable.matches(template("prefix", ["home/", user, "/"]), "home/Annie") with input.context as ann
}

test_regex_takes_the_value_literally if {
	t := template("regex", ["^(?s:.*/", user, "/.)$"])
	tricky := `a.+*?()[]{}|^$\b`
	variable.matches(t, concat("", ["x/", tricky, "/y"])) with input.context as {"aws:username": tricky}
	not variable.matches(t, "x/aXb/y") with input.context as {"aws:username": "a.b"}
	not variable.matches(t, "x/anything/y") with input.context as {"aws:username": ".*"}
}

test_arn_wildcards_stay_within_the_first_parts if {
	account := {"aws:principalaccount": "111122223333"}
	t := template("arn", ["arn:aws:(*):(?):", {"key": "aws:principalaccount"}, ":role/(*)(?)"])
	variable.matches(t, "arn:aws:iam:x:111122223333:role/a:b") with input.context as account
	not variable.matches(t, "arn:aws:iam:xy:111122223333:role/a") with input.context as account
	not variable.matches(t, "arn:aws:iam:x:y:111122223333:role/a") with input.context as account
}

# The value brings the ":" that end the parts, so the star is in the last one.
test_arn_parts_are_those_of_the_filled_text if {
	t := template("arn", [{"key": "aws:principalarn"}, "/(*)"])
	context := {"aws:principalarn": "arn:aws:iam::111122223333:role/r"}
	variable.matches(t, "arn:aws:iam::111122223333:role/r/a:b") with input.context as context
}

test_arn_needs_six_parts if {
	t := template("arn", [user])
	not variable.matches(t, "Ann") with input.context as ann
	not variable.matches(template("arn", ["a:b"]), "a:b:")
}

test_unresolved_matches_nothing if {
	every form in ["exact", "fold", "prefix", "regex", "arn"] {
		not variable.matches(template(form, [user]), "") with input.context as {}
	}
}

test_default_stands_in_for_a_missing_key_only if {
	t := template("exact", [{"key": "aws:username", "default": "none"}])
	variable.matches(t, "none") with input.context as {}
	not variable.matches(t, "none") with input.context as ann
	not variable.matches(t, "none") with input.context as {"aws:username": ["Ann"]}
}

test_multivalued_keys_are_no_variables if {
	not variable.matches(template("exact", [user]), "Ann") with input.context as {"aws:username": ["Ann"]}
}

# Where no pattern of RE2 is made, nothing is quoted.
test_values_are_not_quoted if {
	every form in ["exact", "prefix", "fold"] {
		variable.matches(template(form, ["x/", user]), "x/a.b") with input.context as {"aws:username": "a.b"}
	}
}

test_arn_wildcards_of_the_last_part if {
	account := {"aws:principalaccount": "111122223333"}
	one := template("arn", ["arn:aws:iam::", {"key": "aws:principalaccount"}, ":role/(?)"])
	variable.matches(one, "arn:aws:iam::111122223333:role/a") with input.context as account
	not variable.matches(one, "arn:aws:iam::111122223333:role/") with input.context as account
	group := template("arn", ["arn:aws:logs:us-east-1:", {"key": "aws:principalaccount"}, ":log-group:app:(*)"])
	variable.matches(group, "arn:aws:logs:us-east-1:111122223333:log-group:app:a") with input.context as account
	not variable.matches(group, "arn:aws:logs:us-east-1:111122223333:log-group-app:a") with input.context as account
}

test_five_parts_are_too_few if {
	not variable.matches(template("arn", ["a:b:c:d:e"]), "a:b:c:d:e:")
	not variable.matches(template("arn", ["a:b:c:d:e"]), "a:b:c:d:e")
}
