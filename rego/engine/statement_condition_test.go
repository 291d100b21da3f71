package engine

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// when is a statement with one condition, written "operator key".
func when(operatorAndKey string, values ...string) authz.Statement {
	operator, key, _ := strings.Cut(operatorAndKey, " ")
	s := resources("*")
	s.Condition = []authz.Condition{{Operator: operator, Key: key, Values: values}}
	return s
}

// and adds the conditions of others to s.
func and(s authz.Statement, others ...authz.Statement) authz.Statement {
	for _, o := range others {
		s.Condition = append(s.Condition, o.Condition...)
	}
	return s
}

// has is a context with one single-valued key; hasMany one with a multivalued.
func has(key, value string) map[string]any { return map[string]any{key: value} }

func hasMany(key string, values ...string) map[string]any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return map[string]any{key: list}
}

// conditions.md §1: how conditions combine.
func TestConditionBlock(t *testing.T) {
	both := and(when("StringEquals aws:SourceVpc", "vpc-1"), when("StringEquals aws:PrincipalAccount", "111122223333"))
	runStatements(t, []statementRow{
		{name: "operators are ANDed: both", statement: both,
			context: map[string]any{"aws:sourcevpc": "vpc-1", "aws:principalaccount": "111122223333"}, want: true},
		{name: "operators are ANDed: one", statement: both, context: has("aws:sourcevpc", "vpc-1"), want: false},
		{name: "values are ORed", statement: when("StringEquals k", "a", "b"), context: has("k", "b"), want: true},
		{name: "negated values are NORed", statement: when("StringNotEquals k", "a", "b"), context: has("k", "b"), want: false},
		{name: "negated values, none equal", statement: when("StringNotEquals k", "a", "b"), context: has("k", "c"), want: true},
		{name: "no values match nothing", statement: when("StringEquals k"), context: has("k", "a"), want: false},
		{name: "operator and key names have no case", statement: when("stringequals AWS:SOURCEVPC", "vpc-1"),
			context: has("aws:sourcevpc", "vpc-1"), want: true},
		{name: "tag keys have no case", statement: when("StringEquals aws:PrincipalTag/Team", "red"),
			context: has("aws:principaltag/team", "red"), want: true},
		{name: "an unknown operator never holds", statement: when("StringResembles k", "a"), context: has("k", "a"), want: false},
		{name: "nor on a missing key", statement: when("StringResemblesIfExists k", "a"), want: false},
		{name: "NullIfExists is unknown", statement: when("NullIfExists k", "true"), want: false},
	})
}

// conditions.md §2: the String operators.
func TestStringOperators(t *testing.T) {
	runStatements(t, []statementRow{
		{name: "StringEquals", statement: when("StringEquals k", "a*"), context: has("k", "a*"), want: true},
		{name: "StringEquals has case", statement: when("StringEquals k", "a"), context: has("k", "A"), want: false},
		{name: "StringEquals has no wildcards", statement: when("StringEquals k", "a*"), context: has("k", "ab"), want: false},
		{name: "StringEquals of an empty value", statement: when("StringEquals s3:prefix", ""), context: has("s3:prefix", ""), want: true},
		{name: "StringNotEquals", statement: when("StringNotEquals k", "a"), context: has("k", "b"), want: true},
		{name: "StringEqualsIgnoreCase", statement: when("StringEqualsIgnoreCase k", "AbC"), context: has("k", "aBc"), want: true},
		{name: "StringEqualsIgnoreCase has no wildcards", statement: when("StringEqualsIgnoreCase k", "a*"), context: has("k", "ab"), want: false},
		{name: "StringNotEqualsIgnoreCase", statement: when("StringNotEqualsIgnoreCase k", "AbC"), context: has("k", "abc"), want: false},
		{name: "StringLike prefix", statement: when("StringLike k", "home/*"), context: has("k", "home/a/b:c"), want: true},
		{name: "StringLike has case", statement: when("StringLike k", "Home/*"), context: has("k", "home/a"), want: false},
		{name: "StringLike question mark", statement: when("StringLike k", "a?c"), context: has("k", "abc"), want: true},
		{name: "StringLike question mark is not none", statement: when("StringLike k", "a?c"), context: has("k", "ac"), want: false},
		{name: "StringLike star of an empty value", statement: when("StringLike k", "*"), context: has("k", ""), want: true},
		{name: "StringLike star crosses the parts of an ARN", statement: when("StringLike k", "arn:aws:*/x"),
			context: has("k", "arn:aws:iam::1:role/x"), want: true},
		{name: "StringNotLike", statement: when("StringNotLike k", "a*"), context: has("k", "ab"), want: false},
	})
}

