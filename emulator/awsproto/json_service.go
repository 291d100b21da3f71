package awsproto

import (
	"cmp"
	"net/http"
)

// A JSONService is what the JSON 1.1 services have in common: the table of
// what they answer, R being one request of theirs.
type JSONService[R any] struct {
	// Name is AWS's of the service, for messages: "Organizations".
	Name string
	// Target begins the header X-Amz-Target: "AWSOrganizationsV20161128.".
	Target string
	// Text is the member of errors that has their text: "message" when empty.
	Text string
	// Model is the public one of the service: which operations there are.
	Model func() *Model
	// Operations are those that are answered.
	Operations map[string]JSONOperation[R]
}

// A JSONOperation decodes the body of a request, checks it against AWS's model
// and answers it.
type JSONOperation[R any] func(r R, body []byte) (any, *Error)

// JSONDecoded is the operation that run answers once the body is decoded and
// was found to satisfy AWS's model under name.
func JSONDecoded[R, In, Out any](model func() *Model, name string, run func(R, *In) (*Out, *Error)) JSONOperation[R] {
	return func(r R, body []byte) (any, *Error) {
		in := new(In)
		m := model()
		if err := DecodeJSONInput(body, in, m.Unions); err != nil {
			return nil, err
		}
		if err := m.Check(name, in); err != nil {
			return nil, err
		}
		return result(run(r, in))
	}
}

// result keeps a nil output from becoming an output.
func result[Out any](out *Out, err *Error) (any, *Error) {
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Read finds the operation of a request, and its body. name is set as soon as
// it is known, also beside an error: an operation that AWS has and the service
// does not answer is NotImplemented by name.
func (s *JSONService[R]) Read(r *http.Request) (name string, op JSONOperation[R], body []byte, failure *Error) {
	name, body, failure = ReadJSON(r, s.Target)
	if failure != nil {
		return name, nil, nil, failure
	}
	op, ok := s.Operations[name]
	switch {
	case ok:
		return name, op, body, nil
	case s.Model().Has(name):
		return name, nil, nil, NotEmulated(s.Name, name)
	default:
		return name, nil, nil, &Error{Status: http.StatusBadRequest, Code: "UnknownOperationException"}
	}
}

// Answer writes the output of an operation, or its failure.
func (s *JSONService[R]) Answer(w http.ResponseWriter, ids IDs, output any, failure *Error) {
	if failure == nil {
		err := WriteJSONOutput(w, ids, output)
		if err == nil {
			return
		}
		failure = &Error{Status: http.StatusInternalServerError, Code: "InternalFailure", Message: err.Error()}
	}
	s.Refuse(w, ids, failure)
}

// Refuse writes an error in the service's form.
func (s *JSONService[R]) Refuse(w http.ResponseWriter, ids IDs, err *Error) {
	writeJSONError(w, ids, err, cmp.Or(s.Text, "message"))
}
