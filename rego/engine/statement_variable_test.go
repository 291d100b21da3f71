package engine

import "testing"

// conditions.md §4: policy variables.
func TestPolicyVariables(t *testing.T) {
	home := resources("arn:aws:s3:::bucket/${aws:username}/*")
	ann := resourceCall("arn:aws:s3:::bucket/ann/x")
	escape := resources("arn:aws:s3:::bucket/${aws:username}")
	team := resources("arn:aws:s3:::bucket/${aws:PrincipalTag/Team, 'none'}/*")
	runStatements(t, []statementRow{
		{name: "resource", statement: home, call: ann, context: has("aws:username", "ann"), want: true},
		{name: "resource of another", statement: home, call: ann, context: has("aws:username", "bob"), want: false},
		{name: "resource unresolved", statement: home, call: resourceCall("arn:aws:s3:::bucket//x"), want: false},
		{name: "resource unresolved, as text", statement: home, call: resourceCall("arn:aws:s3:::bucket/${aws:username}/x"), want: false},
		{name: "one pattern unresolved, another matches", statement: resources("arn:aws:s3:::bucket/${aws:username}", "arn:aws:s3:::bucket/k*"), want: true},
		{name: "NotResource unresolved spares nothing", statement: notResource("arn:aws:s3:::bucket/${aws:username}"), want: true},
		{name: "key without case", statement: resources("arn:aws:s3:::bucket/${AWS:UserName}/*"), call: ann, context: has("aws:username", "ann"), want: true},
		{name: "whole key", statement: escape, call: resourceCall("arn:aws:s3:::bucket/ann"), context: has("aws:username", "ann"), want: true},
		{name: "star in the value is a character", statement: escape, context: has("aws:username", "*"), want: false},
		{name: "star in the value matches itself", statement: escape, call: resourceCall("arn:aws:s3:::bucket/*"), context: has("aws:username", "*"), want: true},
		{name: "star in the value among wildcards", statement: resources("arn:aws:s3:::b*/${aws:username}/?"),
			call: resourceCall("arn:aws:s3:::bucket/ann/x"), context: has("aws:username", "a*"), want: false},
		{name: "metacharacters in the value", statement: resources("arn:aws:s3:::b*/${aws:username}/?"),
			call: resourceCall(`arn:aws:s3:::bucket/a.(b)[c]{d}^$+|\?*/x`), context: has("aws:username", `a.(b)[c]{d}^$+|\?*`), want: true},
		{name: "a dot in the value is a dot", statement: resources("arn:aws:s3:::b*/${aws:username}/?"),
			call: resourceCall("arn:aws:s3:::bucket/aXb/x"), context: has("aws:username", "a.b"), want: false},
		{name: "slash in the value", statement: escape, call: resourceCall("arn:aws:s3:::bucket/a/b"), context: has("aws:username", "a/b"), want: true},
		{name: "two variables", statement: resources("arn:aws:s3:::${aws:PrincipalTag/b}/${aws:username}*"),
			context: map[string]any{"aws:principaltag/b": "bucket", "aws:username": "ke"}, want: true},
		{name: "variable after stars in the first parts", statement: resources("arn:aws:kms:*:*:key/${aws:PrincipalTag/KmsKeyId}"),
			call: resourceCall("arn:aws:kms:us-east-1:111122223333:key/k-1"), context: has("aws:principaltag/kmskeyid", "k-1"), want: true},
		{name: "before the fifth colon it is text", statement: resources("arn:aws:iam::${aws:PrincipalAccount}:role/x"),
			call: resourceCall("arn:aws:iam::111122223333:role/x"), context: has("aws:principalaccount", "111122223333"), want: false},
		{name: "a whole resource is no place for one", statement: resources("${aws:ResourceArn}"),
			context: has("aws:resourcearn", "arn:aws:s3:::bucket/key"), want: false},

		{name: "default of a missing key", statement: team, call: resourceCall("arn:aws:s3:::bucket/none/x"), want: true},
		{name: "default not used for a present key", statement: team, call: resourceCall("arn:aws:s3:::bucket/none/x"),
			context: has("aws:principaltag/team", "red"), want: false},
		{name: "default without space", statement: resources("arn:aws:s3:::bucket/${aws:username,'key'}"), want: true},
		{name: "default with a brace", statement: resources("arn:aws:s3:::bucket/${aws:username, '}'}"), call: resourceCall("arn:aws:s3:::bucket/}"), want: true},
		{name: "star in a default is a character", statement: resources("arn:aws:s3:::bucket/${aws:username, '*'}"), want: false},
		{name: "default without quotes", statement: resources("arn:aws:s3:::bucket/${aws:username, key}"), want: false},
		{name: "multivalued keys are no variables", statement: escape, call: resourceCall("arn:aws:s3:::bucket/ann"),
			context: hasMany("aws:username", "ann"), want: false},
		{name: "never closed is text", statement: resources("arn:aws:s3:::bucket/${aws"), call: resourceCall("arn:aws:s3:::bucket/${aws"), want: true},
		{name: "empty", statement: resources("arn:aws:s3:::bucket/${}"), call: resourceCall("arn:aws:s3:::bucket/"), want: false},

		{name: "2008-10-17 knows none", version: "2008-10-17", statement: home, call: ann, context: has("aws:username", "ann"), want: false},
		{name: "2008-10-17 reads text", version: "2008-10-17", statement: home, call: resourceCall("arn:aws:s3:::bucket/${aws:username}/x"), want: true},
		{name: "without Version it is 2008-10-17", version: "none", statement: home, call: ann, context: has("aws:username", "ann"), want: false},
		{name: "2008-10-17 knows no escapes", version: "none", statement: resources("arn:aws:s3:::bucket/${*}"), call: resourceCall("arn:aws:s3:::bucket/${key}"), want: true},
		{name: "2008-10-17 condition", version: "none", statement: when("StringEquals s3:prefix", "${aws:username}"),
			context: map[string]any{"s3:prefix": "ann", "aws:username": "ann"}, want: false},
	})
}

