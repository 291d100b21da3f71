// Package scenarios holds the catalogue of documented denials and what runs
// it: the loader with its diagnostics, the schema of the files and the Runner.
//
// A scenario is one YAML file, <topic>/<id>.yaml: a world, steps (one signed
// call each, with the answer wanted) and a cure. worlds/ holds worlds that
// several scenarios share, rows.yaml the rows of the seed matrix. The format is
// described in docs/scenario-format.md; the types Scenario, Step, Want, Cure
// and the package emulator/world are its fields.
//
// Every file is read into a tree that remembers where each value was written
// (Fixture), so that a complaint about it, and the statement that decided a
// call, can be shown with file, line and column, even after several files
// were merged.
package scenarios