// conditions.md §2: the ARN operators are compared part by part.
func TestARNOperators(t *testing.T) {
	role := has("aws:principalarn", "arn:aws:iam::111122223333:role/path/Job")
	runStatements(t, []statementRow{
		{name: "ArnEquals", statement: when("ArnEquals aws:PrincipalArn", "arn:aws:iam::111122223333:role/path/Job"), context: role, want: true},
		{name: "ArnEquals is ArnLike", statement: when("ArnEquals aws:PrincipalArn", "arn:aws:iam::*:role/*"), context: role, want: true},
		{name: "ArnLike has case", statement: when("ArnLike aws:PrincipalArn", "arn:aws:iam::*:role/PATH/*"), context: role, want: false},
		{name: "wildcards in every part", statement: when("ArnLike aws:PrincipalArn", "a?n:*:i*:*:*:*Job"), context: role, want: true},
		{name: "star stays within its part", statement: when("ArnLike aws:PrincipalArn", "arn:aws:*:role/path/Job"), context: role, want: false},
		{name: "star does not swallow a part", statement: when("ArnLike aws:PrincipalArn", "arn:aws:i*3:x:y:role/path/Job"), context: role, want: false},
		{name: "the last part may hold colons", statement: when("ArnLike k", "arn:aws:logs:*:*:log-group:*"),
			context: has("k", "arn:aws:logs:us-east-1:111122223333:log-group:a:b"), want: true},
		{name: "a short pattern matches nothing", statement: when("ArnLike aws:PrincipalArn", "arn:aws:iam*"), context: role, want: false},
		{name: "the bare star matches", statement: when("ArnLike aws:PrincipalArn", "*"), context: role, want: true},
		{name: "ArnNotLike", statement: when("ArnNotLike aws:PrincipalArn", "arn:aws:iam::*:role/*"), context: role, want: false},
		{name: "ArnNotEquals", statement: when("ArnNotEquals aws:PrincipalArn", "arn:aws:iam::*:user/*"), context: role, want: true},
	})
}

// conditions.md §2: numbers, exactly.
func TestNumericOperators(t *testing.T) {
	const big = "9007199254740993" // 2^53 + 1: no float64 tells it from 2^53
	runStatements(t, []statementRow{
		{name: "NumericEquals", statement: when("NumericEquals k", "10"), context: has("k", "10.0"), want: true},
		{name: "leading zeros and sign", statement: when("NumericEquals k", "+007"), context: has("k", "7"), want: true},
		{name: "minus zero", statement: when("NumericEquals k", "0"), context: has("k", "-0.0"), want: true},
		{name: "beyond 2^53", statement: when("NumericEquals k", big), context: has("k", "9007199254740992"), want: false},
		{name: "beyond 2^53, greater", statement: when("NumericGreaterThan k", "9007199254740992"), context: has("k", big), want: true},
		{name: "beyond 2^64", statement: when("NumericLessThan k", "100000000000000000000000002"),
			context: has("k", "100000000000000000000000001"), want: true},
		{name: "long decimals", statement: when("NumericGreaterThan k", "0.10000000000000000000000001"),
			context: has("k", "0.10000000000000000000000002"), want: true},
		{name: "NumericNotEquals", statement: when("NumericNotEquals k", "1"), context: has("k", "2"), want: true},
		{name: "NumericLessThan", statement: when("NumericLessThan k", "1.2"), context: has("k", "1.2"), want: false},
		{name: "NumericLessThan is not of texts", statement: when("NumericLessThan k", "9"), context: has("k", "10"), want: false},
		{name: "NumericLessThanEquals", statement: when("NumericLessThanEquals s3:max-keys", "10"), context: has("s3:max-keys", "10"), want: true},
		{name: "NumericGreaterThan", statement: when("NumericGreaterThan k", "-5"), context: has("k", "-4.9"), want: true},
		{name: "NumericGreaterThanEquals", statement: when("NumericGreaterThanEquals s3:TlsVersion", "1.2"), context: has("s3:tlsversion", "1.3"), want: true},
		{name: "no number in the policy", statement: when("NumericEquals k", "ten"), context: has("k", "10"), want: false},
		{name: "no number in the policy equals nothing", statement: when("NumericNotEquals k", "ten"), context: has("k", "10"), want: true},
		{name: "no number in the call", statement: when("NumericEquals k", "10"), context: has("k", "ten"), want: false},
		{name: "no number in the call, negated", statement: when("NumericNotEquals k", "10"), context: has("k", "ten"), want: false},
		{name: "exponents, Inf and the like are no numbers", statement: when("NumericGreaterThan k", "1"), context: has("k", "Inf"), want: false},
	})
}

