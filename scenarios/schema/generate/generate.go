package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/scenarios"
	"github.com/invopop/jsonschema"
)

const module = "github.com/denylab/denylab"

// here is this directory in the module, and up the way from it to the root:
// doc comments are read from the sources.
const here, up = module + "/scenarios/schema/generate", "../../../"

// An object is a piece of JSON that is worked on after the library made it.
type object = map[string]any

// generate makes the schema files, by name. The working directory must be
// this one.
func generate() (map[string][]byte, error) {
	r := &jsonschema.Reflector{FieldNameTag: "yaml", Anonymous: true, Mapper: known}
	for _, dir := range []string{"emulator/world", "scenarios"} {
		if err := r.AddGoComments(here, up+dir); err != nil {
			return nil, fmt.Errorf("reading the comments of %s: %w", dir, err)
		}
	}
	worlds, err := plain(r.Reflect(&world.World{}))
	if err != nil {
		return nil, err
	}
	cases, err := plain(r.Reflect(&scenarios.Scenario{}))
	if err != nil {
		return nil, err
	}
	asWritten(worlds)
	defs := cases["$defs"].(object)
	for name, def := range worlds["$defs"].(object) {
		defs[name] = def
	}
	worlds["title"], cases["title"] = "A denylab world", "A denylab scenario"
	return encode(map[string]object{"world.schema.json": worlds, "scenario.schema.json": cases})
}

// known are the types whose form in a file is not that of the Go type.
func known(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[world.Policy]():
		return &jsonschema.Schema{Ref: "#/$defs/Policy"}
	case reflect.TypeFor[world.KeySet]():
		return &jsonschema.Schema{Ref: "#/$defs/KeySet"}
	case reflect.TypeFor[scenarios.Fixture]():
		return &jsonschema.Schema{Ref: "#/$defs/World"}
	case reflect.TypeFor[scenarios.Arguments]():
		return &jsonschema.Schema{Type: "object"}
	case reflect.TypeFor[emulator.Consistency]():
		return &jsonschema.Schema{Type: "string", Pattern: "^(immediate|calls=[0-9]+|after=.+)$"}
	case reflect.TypeFor[time.Duration]():
		return &jsonschema.Schema{Type: "string"}
	case reflect.TypeFor[authz.Layer]():
		return enum(authz.Layers())
	case reflect.TypeFor[authz.Verdict]():
		return enum([]authz.Verdict{authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny})
	default:
		return nil
	}
}

func enum[T any](values []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, v)
	}
	return s
}

// plain turns a schema into JSON that can be worked on.
func plain(s *jsonschema.Schema) (object, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var out object
	return out, json.Unmarshal(data, &out)
}

// asWritten makes of a world's schema the one of a world as it is written: it
// may use another, of which null removes something, so that nothing is
// required.
func asWritten(worlds object) {
	defs := worlds["$defs"].(object)
	for _, def := range defs {
		def := def.(object)
		delete(def, "required")
		properties, _ := def["properties"].(object)
		for name, p := range properties {
			properties[name] = orNull(p.(object))
		}
	}
	use := object{"type": "string", "description": "A world file, relative to this one, that is merged under this world."}
	defs["World"].(object)["properties"].(object)["use"] = use
	for name, def := range policyDefs() {
		defs[name] = def
	}
}

// orNull allows null beside what s allows, and in the values of a map.
func orNull(s object) object {
	if values, ok := s["additionalProperties"].(object); ok {
		s["additionalProperties"] = orNull(values)
	}
	if t, ok := s["type"].(string); ok {
		s["type"] = []any{t, "null"}
		return s
	}
	out := object{"anyOf": []any{s, object{"type": "null"}}}
	if text, ok := s["description"]; ok {
		delete(s, "description")
		out["description"] = text
	}
	return out
}

func encode(schemas map[string]object) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, schema := range schemas {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(schema); err != nil {
			return nil, err
		}
		out[name] = b.Bytes()
	}
	return out, nil
}
