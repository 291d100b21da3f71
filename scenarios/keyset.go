package scenarios

import "github.com/denylab/denylab/emulator/world"

// keySet reads a JSON Web Key Set in any of its three forms: a mapping, a
// string of JSON, or {file: NAME}. It is nil after a complaint.
func (d *decoder) keySet(n *node) *world.KeySet {
	data := []byte(n.text)
	file := n.only("file")
	switch {
	case n.kind == text:
	case file != nil:
		_, read, problem := readBeside(d.fixture.fsys, file, "key set file")
		if problem != nil {
			d.complain(*problem)
			return nil
		}
		data = read
	case n.kind == mapping:
		data = policyNode(n).JSON()
	default:
		d.complain(n.problem("a key set must be a mapping, not %s", n.kind).
			hint("write the provider's JWKS as YAML, as a string of JSON, or {file: NAME}"))
		return nil
	}
	set, err := world.ParseKeySet(data)
	if err != nil {
		d.complain(n.problem("%v", err).hint("write what the provider has at its jwks_uri"))
	}
	return set
}
