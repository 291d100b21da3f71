package engine

import (
	"slices"
	"strings"
)

// An operator is a condition operator's name, read.
type operator struct {
	// family is how values are read and compared; see policy/condition.rego.
	family string
	// compare is the order asked for, for numbers and dates.
	compare string
	// like: "*" and "?" in the values are wildcards.
	like     bool
	negated  bool
	ifExists bool
	set      string // "any", "all" or ""
}

// operators are the condition operators in lower case, without set prefix and
// IfExists
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
var operators = map[string]operator{
	"stringequals":              {family: "string"},
	"stringnotequals":           {family: "string", negated: true},
	"stringequalsignorecase":    {family: "fold"},
	"stringnotequalsignorecase": {family: "fold", negated: true},
	"stringlike":                {family: "string", like: true},
	"stringnotlike":             {family: "string", like: true, negated: true},
	"numericequals":             {family: "number", compare: "eq"},
	"numericnotequals":          {family: "number", compare: "eq", negated: true},
	"numericlessthan":           {family: "number", compare: "lt"},
	"numericlessthanequals":     {family: "number", compare: "le"},
	"numericgreaterthan":        {family: "number", compare: "gt"},
	"numericgreaterthanequals":  {family: "number", compare: "ge"},
	"dateequals":                {family: "date", compare: "eq"},
	"datenotequals":             {family: "date", compare: "eq", negated: true},
	"datelessthan":              {family: "date", compare: "lt"},
	"datelessthanequals":        {family: "date", compare: "le"},
	"dategreaterthan":           {family: "date", compare: "gt"},
	"dategreaterthanequals":     {family: "date", compare: "ge"},
	"bool":                      {family: "bool"},
	"binaryequals":              {family: "binary"},
	"ipaddress":                 {family: "ip"},
	"notipaddress":              {family: "ip", negated: true},
	"arnequals":                 {family: "arn", like: true},
	"arnlike":                   {family: "arn", like: true},
	"arnnotequals":              {family: "arn", like: true, negated: true},
	"arnnotlike":                {family: "arn", like: true, negated: true},
	"null":                      {family: "null"},
}

// parseOperator reads an operator's name, whose case does not matter. A name
// that is none, which AWS refuses when the policy is written, has the family
// "unknown" and never holds.
func parseOperator(name string) operator {
	base := strings.ToLower(name)
	set := ""
	if rest, ok := strings.CutPrefix(base, "foranyvalue:"); ok {
		base, set = rest, "any"
	} else if rest, ok := strings.CutPrefix(base, "forallvalues:"); ok {
		base, set = rest, "all"
	}
	base, ifExists := strings.CutSuffix(base, "ifexists")
	op, ok := operators[base]
	if !ok || (op.family == "null" && ifExists) {
		return operator{family: "unknown"}
	}
	op.set, op.ifExists = set, ifExists
	return op
}

// mode says which of a key's values must be equal to one of the condition's;
// see policy/condition.rego.
func (op operator) mode(values []string) string {
	if op.family == "unknown" {
		return ""
	}
	if op.family == "null" {
		return map[bool]string{true: "present"}[saysBool(values, "false")]
	}
	modes := map[string][2]string{"": {"one", "none"}, "any": {"any", "any_not"}, "all": {"all", "none_of"}}[op.set]
	if op.negated {
		return modes[1]
	}
	return modes[0]
}

// absent says whether a call without the key meets the condition: one written
// to hold IfExists, ForAllValues because no value breaks it, and a negated
// operator, except under ForAnyValue, which wants a value.
func (op operator) absent(values []string) bool {
	switch op.family {
	case "unknown":
		return false
	case "null":
		return saysBool(values, "true")
	default:
		return op.ifExists || op.set == "all" || op.negated && op.set == ""
	}
}

func saysBool(values []string, word string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, word) })
}
