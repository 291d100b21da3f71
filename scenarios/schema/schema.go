// Package schema is the JSON Schema of scenario and world files, for editors:
// each file names its schema in the first line.
//
// The committed schemas are generated from the Go types that the loader fills,
// so that they cannot say anything else than the loader does; a test compares
// them.
package schema

import _ "embed"

// Scenario is the schema of a scenario file.
//
//go:embed scenario.schema.json
var Scenario []byte

// World is the schema of a world file.
//
//go:embed world.schema.json
var World []byte
