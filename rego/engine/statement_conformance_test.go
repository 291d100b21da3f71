package engine

import (
	"fmt"
	"testing"
)

// What each operator says of a key that the call does not have, alone, with
// IfExists and in a set
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
func TestEveryOperatorOnAMissingKey(t *testing.T) {
	for _, o := range []struct {
		operator, value string
		negated         bool
	}{
		{"StringEquals", "a", false},
		{"StringNotEquals", "a", true},
		{"StringEqualsIgnoreCase", "a", false},
		{"StringNotEqualsIgnoreCase", "a", true},
		{"StringLike", "*", false},
		{"StringNotLike", "*", true},
		{"NumericEquals", "1", false},
		{"NumericNotEquals", "1", true},
		{"NumericLessThan", "1", false},
		{"NumericLessThanEquals", "1", false},
		{"NumericGreaterThan", "1", false},
		{"NumericGreaterThanEquals", "1", false},
		{"DateEquals", "2024", false},
		{"DateNotEquals", "2024", true},
		{"DateLessThan", "2024", false},
		{"DateLessThanEquals", "2024", false},
		{"DateGreaterThan", "2024", false},
		{"DateGreaterThanEquals", "2024", false},
		{"Bool", "false", false},
		{"BinaryEquals", "QQ==", false},
		{"IpAddress", "0.0.0.0/0", false},
		{"NotIpAddress", "0.0.0.0/0", true},
		{"ArnEquals", "arn:aws:iam::*:role/*", false},
		{"ArnLike", "arn:aws:iam::*:role/*", false},
		{"ArnNotEquals", "arn:aws:iam::*:role/*", true},
		{"ArnNotLike", "arn:aws:iam::*:role/*", true},
	} {
		of := func(prefix, suffix string, want bool) statementRow {
			operator := prefix + o.operator + suffix
			return statementRow{name: operator, statement: when(operator+" k", o.value), want: want}
		}
		runStatements(t, []statementRow{
			of("", "", o.negated),
			of("", "IfExists", true),
			of("ForAllValues:", "", true),
			of("ForAllValues:", "IfExists", true),
			of("ForAnyValue:", "", false),
			of("ForAnyValue:", "IfExists", true),
		})
	}
}

// A plain operator is not for multivalued keys, whatever their values.
func TestPlainOperatorsOnMultivaluedKeys(t *testing.T) {
	for operator, value := range map[string]string{
		"StringEquals": "a", "StringNotEquals": "x", "StringLike": "*", "StringNotLike": "x",
		"ArnLike": "*", "ArnNotLike": "arn:aws:s3:::x", "Bool": "true", "NumericNotEquals": "7",
	} {
		runStatements(t, []statementRow{
			{name: operator, statement: when(operator+" k", value), context: hasMany("k", "a"), want: false},
			{name: operator + "IfExists", statement: when(operator+"IfExists k", value), context: hasMany("k", "a", "b"), want: false},
		})
	}
}

// Characters that other pattern languages give a meaning have none.
func TestObjectKeysAreLiteral(t *testing.T) {
	for i, key := range []string{"*", "?", "a*b", "a\nb", "a\r\nb", "a\tb", "中文/ключ", "\U0001f600", "a%2Fb", "a+b", "[a]", "{a,b}", `a\b`, "^$", "${x}", "..//."} {
		call := resourceCall("arn:aws:s3:::bucket/" + key)
		runStatements(t, []statementRow{
			{name: fmt.Sprint(i, " all objects"), statement: resources("arn:aws:s3:::bucket/*"), call: call, want: true},
			{name: fmt.Sprint(i, " between wildcards"), statement: resources("arn:aws:s3:::b*t/*"), call: call, want: true},
			{name: fmt.Sprint(i, " an object of that name only"), statement: resources("arn:aws:s3:::bucket/other"), call: call, want: false},
			{name: fmt.Sprint(i, " the name in a variable"), statement: resources("arn:aws:s3:::bucket/${aws:PrincipalTag/k}"),
				context: has("aws:principaltag/k", key), call: call, want: true},
			{name: fmt.Sprint(i, " the name in a variable, another object"), statement: resources("arn:aws:s3:::bucket/${aws:PrincipalTag/k}"),
				context: has("aws:principaltag/k", key), call: resourceCall("arn:aws:s3:::bucket/" + key + "x"), want: false},
		})
	}
}

// A variable without a value leaves an element as if it listed nothing.
func TestVariablesWithoutAValue(t *testing.T) {
	const missing = "${aws:PrincipalTag/none}"
	runStatements(t, []statementRow{
		{name: "Resource", statement: resources("arn:aws:s3:::bucket/*" + missing), want: false},
		{name: "NotResource", statement: notResource("arn:aws:s3:::bucket/" + missing + "*"), want: true},
		{name: "one of two in NotResource", statement: notResource("arn:aws:s3:::bucket/"+missing, "arn:aws:s3:::bucket/*"), want: false},
		{name: "ForAllValues", statement: when("ForAllValues:StringEquals k", missing), context: hasMany("k", "a"), want: false},
		{name: "ForAllValues negated", statement: when("ForAllValues:StringNotEquals k", missing), context: hasMany("k", "a"), want: true},
		{name: "ForAnyValue negated", statement: when("ForAnyValue:StringNotEquals k", missing), context: hasMany("k", "a"), want: true},
		{name: "IfExists of a present key", statement: when("StringEqualsIfExists k", missing), context: has("k", "a"), want: false},
		{name: "the default of another", statement: when("StringEquals k", "${aws:PrincipalTag/none, 'a'}"), context: has("k", "a"), want: true},
	})
}
