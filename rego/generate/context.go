package generate

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A conditionKey is a key that calls may have and conditions may ask for.
type conditionKey struct {
	name   string
	family string // of the operators that suit it: see families
	multi  bool
	// values are what calls have; patterns are what else conditions ask for.
	values, patterns []string
}

// conditionKeys are keys of every type, some of which decide whether a bucket
// policy is public.
var conditionKeys = []conditionKey{
	{name: "s3:prefix", family: "string", values: []string{"train/", "ann/"}, patterns: []string{"train/*", "${aws:username}/", "*"}},
	{name: "aws:RequestedRegion", family: "string", values: []string{"us-east-1", "eu-west-1"}, patterns: []string{"us-*", "eu-*"}},
	{name: "aws:SourceVpce", family: "string", values: []string{"vpce-1", "vpce-2"}, patterns: []string{"vpce-*"}},
	{name: "aws:SourceVpc", family: "string", values: []string{"vpc-1", "vpc-2"}, patterns: []string{"vpc-?"}},
	{name: "aws:PrincipalTag/Team", family: "string", values: []string{"train", "red"}, patterns: []string{"${aws:ResourceTag/Team}", "r?d"}},
	{name: "aws:ResourceTag/Team", family: "string", values: []string{"train", "red"}, patterns: []string{"${aws:PrincipalTag/Team, 'red'}"}},
	{name: "kms:ViaService", family: "string", values: []string{"s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com"}, patterns: []string{"s3.*.amazonaws.com"}},
	{name: "kms:EncryptionContext:team", family: "string", values: []string{"ml", "ops"}, patterns: []string{"m*"}},
	{name: "sts:ExternalId", family: "string", values: []string{"Ext-1", "ext-1"}, patterns: []string{"ext-*"}},
	{name: "aws:TagKeys", family: "string", multi: true, values: []string{"team", "cost", "Stage"}, patterns: []string{"t*"}},
	{name: "aws:PrincipalOrgPaths", family: "string", multi: true, values: []string{"o-exampleorgid/r-1/ou-1/", "o-exampleorgid/r-1/ou-2/"}, patterns: []string{"o-exampleorgid/*"}},
	{name: "aws:CalledVia", family: "string", multi: true, values: []string{"athena.amazonaws.com", "cloudformation.amazonaws.com"}},
	{name: "aws:SecureTransport", family: "bool", values: []string{"true", "false"}, patterns: []string{"True"}},
	{name: "aws:MultiFactorAuthPresent", family: "bool", values: []string{"true", "false"}},
	{name: "aws:PrincipalIsAWSService", family: "bool", values: []string{"false", "true"}},
	{name: "s3:max-keys", family: "number", values: []string{"10", "1000"}, patterns: []string{"0", "100", "+10", "10.0"}},
	{name: "s3:TlsVersion", family: "number", values: []string{"1.2", "1.3"}, patterns: []string{"1.20", "-1"}},
	{name: "aws:CurrentTime", family: "date", values: []string{"2024-05-01T10:00:00Z", "2025-01-01T00:00:00Z"}, patterns: []string{"2024-05-01T12:00:00+02:00", "2024-12", "1714557600"}},
	{name: "aws:EpochTime", family: "date", values: []string{"1714557600", "1735689600"}, patterns: []string{"2024-05-01T10:00:00Z", "1714557600.5"}},
	{name: "aws:SourceIp", family: "ip", values: []string{"203.0.113.7", "10.1.2.3", "2001:db8::1"}, patterns: []string{"203.0.113.0/24", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "0.0.0.0/1"}},
	{name: "aws:SourceArn", family: "arn", values: []string{"arn:aws:s3:::data", "arn:aws:sns:us-east-1:111122223333:topic"}, patterns: []string{"arn:aws:s3:::d*", "arn:aws:*:*:111122223333:*", "arn:aws:sns:us-east-1:${aws:PrincipalAccount}:topic"}},
	{name: "s3:DataAccessPointArn", family: "arn", values: []string{"arn:aws:s3:us-east-1:111122223333:accesspoint/train"}, patterns: []string{"arn:aws:s3:us-east-1:111122223333:accesspoint/*", "*"}},
	{name: "aws:RequestTag/Blob", family: "binary", values: []string{"QmluYXJ5", "AAE="}, patterns: []string{"AAE"}},
	// These follow from the caller; their values come from there.
	{name: "aws:PrincipalArn", family: "arn", values: []string{roleARN(home), userARN(home)}, patterns: []string{"arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:*", "arn:aws:iam::${aws:PrincipalAccount}:user/*"}},
	{name: "aws:PrincipalAccount", family: "string", values: []string{home, partner}, patterns: []string{"1111*"}},
	{name: "aws:PrincipalOrgID", family: "string", values: []string{ownOrganization, otherOrganization}, patterns: []string{"o-*"}},
	{name: "aws:username", family: "string", values: []string{"ann", "Ann"}, patterns: []string{"a*", "${aws:PrincipalTag/Name, 'ann'}"}},
	{name: "aws:userid", family: "string", values: []string{"AROA111122223333:job-1", "AIDA111122223333"}, patterns: []string{"AROA111122223333:*"}},
}

