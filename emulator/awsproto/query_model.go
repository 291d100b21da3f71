package awsproto

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// A Model is what the public API model of a query service says about its
// operations: which there are, and what their inputs must satisfy.
type Model struct {
	operations map[string]map[string]constraint // by operation, then member
	// Words are the sentences of members that must match a pattern, where the
	// service has its own; %s is the member. Other patterns have the words of
	// Constraints.
	Words map[string]string
}

// A constraint is what one member of an input must satisfy.
type constraint struct {
	required    bool
	least, most int // -1 for none
	enum        []string
	pattern     string // as the service prints it
	whole       *regexp.Regexp
}

// ParseModel reads a table of operations: lines of the name of an operation,
// and lines of operation, member, "required", minimum, maximum, enumeration
// and pattern, separated by tabs, empty at the end left out. A member of a list
// of structures is called Tags[].Key. Lines that begin with # are comments.
func ParseModel(table string) (*Model, error) {
	m := &Model{operations: map[string]map[string]constraint{}}
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		members := m.operations[columns[0]]
		if members == nil {
			members = map[string]constraint{}
			m.operations[columns[0]] = members
		}
		if len(columns) == 1 {
			continue
		}
		c, err := constraintOf(append(columns[2:], "", "", "", "", ""))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		members[columns[1]] = c
	}
	return m, nil
}

func constraintOf(columns []string) (constraint, error) {
	c := constraint{required: columns[0] == "required", least: -1, most: -1, enum: strings.Fields(columns[3]), pattern: columns[4]}
	var err error
	for i, into := range []*int{&c.least, &c.most} {
		if text := columns[1+i]; text != "" {
			if *into, err = strconv.Atoi(text); err != nil {
				return c, err
			}
		}
	}
	if c.pattern != "" {
		c.whole, err = regexp.Compile(`^(?:` + inGo(c.pattern) + `)$`)
	}
	return c, err
}

var codePoint = regexp.MustCompile(`\\u([0-9A-F]{4})`)

// inGo is a pattern of the models, which are Java's, in Go's syntax. The one
// look-ahead there is, that no hyphen follows a hyphen, has no counterpart.
func inGo(pattern string) string {
	pattern = strings.ReplaceAll(pattern, `([a-z0-9]|-(?!-)){1,61}`, `(-?[a-z0-9])*-?`)
	return codePoint.ReplaceAllString(pattern, `\x{$1}`)
}

// Has says whether the service has an operation.
func (m *Model) Has(operation string) bool { return m.operations[operation] != nil }

// Check says what is wrong with the input of an operation, as a
// ValidationError; nil when nothing is. The values are not printed.
func (m *Model) Check(operation string, input any) *Error {
	c := &modelCheck{model: m, members: m.operations[operation]}
	c.structure(reflect.ValueOf(input).Elem(), "", "")
	if err := c.found.Err("ValidationError"); err != nil {
		return err
	}
	return c.worded
}

type modelCheck struct {
	model   *Model
	members map[string]constraint
	found   Constraints
	// worded is the first violation for which the service has its own words.
	worded *Error
}

// structure checks the members of a structure. path is where it stands in the
// table's names, wire in those of messages.
func (c *modelCheck) structure(v reflect.Value, path, wire string) {
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() {
			c.member(v.Field(i), path+f.Name, wire+lowerFirst(f.Name))
		}
	}
}

// lowerFirst is a member's name in messages: AWS prints userName for UserName.
func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }

func (c *modelCheck) member(v reflect.Value, path, wire string) {
	k, constrained := c.members[path]
	if absent(v) {
		if k.required {
			c.found.Required(wire, false)
		}
		return
	}
	v = reflect.Indirect(v)
	if constrained {
		c.value(v, k, wire)
	}
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			c.member(v.Index(i), path+"[]", wire+"."+strconv.Itoa(i+1)+".member")
		}
	case v.Kind() == reflect.Struct && v.Type().PkgPath() != "time":
		c.structure(v, path+".", wire+".")
	}
}

func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return v.IsNil()
	case reflect.String: // an enumeration
		return v.Len() == 0
	}
	return false
}

func (c *modelCheck) value(v reflect.Value, k constraint, wire string) {
	switch v.Kind() {
	case reflect.String:
		c.text(v.String(), k, wire)
	case reflect.Slice:
		c.size(v.Len(), k, wire, "length")
	case reflect.Int32, reflect.Int64:
		c.size(int(v.Int()), k, wire, "value")
	}
}

func (c *modelCheck) text(s string, k constraint, wire string) {
	c.size(len([]rune(s)), k, wire, "length")
	if len(k.enum) > 0 {
		c.oneOf(s, k.enum, wire)
	}
	if k.whole == nil || k.whole.MatchString(s) {
		return
	}
	if words, ok := c.model.Words[k.pattern]; ok {
		if c.worded == nil {
			c.worded = &Error{Status: 400, Code: "ValidationError", Message: fmt.Sprintf(words, wire)}
		}
		return
	}
	c.found.add("Value", wire, "Member must satisfy regular expression pattern: "+k.pattern)
}

func (c *modelCheck) size(n int, k constraint, wire, what string) {
	switch {
	case k.least >= 0 && n < k.least:
		c.found.add("Value", wire, fmt.Sprintf("Member must have %s greater than or equal to %d", what, k.least))
	case k.most >= 0 && n > k.most:
		c.found.add("Value", wire, fmt.Sprintf("Member must have %s less than or equal to %d", what, k.most))
	}
}

func (c *modelCheck) oneOf(s string, enum []string, wire string) {
	for _, e := range enum {
		if e == s {
			return
		}
	}
	c.found.add("Value", wire, "Member must satisfy enum value set: ["+strings.Join(enum, ", ")+"]")
}
