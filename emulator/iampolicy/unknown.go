package iampolicy

import (
	"fmt"
	"strings"
	"sync"

	"github.com/denylab/denylab/rego/authz"
)

// A Warning is something AWS accepts and that does not do what it seems to.
type Warning struct {
	// Statement is the statement's index from 0.
	Statement int
	Sid       string
	// Line and Column are the statement's, from 1; 0 is unknown.
	Line, Column int
	// Action is the action as it was written.
	Action string
	// Message says what is wrong, Suggestion the action that was probably
	// meant, or "".
	Message, Suggestion string
}

// UnknownActions warns of every Action and NotAction value that matches no
// action of AWS: the policy is accepted, and the value grants or denies
// nothing.
func UnknownActions(doc *authz.Document) []Warning {
	var all []Warning
	for i, s := range doc.Statements {
		for _, list := range [][]string{s.Action, s.NotAction} {
			for _, action := range list {
				message, suggestion := unknownAction(action)
				if message == "" {
					continue
				}
				all = append(all, Warning{Statement: i, Sid: s.Sid, Line: s.Line, Column: s.Column,
					Action: action, Message: message, Suggestion: suggestion})
			}
		}
	}
	return all
}

func unknownAction(action string) (message, suggestion string) {
	prefix, name, found := strings.Cut(action, ":")
	if !found || hasWildcard(prefix) {
		return "", "" // "*", or malformed, which Validate reports
	}
	s, ok := serviceOf(prefix)
	if !ok {
		message = fmt.Sprintf("no AWS service has the prefix %q", prefix)
		if near, ok := Closest(prefix, Services()); ok {
			suggestion = near + ":" + name
		}
	} else if !s.exists(name) {
		message = fmt.Sprintf("no action matches %q; AWS accepts it and it applies to nothing", action)
		suggestion = s.suggest(strings.ToLower(prefix), name)
	}
	if suggestion != "" {
		message += fmt.Sprintf("; did you mean %q?", suggestion)
	}
	return message, suggestion
}

// suggest finds the action that name was to be. People write the name of the
// API operation, so those are candidates too.
func (s *service) suggest(prefix, name string) string {
	if hasWildcard(name) {
		return ""
	}
	candidates := s.names
	var operations map[string]string
	if prefix == "s3" {
		operations = s3Operations()
		candidates = append([]string(nil), s.names...)
		for operation := range operations {
			candidates = append(candidates, operation)
		}
	}
	near, ok := Closest(name, candidates)
	if !ok {
		return ""
	}
	if action, ok := operations[near]; ok {
		return action
	}
	return prefix + ":" + near
}

// s3Operations maps an operation of the S3 API to its action where the names
// differ.
var s3Operations = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for _, row := range rows(s3OperationsData) {
		table[row[0]] = row[1]
	}
	return table
})
