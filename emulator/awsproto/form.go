package awsproto

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A Form holds the parameters of a query-protocol request
// (https://docs.aws.amazon.com/IAM/latest/APIReference/programming.html).
type Form struct{ values url.Values }

// maxForm is the largest form body that is read, in bytes.
const maxForm = 1 << 20

// ReadForm reads the parameters of a query-protocol request from the query
// string and, for a POST, from the form in its body. A parameter that is in
// both has the body's value.
func ReadForm(r *http.Request) (Form, *Error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return Form{}, malformedQuery(err)
	}
	if r.Method != http.MethodPost || r.Body == nil {
		return Form{values}, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxForm))
	if err != nil {
		return Form{}, unread(err, malformedQuery)
	}
	posted, err := url.ParseQuery(string(body))
	if err != nil {
		return Form{}, malformedQuery(err)
	}
	for name, vs := range posted {
		values[name] = vs
	}
	return Form{values}, nil
}

// unread is the error of a body that could not be read: AWS's own if it was
// the payload's verification that failed.
func unread(err error, word func(error) *Error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	return word(err)
}

func malformedQuery(err error) *Error {
	return &Error{Status: http.StatusNotFound, Code: "MalformedQueryString",
		Message: "The query string contains a syntax error: " + err.Error()}
}

// Get is a parameter's value, "" when it is absent.
func (f Form) Get(name string) string { return f.values.Get(name) }

// Has says whether a parameter was sent, even empty.
func (f Form) Has(name string) bool { return f.values.Has(name) }

// List is the list name.member.1, name.member.2, …, in the order of its
// numbers.
func (f Form) List(name string) []string {
	var out []string
	for _, n := range f.indexes(name) {
		out = append(out, f.Get(member(name, n)))
	}
	return out
}

// Structs is a list of structures (name.member.1.Key, …): one Form for each,
// whose parameters are the members' names.
func (f Form) Structs(name string) []Form {
	var out []Form
	for _, n := range f.indexes(name) {
		out = append(out, f.under(member(name, n)+"."))
	}
	return out
}

func member(name string, n int) string { return name + ".member." + strconv.Itoa(n) }

// indexes are the numbers N of the parameters name.member.N and
// name.member.N.…, ascending.
func (f Form) indexes(name string) []int { return f.numbers(name + ".member.") }

// numbers are the numbers behind a prefix, ascending.
func (f Form) numbers(prefix string) []int {
	var out []int
	for parameter := range f.values {
		rest, ok := strings.CutPrefix(parameter, prefix)
		if !ok {
			continue
		}
		digits, _, _ := strings.Cut(rest, ".")
		n, err := strconv.Atoi(digits)
		if err == nil && n > 0 && strconv.Itoa(n) == digits && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// names are the parameters that were sent, sorted.
func (f Form) names() []string { return slices.Sorted(maps.Keys(f.values)) }

func (f Form) under(prefix string) Form {
	values := url.Values{}
	for name, vs := range f.values {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			values[rest] = vs
		}
	}
	return Form{values}
}