// conditions.md §2: dates in every form.
func TestDateOperators(t *testing.T) {
	now := has("aws:currenttime", "2024-05-01T10:00:00Z")
	runStatements(t, []statementRow{
		{name: "DateEquals", statement: when("DateEquals aws:CurrentTime", "2024-05-01T10:00:00Z"), context: now, want: true},
		{name: "without seconds", statement: when("DateEquals aws:CurrentTime", "2024-05-01T10:00Z"), context: now, want: true},
		{name: "with an offset", statement: when("DateEquals aws:CurrentTime", "2024-05-01T12:00:00+02:00"), context: now, want: true},
		{name: "epoch seconds", statement: when("DateEquals aws:CurrentTime", "1714557600"), context: now, want: true},
		{name: "epoch seconds in the call", statement: when("DateEquals aws:EpochTime", "2024-05-01T10:00:00Z"),
			context: has("aws:epochtime", "1714557600"), want: true},
		{name: "a year", statement: when("DateGreaterThanEquals aws:CurrentTime", "2024"), context: has("aws:currenttime", "2024-01-01T00:00:00Z"), want: true},
		{name: "a month", statement: when("DateLessThan aws:CurrentTime", "2024-05"), context: now, want: false},
		{name: "a day is its midnight", statement: when("DateEquals aws:CurrentTime", "2024-05-01"), context: now, want: false},
		{name: "DateLessThan", statement: when("DateLessThan aws:CurrentTime", "2024-05-01T10:00:01Z"), context: now, want: true},
		{name: "DateLessThanEquals", statement: when("DateLessThanEquals aws:CurrentTime", "2024-05-01T10:00:00Z"), context: now, want: true},
		{name: "DateGreaterThan", statement: when("DateGreaterThan aws:CurrentTime", "2024-05-01T10:00:00Z"), context: now, want: false},
		{name: "DateNotEquals", statement: when("DateNotEquals aws:CurrentTime", "2024-05-01T10:00:00.5Z"), context: now, want: true},
		{name: "nanoseconds", statement: when("DateLessThan k", "2024-05-01T10:00:00.000000002Z"),
			context: has("k", "2024-05-01T10:00:00.000000001Z"), want: true},
		{name: "fractions without trailing zeros", statement: when("DateEquals k", "2024-05-01T10:00:00.50Z"),
			context: has("k", "2024-05-01T10:00:00.500Z"), want: true},
		{name: "a fraction is not a whole number", statement: when("DateLessThan k", "2024-05-01T10:00:00.5Z"),
			context: has("k", "2024-05-01T10:00:00.49Z"), want: true},
		{name: "far in the future", statement: when("DateLessThan aws:CurrentTime", "9999-12-31T23:59:59Z"), context: now, want: true},
		{name: "far in the future in the call", statement: when("DateEquals k", "253402300799"),
			context: has("k", "9999-12-31T23:59:59Z"), want: true},
		{name: "before the clock's beginning", statement: when("DateLessThan k", "1500-03-01"), context: has("k", "1500-02-28T23:59:59Z"), want: true},
		{name: "malformed in the policy", statement: when("DateLessThan aws:CurrentTime", "tomorrow"), context: now, want: false},
		{name: "no such day", statement: when("DateGreaterThan aws:CurrentTime", "2023-02-29"), context: now, want: false},
		{name: "malformed in the call", statement: when("DateLessThan k", "2024"), context: has("k", "2023-13-01"), want: false},
		{name: "malformed in the call, negated", statement: when("DateNotEquals k", "2024"), context: has("k", "soon"), want: false},
	})
}

