package authz

// A Document is a parsed policy document. It is immutable once built: the
// engine keeps what it derived from a document for as long as the document
// lives.
type Document struct {
	// Version is "2012-10-17", "2008-10-17" or "" (which AWS reads as
	// 2008-10-17: no policy variables).
	Version    string
	ID         string
	Statements []Statement
	// File is the file the document was written in, for findings.
	File string
}

// A Statement is one statement of a policy document, every element as a list
// in document order. A nil list is an absent element, an empty non-nil list
// one that was written empty.
type Statement struct {
	Sid          string
	Effect       string // Allow or Deny
	Principal    *Principals
	NotPrincipal *Principals
	Action       []string
	NotAction    []string
	Resource     []string
	NotResource  []string
	Condition    []Condition
	Line, Column int // of the statement in Document.File, from 1; 0 unknown
}

// Principals is a Principal or NotPrincipal element. "*" and {"AWS":"*"} are
// Any in either spelling.
type Principals struct {
	Any           bool
	AWS           []string // ARNs or account ids, as written; never "*"
	Service       []string
	Federated     []string
	CanonicalUser []string
}

// A Condition is one operator-key pair of a Condition block; its values are
// the text as written (numbers and booleans keep their spelling).
type Condition struct {
	Operator string // as written, with ForAnyValue:/ForAllValues: and IfExists
	Key      string // as written
	Values   []string
}

// An Attached is a document in the place where it applies to a call.
type Attached struct {
	// Name is the policy's name; ARN its ARN when it is a managed policy, an
	// SCP or an RCP (AWS appends it to explicit denials), else empty.
	Name string
	ARN  string
	// Level is the organization level of a control policy.
	Level    string
	Document *Document
}
