package awsproto

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An EC2Model is what the public API model of Amazon EC2 says: which operations
// there are, and what the members of types are called on the wire, which in EC2
// is not what the types call them
// (https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).
type EC2Model struct {
	operations map[string]bool
	types      map[string]map[string]ec2Member // by type, then field
}

// An ec2Member is one member of a type.
type ec2Member struct {
	request, response string // its names
	required          bool
	enum              []string
}

// ParseEC2Model reads a table of lines of the name of an operation, and lines
// of type, member, name in requests, name in responses, "required" and
// enumeration, separated by tabs, empty at the end left out. Lines that begin
// with # are comments.
func ParseEC2Model(table string) (*EC2Model, error) {
	m := &EC2Model{operations: map[string]bool{}, types: map[string]map[string]ec2Member{}}
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) == 1 {
			m.operations[line] = true
			continue
		}
		if len(columns) < 4 || len(columns) > 6 {
			return nil, fmt.Errorf("line %d: %q has %d columns; write type, member, the two names, \"required\" and the enumeration", n, line, len(columns))
		}
		m.add(append(columns, "", ""))
	}
	return m, nil
}

func (m *EC2Model) add(columns []string) {
	if m.types[columns[0]] == nil {
		m.types[columns[0]] = map[string]ec2Member{}
	}
	m.types[columns[0]][columns[1]] = ec2Member{
		request: columns[2], response: columns[3], required: columns[4] == "required", enum: strings.Fields(columns[5]),
	}
}

// Has says whether EC2 has an operation.
func (m *EC2Model) Has(operation string) bool { return m.operations[operation] }

// Operations are the names of EC2's operations, sorted.
func (m *EC2Model) Operations() []string { return slices.Sorted(maps.Keys(m.operations)) }
