package engine

import "strings"

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
