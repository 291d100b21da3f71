package awsproto

import (
	"cmp"
	"net/http"
)

// A QueryService is what the services of the query protocol have in common: the
// table of what they answer, R being one request of theirs.
type QueryService[R any] struct {
	// Name is AWS's of the service, for messages: "IAM".
	Name string
	// Version is that of its API: "2010-05-08".
	Version string
	// Operations are those that are answered.
	Operations map[string]QueryOperation[R]
	// Has says whether AWS has an operation that is not answered.
	Has func(operation string) bool
}

// A QueryOperation answers a request with the parameters of a form.
type QueryOperation[R any] func(r R, form Form) (any, *Error)

// Read finds the operation of a request, and its parameters. name is set as
// soon as it is known, also beside an error: an operation that AWS has and the
// service does not answer is NotImplemented by name.
func (s *QueryService[R]) Read(r *http.Request) (name string, op QueryOperation[R], form Form, failure *Error) {
	form, failure = ReadForm(r)
	if failure != nil {
		return "", nil, form, failure
	}
	name, version := form.Get("Action"), cmp.Or(form.Get("Version"), noVersion)
	op, ok := s.Operations[name]
	switch {
	case name == "":
		return name, nil, form, MissingAction()
	case version != s.Version:
		return name, nil, form, InvalidAction(name, version)
	case ok:
		return name, op, form, nil
	case s.Has(name):
		return name, nil, form, NotEmulated(s.Name, name)
	default:
		return name, nil, form, InvalidAction(name, version)
	}
}