// conditions.md §2: addresses, Bool, Binary and Null.
func TestOtherOperators(t *testing.T) {
	runStatements(t, []statementRow{
		{name: "IpAddress in a range", statement: when("IpAddress aws:SourceIp", "203.0.113.0/24"), context: has("aws:sourceip", "203.0.113.9"), want: true},
		{name: "IpAddress outside", statement: when("IpAddress aws:SourceIp", "203.0.113.0/24"), context: has("aws:sourceip", "203.0.114.9"), want: false},
		{name: "a lone address", statement: when("IpAddress aws:SourceIp", "203.0.113.9"), context: has("aws:sourceip", "203.0.113.9"), want: true},
		{name: "a lone address is no range", statement: when("IpAddress aws:SourceIp", "203.0.113.9"), context: has("aws:sourceip", "203.0.113.8"), want: false},
		{name: "a range by any of its addresses", statement: when("IpAddress aws:SourceIp", "203.0.113.77/24"), context: has("aws:sourceip", "203.0.113.9"), want: true},
		{name: "IPv6", statement: when("IpAddress aws:SourceIp", "2001:db8::/32"), context: has("aws:sourceip", "2001:DB8:1::1"), want: true},
		{name: "a lone IPv6 address", statement: when("IpAddress aws:SourceIp", "2001:db8::1"), context: has("aws:sourceip", "2001:db8:0::1"), want: true},
		{name: "IPv4 is not in an IPv6 range", statement: when("IpAddress aws:SourceIp", "::/0"), context: has("aws:sourceip", "203.0.113.9"), want: false},
		{name: "NotIpAddress", statement: when("NotIpAddress aws:SourceIp", "10.0.0.0/8", "2001:db8::/32"), context: has("aws:sourceip", "192.0.2.1"), want: true},
		{name: "NotIpAddress inside one", statement: when("NotIpAddress aws:SourceIp", "10.0.0.0/8", "2001:db8::/32"), context: has("aws:sourceip", "10.1.1.1"), want: false},
		{name: "no range in the policy", statement: when("IpAddress aws:SourceIp", "10.0.0.0/33", "10.*"), context: has("aws:sourceip", "10.0.0.1"), want: false},
		{name: "no address in the call", statement: when("IpAddress aws:SourceIp", "0.0.0.0/0"), context: has("aws:sourceip", "AWS Internal"), want: false},
		{name: "no address in the call, negated", statement: when("NotIpAddress aws:SourceIp", "10.0.0.0/8"), context: has("aws:sourceip", "AWS Internal"), want: false},

		{name: "Bool", statement: when("Bool aws:SecureTransport", "true"), context: has("aws:securetransport", "true"), want: true},
		{name: "Bool has no case", statement: when("Bool aws:SecureTransport", "False"), context: has("aws:securetransport", "false"), want: true},
		{name: "Bool differs", statement: when("Bool aws:SecureTransport", "true"), context: has("aws:securetransport", "false"), want: false},
		{name: "Bool knows two values", statement: when("Bool k", "yes"), context: has("k", "yes"), want: false},

		{name: "BinaryEquals", statement: when("BinaryEquals k", "QmluYXJ5"), context: has("k", "QmluYXJ5"), want: true},
		{name: "BinaryEquals compares bytes", statement: when("BinaryEquals k", "QR=="), context: has("k", "QQ=="), want: true},
		{name: "BinaryEquals of bytes that are no text", statement: when("BinaryEquals k", "//79"), context: has("k", "//78"), want: false},
		{name: "BinaryEquals has case", statement: when("BinaryEquals k", "QQ=="), context: has("k", "qq=="), want: false},
		{name: "no base64", statement: when("BinaryEquals k", "%"), context: has("k", "%"), want: false},

		{name: "Null true, missing", statement: when("Null k", "true"), want: true},
		{name: "Null true, present", statement: when("Null k", "true"), context: has("k", "v"), want: false},
		{name: "Null true, present without a value", statement: when("Null k", "true"), context: hasMany("k"), want: true},
		{name: "Null false, present", statement: when("Null k", "False"), context: has("k", ""), want: true},
		{name: "Null false, multivalued", statement: when("Null k", "false"), context: hasMany("k", ""), want: true},
		{name: "Null false, missing", statement: when("Null k", "false"), want: false},
		{name: "Null of another word", statement: when("Null k", "perhaps"), want: false},
	})
}

