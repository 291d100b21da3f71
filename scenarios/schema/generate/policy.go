package main

// policyDefs are the schemas of a policy in its three forms, and of a key set in
// its own
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
func policyDefs() object {
	ref := func(name string) object { return object{"$ref": "#/$defs/" + name} }
	text := object{"type": "string"}
	strings := object{"anyOf": []any{text, object{"type": "array", "items": text}}}
	scalar := object{"type": []any{"string", "number", "boolean"}}
	values := object{"anyOf": []any{scalar, object{"type": "array", "items": scalar}}}
	principal := object{"anyOf": []any{object{"const": "*"}, closed(object{
		"AWS": strings, "Service": strings, "Federated": strings, "CanonicalUser": strings,
	})}}
	statement := closed(object{
		"Sid": text, "Effect": object{"enum": []any{"Allow", "Deny"}},
		"Principal": principal, "NotPrincipal": principal,
		"Action": strings, "NotAction": strings, "Resource": strings, "NotResource": strings,
		"Condition": object{"type": "object", "additionalProperties": object{"type": "object", "additionalProperties": values}},
	}, "Effect")
	document := closed(object{
		"Version":   object{"enum": []any{"2012-10-17", "2008-10-17"}},
		"Id":        text,
		"Statement": object{"anyOf": []any{ref("Statement"), object{"type": "array", "items": ref("Statement")}}},
	}, "Statement")
	keys := object{"type": "array", "items": object{"type": "object", "required": []any{"kty"}}}
	return object{
		"KeySet": object{
			"description": "A JSON Web Key Set: as YAML, as a string of JSON, or {file: NAME} of a JSON file.",
			"anyOf":       []any{object{"type": "object", "properties": object{"keys": keys}, "required": []any{"keys"}}, closed(object{"file": text}, "file"), text},
		},
		"Statement": statement,
		"Policy": object{
			"description": "A policy: the document as YAML, as a string of JSON, or {file: NAME} of a JSON file.",
			"anyOf":       []any{document, closed(object{"file": text}, "file"), text},
		},
	}
}

// closed is an object without other properties.
func closed(properties object, required ...string) object {
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}
