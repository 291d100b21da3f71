package iampolicy

import (
	"fmt"
	"strings"
)

// A flaw is one thing that can be wrong with a policy document, before it is
// put into the words of the service that refuses it (wording.go).
type flaw int

const (
	flawJSON flaw = iota
	flawShape
	flawUnknownField
	flawDuplicateField
	flawNoStatement
	flawEmptyStatement
	flawVersion
	flawNoEffect
	flawEffect
	flawSid
	flawDuplicateSid
	flawNoAction
	flawActionForm
	flawActionColons
	flawVendor
	flawActionInvalid
	flawActionNotTrust
	flawNoResource
	flawResourceForm
	flawResourceShort
	flawResourceVendor
	flawPartition
	flawIAMRegion
	flawIAMPath
	flawResourceForbidden
	flawResourceForeign
	flawActionResource
	flawPrincipalForbidden
	flawNoPrincipal
	flawBarePrincipal
	flawPrincipal
	flawNotPrincipal
	flawAllowNotPrincipal
	flawOperator
	flawConditionKey
	flawConditionAction
	flawControl
	flawEndpointCondition
	flawSize
	flawCharacters
)

// A SyntaxError is text that is no policy document: not JSON, or not of the
// shape that the policy grammar
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)
// gives it. Code and Message are AWS's; For puts them in another service's
// words.
type SyntaxError struct {
	// Line and Column count from 1; 0 is unknown.
	Line, Column int
	// Code is AWS's error code, Message its text.
	Code, Message string
	// Hint says what is wrong in this text and what to write instead.
	Hint string

	flaw  flaw
	value string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s: %s (%s)", e.Line, e.Column, e.Code, e.Message, e.Hint)
}

// For is the same error as the service that keeps policies of kind k words it.
func (e *SyntaxError) For(k Kind) *SyntaxError {
	again := *e
	again.Code, again.Message = words(k, e.flaw, e.value)
	return &again
}

func syntaxError(f flaw, value string, line, column int, hint string) *SyntaxError {
	e := &SyntaxError{Line: line, Column: column, Hint: hint, flaw: f, value: value}
	return e.For(Identity)
}

// A Problem is one reason for which AWS refuses a policy document.
type Problem struct {
	// Code is AWS's error code, Message its text, Detail the text of S3's
	// <Detail> element where it sends one.
	Code, Message, Detail string
	// Hint says what to write instead.
	Hint string
	// Statement is the statement's index from 0; -1 for the whole document.
	Statement int
	// Sid is the statement's Sid.
	Sid string
	// Line and Column are the statement's, from 1; 0 is unknown.
	Line, Column int
}

func (p Problem) Error() string {
	var where []string
	if p.Line > 0 {
		where = append(where, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	if p.Statement >= 0 {
		where = append(where, fmt.Sprintf("statement #%d", p.Statement+1))
	}
	text := fmt.Sprintf("%s: %s (%s)", p.Code, p.Message, p.Hint)
	return strings.Join(append(where, text), ": ")
}
