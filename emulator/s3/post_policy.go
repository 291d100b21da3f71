package s3

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A postPolicy is the document that allows a browser's form: how long, and with
// which values in its fields
// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
// It is no IAM policy: it can only narrow what its signer may do.
type postPolicy struct {
	expiration time.Time
	conditions []postCondition
}

// A postCondition compares a field of the form, or with content-length-range
// the size of the file.
type postCondition struct {
	operator string // eq, starts-with or content-length-range
	// field is as written, with its $; value what it is compared with.
	field, value string
	// least and most are in bytes.
	least, most int64
}

func invalidPolicy(problem string) *awsproto.Error {
	return failure(400, "InvalidPolicyDocument", "Invalid Policy: "+problem)
}

func againstPolicy(problem string) *awsproto.Error {
	return failure(403, "AccessDenied", "Invalid according to Policy: "+problem)
}

// parsePostPolicy reads a policy: base64 of JSON.
func parsePostPolicy(encoded string) (*postPolicy, *awsproto.Error) {
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, invalidPolicy(unverifiedPolicy.base64)
	}
	var doc struct {
		Expiration *string           `json:"expiration"`
		Conditions []json.RawMessage `json:"conditions"`
	}
	switch err := json.Unmarshal(text, &doc); {
	case err != nil:
		return nil, invalidPolicy(unverifiedPolicy.json)
	case doc.Expiration == nil:
		return nil, invalidPolicy(unverifiedPolicy.expiration)
	case doc.Conditions == nil:
		return nil, invalidPolicy(unverifiedPolicy.conditions)
	}
	p := &postPolicy{}
	if p.expiration, err = time.Parse(time.RFC3339, *doc.Expiration); err != nil {
		return nil, invalidPolicy(fmt.Sprintf("Invalid 'expiration' value: '%s'", *doc.Expiration))
	}
	for _, raw := range doc.Conditions {
		conditions, refusal := parsePostCondition(raw)
		if refusal != nil {
			return nil, refusal
		}
		p.conditions = append(p.conditions, conditions...)
	}
	return p, nil
}

// parsePostCondition reads {"field": "value"} or ["operator", "$field", "value"].
func parsePostCondition(raw json.RawMessage) ([]postCondition, *awsproto.Error) {
	var simple map[string]any
	if json.Unmarshal(raw, &simple) == nil {
		if len(simple) != 1 {
			return nil, invalidPolicy("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.")
		}
		for field, value := range simple {
			text, ok := value.(string)
			if !ok {
				return nil, invalidPolicy("Invalid Simple-Condition: value must be a string.")
			}
			return []postCondition{{operator: "eq", field: "$" + field, value: text}}, nil
		}
	}
	var list []any
	if json.Unmarshal(raw, &list) != nil || len(list) != 3 {
		return nil, invalidPolicy(unverifiedPolicy.condition)
	}
	operator, _ := list[0].(string)
	if operator = strings.ToLower(operator); operator == "content-length-range" {
		return parseLengthRange(list)
	}
	if operator != "eq" && operator != "starts-with" {
		return nil, invalidPolicy("Invalid Condition: unknown operation '" + operator + "'.")
	}
	field, isField := list[1].(string)
	value, isText := list[2].(string)
	if !isField || !isText {
		return nil, invalidPolicy(unverifiedPolicy.condition)
	}
	return []postCondition{{operator: operator, field: field, value: value}}, nil
}

// parseLengthRange takes numbers and numbers written as text. What is none is a
// condition that no file meets.
func parseLengthRange(list []any) ([]postCondition, *awsproto.Error) {
	var bounds [2]int64
	for i, v := range list[1:] {
		text := fmt.Sprint(v)
		if n, is := v.(float64); is {
			text = fmt.Sprintf("%.0f", n)
		}
		if _, err := fmt.Sscanf(text, "%d", &bounds[i]); err != nil {
			return nil, againstPolicy(fmt.Sprintf(`Policy Condition failed: ["content-length-range", "%v", "%v"]`, list[1], list[2]))
		}
	}
	return []postCondition{{operator: "content-length-range", least: bounds[0], most: bounds[1]}}, nil
}

// check compares a form's fields, by their names in lower case, with the
// policy; bucket and key are those that the object will be in.
func (p *postPolicy) check(fields map[string]string, bucket string, now time.Time) *awsproto.Error {
	if !now.Before(p.expiration) {
		return againstPolicy("Policy expired.")
	}
	named := map[string]bool{}
	for _, c := range p.conditions {
		if c.operator == "content-length-range" {
			continue
		}
		name, marked := strings.CutPrefix(strings.ToLower(c.field), "$")
		got := fields[name]
		if name == "bucket" {
			got = bucket
		}
		if !marked || !c.holds(name, got) {
			return againstPolicy(fmt.Sprintf(`Policy Condition failed: ["%s", "%s", "%s"]`, c.operator, c.field, c.value))
		}
		named[name] = true
	}
	var extra []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !named[name] && !outsidePolicy(name) {
			extra = append(extra, name)
		}
	}
	if len(extra) > 0 {
		return againstPolicy("Extra input fields: " + strings.Join(extra, ", "))
	}
	return nil
}

func (c postCondition) holds(name, got string) bool {
	if c.operator == "eq" {
		return got == c.value
	}
	if name != "content-type" {
		return strings.HasPrefix(got, c.value)
	}
	for kind := range strings.SplitSeq(got, ",") {
		if !strings.HasPrefix(kind, c.value) {
			return false
		}
	}
	return true
}

// outsidePolicy: a field that no condition has to name.
func outsidePolicy(name string) bool {
	switch name {
	case "policy", "x-amz-signature", "file":
		return true
	}
	return strings.HasPrefix(name, "x-ignore-")
}

// checkSize compares the size of the file, in bytes.
func (p *postPolicy) checkSize(size int64) *awsproto.Error {
	for _, c := range p.conditions {
		switch {
		case c.operator != "content-length-range":
		case size < c.least:
			return failure(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", "ProposedSize", itoa(size), "MinSizeAllowed", itoa(c.least))
		case size > c.most:
			return failure(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", "ProposedSize", itoa(size), "MaxSizeAllowed", itoa(c.most))
		}
	}
	return nil
}

// unverifiedPolicy are AWS's complaints about a policy that no recording
// confirms.
var unverifiedPolicy = struct{ base64, json, expiration, conditions, condition string }{
	base64:     "Invalid 'base64' encoding.",
	json:       "Invalid JSON.",
	expiration: "Policy missing expiration.",
	conditions: "Policy missing conditions.",
	condition:  "Invalid Condition: a condition has an operation, a field and a value.",
}