// conditions.md §2 and §3: missing keys and set operators.
func TestMissingAndMultivaluedKeys(t *testing.T) {
	runStatements(t, []statementRow{
		{name: "missing: positive", statement: when("StringEquals k", "a"), want: false},
		{name: "missing: negated", statement: when("StringNotEquals aws:SourceVpce", "vpce-1"), want: true},
		{name: "missing: NotIpAddress", statement: when("NotIpAddress aws:SourceIp", "10.0.0.0/8"), want: true},
		{name: "missing: numeric", statement: when("NumericLessThan k", "1"), want: false},
		{name: "missing: NumericNotEquals", statement: when("NumericNotEquals k", "1"), want: true},
		{name: "missing: Bool", statement: when("Bool aws:MultiFactorAuthPresent", "false"), want: false},
		{name: "missing: BoolIfExists", statement: when("BoolIfExists aws:MultiFactorAuthPresent", "false"), want: true},
		{name: "missing: IfExists", statement: when("StringEqualsIfExists k", "a"), want: true},
		{name: "missing: negated IfExists", statement: when("StringNotEqualsIfExists k", "a"), want: true},
		{name: "IfExists on a present key: equal", statement: when("StringEqualsIfExists k", "a"), context: has("k", "a"), want: true},
		{name: "IfExists on a present key: different", statement: when("stringequalsifexists k", "a"), context: has("k", "b"), want: false},
		{name: "negated IfExists on a present key", statement: when("StringNotEqualsIfExists k", "a"), context: has("k", "a"), want: false},

		{name: "ForAllValues: missing", statement: when("ForAllValues:StringEquals aws:TagKeys", "a"), want: true},
		{name: "ForAllValues: empty", statement: when("ForAllValues:StringEquals aws:TagKeys", "a"), context: hasMany("aws:tagkeys"), want: true},
		{name: "ForAllValues: missing, with Null", statement: and(when("ForAllValues:StringEquals aws:TagKeys", "a"), when("Null aws:TagKeys", "false")), want: false},
		{name: "ForAllValues: subset", statement: when("ForAllValues:StringEquals k", "a", "b"), context: hasMany("k", "a"), want: true},
		{name: "ForAllValues: one too many", statement: when("ForAllValues:StringEquals k", "a", "b"), context: hasMany("k", "a", "c"), want: false},
		{name: "ForAllValues negated: none listed", statement: when("ForAllValues:StringNotLike k", "a*"), context: hasMany("k", "b", "c"), want: true},
		{name: "ForAllValues negated: one listed", statement: when("ForAllValues:StringNotLike k", "a*"), context: hasMany("k", "ab", "c"), want: false},
		{name: "ForAnyValue: missing", statement: when("ForAnyValue:StringEquals k", "a"), want: false},
		{name: "ForAnyValue negated: missing", statement: when("ForAnyValue:StringNotEquals k", "a"), want: false},
		{name: "ForAnyValue IfExists: missing", statement: when("ForAnyValue:StringEqualsIfExists k", "a"), want: true},
		{name: "ForAnyValue: empty", statement: when("ForAnyValue:StringEquals k", "a"), context: hasMany("k"), want: false},
		{name: "ForAnyValue: one of them", statement: when("foranyvalue:StringEquals k", "a", "b"), context: hasMany("k", "x", "b"), want: true},
		{name: "ForAnyValue: none", statement: when("ForAnyValue:StringEquals k", "a", "b"), context: hasMany("k", "x"), want: false},
		{name: "ForAnyValue negated: one is not listed", statement: when("ForAnyValue:StringNotEquals k", "a"), context: hasMany("k", "a", "x"), want: true},
		{name: "ForAnyValue negated: all listed", statement: when("ForAnyValue:StringNotEquals k", "a"), context: hasMany("k", "a"), want: false},
		{name: "ForAnyValue ARNs", statement: when("ForAnyValue:ArnLike k", "arn:aws:iam::*:role/*"),
			context: hasMany("k", "arn:aws:iam::1:user/u", "arn:aws:iam::1:role/r"), want: true},
		{name: "set operator on a single value", statement: when("ForAllValues:StringEquals k", "a"), context: has("k", "b"), want: false},
		{name: "ForAnyValue on a single value", statement: when("ForAnyValue:StringEquals k", "a"), context: has("k", "a"), want: true},
		{name: "plain operator on a multivalued key", statement: when("StringEquals k", "a"), context: hasMany("k", "a"), want: false},
		{name: "plain negated operator on a multivalued key", statement: when("StringNotEquals k", "x"), context: hasMany("k", "a"), want: false},
		{name: "plain operator on an empty multivalued key", statement: when("StringNotEquals k", "x"), context: hasMany("k"), want: true},
	})
}