// unreadable are values that are of no operator's type.
var unreadable = []string{"", "x", "[", "2024-13", "10.0.0.0/99", "${", "${*}", "${no:such}", "é?*"}

// context has half of the keys, with the caller's own where there are any. Now
// and then a key is spelled oddly or its value is of another type.
func (w *World) context(s situation) authz.Context {
	c := authz.Context{}
	own := ofCaller(s.caller)
	for _, k := range conditionKeys {
		if !w.chance(55) {
			continue
		}
		name := k.name
		if w.chance(10) {
			name = w.spell(name)
		}
		value := pick(w.dice, k.values)
		if v, ok := own[k.name]; ok {
			value = v
		}
		switch {
		case value == "":
		case w.chance(4):
			c[name] = authz.One(pick(w.dice, unreadable))
		case w.chance(2):
			c[name] = authz.Value{Multi: k.multi}
		case k.multi != w.chance(3):
			c[name] = authz.Many(draw(w.dice, k.values, 3)...)
		default:
			c[name] = authz.One(value)
		}
	}
	return c
}

// ofCaller are the keys that AWS takes from the caller; empty where the caller
// has none.
func ofCaller(c authz.Caller) map[string]string {
	keys := map[string]string{
		"aws:PrincipalArn":     c.PrincipalARN,
		"aws:PrincipalAccount": c.Account,
		"aws:PrincipalOrgID":   c.Organization,
		"aws:userid":           c.UniqueID,
		"aws:username":         "",
	}
	switch c.Kind {
	case authz.User:
		keys["aws:username"] = c.PrincipalARN[strings.LastIndex(c.PrincipalARN, "/")+1:]
	case authz.AssumedRole:
		keys["aws:userid"] += ":job-1"
	case authz.FederatedUser:
		keys["aws:PrincipalArn"] = c.ARN
	}
	return keys
}

// families are the operators by the type that they compare.
var families = map[string][]string{
	"string": {"StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
	"number": {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"},
	"date":   {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
	"bool":   {"Bool"},
	"binary": {"BinaryEquals"},
	"ip":     {"IpAddress", "NotIpAddress"},
	"arn":    {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"},
}

// Operators lists every condition operator, without set operators and IfExists.
func Operators() []string {
	all := []string{"Null"}
	for _, family := range []string{"string", "number", "date", "bool", "binary", "ip", "arn"} {
		all = append(all, families[family]...)
	}
	return all
}

func (w *World) conditions() []authz.Condition {
	var all []authz.Condition
	for range weigh(w.dice, weighted[int]{64, 0}, weighted[int]{27, 1}, weighted[int]{9, 2}) {
		all = append(all, w.condition())
	}
	return all
}

func (w *World) condition() authz.Condition {
	k := pick(w.dice, conditionKeys)
	if w.chance(12) {
		return authz.Condition{Operator: "Null", Key: k.name, Values: []string{pick(w.dice, []string{"true", "false", "False"})}}
	}
	c := authz.Condition{Operator: pick(w.dice, families[k.family]), Key: k.name}
	if w.chance(8) {
		c.Operator = pick(w.dice, Operators())
	}
	if w.chance(20) && c.Operator != "Null" {
		c.Operator += "IfExists"
	}
	if k.multi && w.chance(90) || w.chance(8) {
		c.Operator = pick(w.dice, []string{"ForAnyValue:", "ForAllValues:"}) + c.Operator
	}
	if w.chance(2) {
		c.Operator = "NoSuchOperator"
	}
	c.Values = draw(w.dice, append(k.values[:len(k.values):len(k.values)], k.patterns...), 3)
	if w.chance(5) {
		c.Values = append(c.Values, pick(w.dice, unreadable))
	}
	if w.chance(10) {
		c.Operator, c.Key = w.spell(c.Operator), w.spell(c.Key)
	}
	return c
}
