package awsproto

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A Model is what the public API model of a query service says about its
// operations: which there are, and what their inputs must satisfy.
type Model struct {
	operations map[string]map[string]constraint // by operation, then member
	// Code is that of the error: ValidationError when empty, as in query
	// services; JSON services have ValidationException.
	Code string
	// Values has messages print the values that violate something.
	Values bool
	// Unions are the members of the unions in JSON inputs.
	Unions Unions
	// Words are the sentences of members that must match a pattern, where the
	// service has its own; %s is the member. Other patterns have the words of
	// Constraints.
	Words map[string]string
	// Refuse is for a service with errors of its own: it has the error of the
	// first violation, at a member as messages name it.
	Refuse func(v Violation, member string) *Error
}

// A constraint is what one member of an input must satisfy.
type constraint struct {
	required    bool
	least, most int // -1 for none
	enum        []string
	pattern     string // as the service prints it
	whole       matcher
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
		c.whole, err = wholePattern(c.pattern)
	}
	return c, err
}

// Has says whether the service has an operation.
func (m *Model) Has(operation string) bool { return m.operations[operation] != nil }

// Check says what is wrong with the input of an operation, in one error; nil
// when nothing is.
func (m *Model) Check(operation string, input any) *Error {
	c := &modelCheck{model: m, members: m.operations[operation]}
	c.structure(reflect.ValueOf(input).Elem(), "", "")
	if m.Refuse != nil && c.first != "" {
		return m.Refuse(c.first, c.at)
	}
	if err := c.found.Err(cmp.Or(m.Code, "ValidationError")); err != nil {
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
	// first is the first violation, at is where.
	first Violation
	at    string
}

func (c *modelCheck) violates(v Violation, wire string) {
	if c.first == "" {
		c.first, c.at = v, wire
	}
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
			c.violates(Missing, wire)
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
	case v.Kind() == reflect.Map:
		c.mapping(v, path, wire)
	case v.Kind() == reflect.Interface:
		name := unionMember(v)
		c.member(reflect.Indirect(v.Elem()).FieldByName("Value"), path+"."+name, wire+"."+lowerFirst(name))
	}
}

// mapping checks keys and values: the table calls them Environment{key} and
// Environment{}.
func (c *modelCheck) mapping(v reflect.Value, path, wire string) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if k, constrained := c.members[path+"{key}"]; constrained {
			c.text(key.String(), k, wire)
		}
		c.member(v.MapIndex(key), path+"{}", wire+"."+key.String()+".member")
	}
}

func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
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
	case reflect.Slice, reflect.Map:
		c.size(v.Len(), k, wire, "length", c.shown(v))
	case reflect.Int32, reflect.Int64:
		c.size(int(v.Int()), k, wire, "value", c.shown(v))
	}
}

// shown is how a value is printed in a message.
func (c *modelCheck) shown(v reflect.Value) string {
	if !c.model.Values || v.Kind() == reflect.Map || v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.String {
		return "Value"
	}
	if v.Kind() == reflect.Slice { // as Java prints a list
		var items []string
		for i := range v.Len() {
			items = append(items, v.Index(i).String())
		}
		return "Value '[" + strings.Join(items, ", ") + "]'"
	}
	return fmt.Sprintf("Value '%v'", v.Interface())
}

func (c *modelCheck) text(s string, k constraint, wire string) {
	shown := c.shown(reflect.ValueOf(s))
	c.size(len([]rune(s)), k, wire, "length", shown)
	if len(k.enum) > 0 {
		c.oneOf(s, k.enum, wire, shown)
	}
	if k.whole == nil || k.whole(s) {
		return
	}
	c.violates(NoMatch, wire)
	if words, ok := c.model.Words[k.pattern]; ok {
		if c.worded == nil {
			c.worded = &Error{Status: 400, Code: "ValidationError", Message: fmt.Sprintf(words, wire)}
		}
		return
	}
	c.found.add(shown, wire, "Member must satisfy regular expression pattern: "+k.pattern)
}

func (c *modelCheck) size(n int, k constraint, wire, what, shown string) {
	switch {
	case k.least >= 0 && n < k.least:
		c.violates(Violation("short "+what), wire)
		c.found.add(shown, wire, fmt.Sprintf("Member must have %s greater than or equal to %d", what, k.least))
	case k.most >= 0 && n > k.most:
		c.violates(Violation("long "+what), wire)
		c.found.add(shown, wire, fmt.Sprintf("Member must have %s less than or equal to %d", what, k.most))
	}
}

func (c *modelCheck) oneOf(s string, enum []string, wire, shown string) {
	for _, e := range enum {
		if e == s {
			return
		}
	}
	c.violates(NotInEnum, wire)
	c.found.add(shown, wire, "Member must satisfy enum value set: ["+strings.Join(enum, ", ")+"]")
}
