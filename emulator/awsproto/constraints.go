package awsproto

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Constraints collects what a request's parameters violate and words it as the
// front of AWS's query and JSON services does: all violations in one message.
// The zero value has none. A method whose parameter is absent is not called;
// Required says which ones may not be.
type Constraints struct{ violations []string }

// Required demands that a parameter was sent.
func (c *Constraints) Required(name string, sent bool) {
	if !sent {
		c.add("Value null", name, "Member must not be null")
	}
}

// Length demands between least and most characters.
func (c *Constraints) Length(name, value string, least, most int) {
	c.size("Value '"+value+"'", name, utf8.RuneCountInString(value), least, most)
}

// Blob demands between least and most bytes or members; the value is not
// printed.
func (c *Constraints) Blob(name string, size, least, most int) {
	c.size("Value", name, size, least, most)
}

func (c *Constraints) size(shown, name string, size, least, most int) {
	switch {
	case size < least:
		c.add(shown, name, fmt.Sprintf("Member must have length greater than or equal to %d", least))
	case size > most:
		c.add(shown, name, fmt.Sprintf("Member must have length less than or equal to %d", most))
	}
}

// Range demands a number between least and most.
func (c *Constraints) Range(name string, value, least, most int) {
	shown := fmt.Sprintf("Value '%d'", value)
	switch {
	case value < least:
		c.add(shown, name, fmt.Sprintf("Member must have value greater than or equal to %d", least))
	case value > most:
		c.add(shown, name, fmt.Sprintf("Member must have value less than or equal to %d", most))
	}
}

// Pattern demands that pattern matches the whole value. AWS prints the pattern
// as its model has it, without anchors, and so must pattern be.
func (c *Constraints) Pattern(name, value string, pattern *regexp.Regexp) {
	// The leftmost match of a greedy character class is the longest one, so
	// comparing is the same as anchoring.
	if pattern.FindString(value) != value {
		c.add("Value '"+value+"'", name, "Member must satisfy regular expression pattern: "+pattern.String())
	}
}

// OneOf demands one of the values of an enumeration.
func (c *Constraints) OneOf(name, value string, allowed ...string) {
	for _, a := range allowed {
		if value == a {
			return
		}
	}
	c.add("Value '"+value+"'", name, "Member must satisfy enum value set: ["+strings.Join(allowed, ", ")+"]")
}

func (c *Constraints) add(value, name, demand string) {
	c.violations = append(c.violations, value+" at '"+name+"' failed to satisfy constraint: "+demand)
}

// Err is the error with the given code (ValidationError in query services,
// ValidationException in JSON services), or nil when nothing is violated.
func (c *Constraints) Err(code string) *Error {
	n := len(c.violations)
	if n == 0 {
		return nil
	}
	noun := "error"
	if n > 1 {
		noun = "errors"
	}
	return &Error{Status: http.StatusBadRequest, Code: code,
		Message: fmt.Sprintf("%d validation %s detected: %s", n, noun, strings.Join(c.violations, "; "))}
}
