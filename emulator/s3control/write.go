package s3control

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// namespace is S3 Control's XML namespace.
const namespace = "http://awss3control.amazonaws.com/doc/2018-08-20/"

// maxDocument is the largest body that is read, in bytes; an access point's
// policy of 20 KB, escaped, is the longest.
const maxDocument = 256 << 10

// readXML reads the request's document, which must be there.
func (q *request) readXML(into any) error {
	body, err := io.ReadAll(io.LimitReader(q.r.Body, maxDocument+1))
	var refusal *awsproto.Error
	switch {
	case errors.As(err, &refusal):
		return refusal
	case err != nil:
		return failure(400, "IncompleteBody", "The request body terminated unexpectedly")
	case len(body) > maxDocument:
		return failure(400, "MaxMessageLengthExceeded", "Your request was too big.", "MaxMessageLengthBytes", strconv.Itoa(maxDocument))
	}
	if xml.Unmarshal(body, into) != nil {
		return malformedXML()
	}
	return nil
}

func malformedXML() error {
	return failure(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
}

// reply writes doc as the XML body of a 200.
func (q *request) reply(doc any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		return err
	}
	q.w.Header().Set("Content-Type", "application/xml")
	q.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	q.w.WriteHeader(http.StatusOK)
	_, _ = q.w.Write(b.Bytes())
	return nil
}

// ok answers 200 without a body.
func (q *request) ok() error {
	q.w.Header().Set("Content-Length", "0")
	q.w.WriteHeader(http.StatusOK)
	return nil
}

// noContent answers 204.
func (q *request) noContent() error {
	q.w.WriteHeader(http.StatusNoContent)
	return nil
}

// change changes the request's account.
func (q *request) change(change func(*world.Account) error) error {
	err := q.s.worlds.Change(func(w *world.World) error {
		a, ok := w.Accounts[q.account]
		if !ok { // a caller of another account that the rules let through
			return failure(403, "AccessDenied", "Access Denied")
		}
		return change(a)
	})
	var policy *world.PolicyError
	var reference *world.RefError
	switch {
	case errors.As(err, &policy):
		return failure(400, policy.Problem.Code, policy.Problem.Message)
	case errors.As(err, &reference):
		return failure(400, "InvalidRequest", reference.Message)
	}
	return err
}

// changePoint changes the account while it has the request's access point.
func (q *request) changePoint(change func(*world.Account) error) error {
	return q.change(func(a *world.Account) error {
		if a.AccessPoints[q.name] == nil {
			return noSuchAccessPoint(q.name)
		}
		return change(a)
	})
}

// failure is an S3 Control error; fields are pairs of element name and value
// that follow <Message>
// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
func failure(status int, code, message string, fields ...string) *awsproto.Error {
	e := &awsproto.Error{Status: status, Code: code, Message: message}
	for i := 0; i+1 < len(fields); i += 2 {
		e.Fields = append(e.Fields, awsproto.Field{Name: fields[i], Value: fields[i+1]})
	}
	return e
}

func noSuchAccessPoint(name string) *awsproto.Error {
	return failure(404, "NoSuchAccessPoint", "The specified accesspoint does not exist", "AccessPointName", name)
}

func notEmulated(operation string) *awsproto.Error {
	return failure(501, "NotImplemented", "denylab does not emulate "+operation+" of S3 Control; it has Block Public Access of accounts, access points, S3 Access Grants, and tags of buckets.", "Operation", operation)
}

func internal() *awsproto.Error {
	return failure(500, "InternalError", "We encountered an internal error. Please try again.")
}