// conditions.md §4: variables in condition values, by operator.
func TestPolicyVariablesInConditions(t *testing.T) {
	ann := func(key, value string) map[string]any {
		return map[string]any{key: value, "aws:username": "Ann", "aws:principalaccount": "111122223333"}
	}
	runStatements(t, []statementRow{
		{name: "StringEquals", statement: when("StringEquals k", "${aws:username}/"), context: ann("k", "Ann/"), want: true},
		{name: "StringEquals star stays text", statement: when("StringEquals k", "${aws:username}*"), context: ann("k", "Ann*"), want: true},
		{name: "StringLike", statement: when("StringLike k", "home/${aws:username}/*"), context: ann("k", "home/Ann/x"), want: true},
		{name: "StringLike star in the middle", statement: when("StringLike k", "*/${aws:username}/?"), context: ann("k", "home/Ann/x"), want: true},
		{name: "StringNotLike", statement: when("StringNotLike k", "home/${aws:username}/*"), context: ann("k", "home/Ann/x"), want: false},
		{name: "StringEqualsIgnoreCase", statement: when("StringEqualsIgnoreCase k", "X-${aws:username}"), context: ann("k", "x-aNN"), want: true},
		{name: "escaped star", statement: when("StringLike k", "${*}"), context: ann("k", "x"), want: false},
		{name: "escaped star matches itself", statement: when("StringLike k", "${*}"), context: ann("k", "*"), want: true},
		{name: "unresolved", statement: when("StringLike k", "*${aws:userid}"), context: ann("k", "x"), want: false},
		{name: "unresolved, negated", statement: when("StringNotEquals k", "${aws:userid}"), context: ann("k", "x"), want: true},
		{name: "unresolved, negated, another value matches", statement: when("StringNotEquals k", "${aws:userid}", "x"), context: ann("k", "x"), want: false},
		{name: "ArnLike account", statement: when("ArnLike k", "arn:aws:iam::${aws:PrincipalAccount}:role/*"),
			context: ann("k", "arn:aws:iam::111122223333:role/r"), want: true},
		{name: "ArnLike part ends", statement: when("ArnLike k", "arn:*:${aws:PrincipalAccount}:role/?"),
			context: ann("k", "arn:aws:iam::111122223333:role/r"), want: false},
		{name: "ArnLike whole ARN", statement: when("ArnEquals k", "${aws:PrincipalArn}/*"), context: map[string]any{
			"k": "arn:aws:iam::1:role/r/a:b", "aws:principalarn": "arn:aws:iam::1:role/r"}, want: true},
		{name: "ArnLike of no ARN", statement: when("ArnEquals k", "${aws:username}"), context: ann("k", "Ann"), want: false},
		{name: "ArnLike unresolved", statement: when("ArnNotLike k", "arn:aws:iam::${aws:SourceAccount}:*"),
			context: ann("k", "arn:aws:iam::1:role/r"), want: true},
		{name: "Bool", statement: when("Bool k", "${aws:ViaAWSService}"), context: map[string]any{"k": "true", "aws:viaawsservice": "True"}, want: true},
		{name: "not in Numeric", statement: when("NumericEquals k", "${s3:max-keys}"), context: map[string]any{"k": "1", "s3:max-keys": "1"}, want: false},
		{name: "not in Date", statement: when("DateEquals k", "${aws:CurrentTime}"), context: map[string]any{"k": "2024", "aws:currenttime": "2024"}, want: false},
		{name: "not in IpAddress", statement: when("IpAddress k", "${aws:SourceIp}"), context: map[string]any{"k": "10.0.0.1", "aws:sourceip": "10.0.0.1"}, want: false},
		{name: "not in a key", statement: when("StringEquals ${k}", "v"), context: map[string]any{"k": "real", "real": "v"}, want: false},
	})
}
