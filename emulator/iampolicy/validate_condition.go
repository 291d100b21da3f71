package iampolicy

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// Operators are the condition operators without prefix and suffix
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
func Operators() []string {
	return []string{
		"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
		"StringLike", "StringNotLike",
		"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
		"NumericGreaterThan", "NumericGreaterThanEquals",
		"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals",
		"DateGreaterThan", "DateGreaterThanEquals",
		"Bool", "BinaryEquals", "IpAddress", "NotIpAddress",
		"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
	}
}

// operatorBase strips ForAllValues:, ForAnyValue: and IfExists, without regard
// to case.
func operatorBase(operator string) (base string, ifExists bool) {
	base = operator
	for _, prefix := range []string{"ForAllValues:", "ForAnyValue:"} {
		if len(base) > len(prefix) && strings.EqualFold(base[:len(prefix)], prefix) {
			base = base[len(prefix):]
			break
		}
	}
	const suffix = "IfExists"
	if n := len(base) - len(suffix); n > 0 && strings.EqualFold(base[n:], suffix) {
		return base[:n], true
	}
	return base, false
}

func (c *checker) conditions(s *authz.Statement) {
	for _, cond := range s.Condition {
		base, ifExists := operatorBase(cond.Operator)
		known := slices.ContainsFunc(Operators(), func(o string) bool { return strings.EqualFold(o, base) })
		switch {
		case !known:
			hint := "no condition operator is called " + cond.Operator
			if near, ok := Closest(base, Operators()); ok {
				hint += "; did you mean " + near + "?"
			}
			c.add(flawOperator, cond.Operator, "%s", hint)
		case ifExists && strings.EqualFold(base, "Null"):
			c.add(flawOperator, cond.Operator, "Null asks whether the key exists; write it without IfExists")
		case !strings.Contains(cond.Key, ":"):
			c.add(flawConditionKey, cond.Key, "the condition key %q needs a prefix, such as aws:PrincipalTag/%s", cond.Key, cond.Key)
		case c.kind.family == bucketFamily:
			c.bucketKey(cond.Key, s)
		case c.kind.is(Endpoint):
			c.endpointCondition(base, cond)
		}
	}
}

// systemKeys are condition keys whose values AWS assigns; an endpoint policy
// names those values in full.
var systemKeys = []string{
	"aws:principalaccount", "aws:principalorgid", "aws:resourceaccount", "aws:resourceorgid",
	"aws:sourceaccount", "aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpce",
	"aws:vpceaccount", "aws:vpceorgid",
}

// endpointCondition checks the limits of
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html.
func (c *checker) endpointCondition(operator string, cond authz.Condition) {
	like := strings.EqualFold(operator, "StringLike") || strings.EqualFold(operator, "StringNotLike")
	system := slices.Contains(systemKeys, strings.ToLower(cond.Key))
	if system && len(operator) > 7 && strings.EqualFold(operator[:7], "Numeric") {
		c.add(flawEndpointCondition, cond.Key, "%s is an identifier, no number; compare it with StringEquals", cond.Key)
		return
	}
	for _, value := range cond.Values {
		switch {
		case !like || !hasWildcard(value):
		case system:
			c.add(flawEndpointCondition, value, "an endpoint policy names the values of %s in full; remove the wildcard from %q", cond.Key, value)
		case !anchored(value):
			c.add(flawEndpointCondition, value, "in an endpoint policy six literal characters stand before or after every wildcard; %q has fewer", value)
		}
	}
}

// anchored says whether every wildcard has six literal characters before or
// after it.
func anchored(value string) bool {
	const enough = 6
	literals := strings.Split(strings.ReplaceAll(value, "?", "*"), "*")
	for i := 1; i < len(literals); i++ {
		if len(literals[i-1]) < enough && len(literals[i]) < enough {
			return false
		}
	}
	return true
}
