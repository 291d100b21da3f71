package s3

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// namespace is S3's XML namespace.
const namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

// maxDocument is the largest XML or JSON body that is read, in bytes; a
// CompleteMultipartUpload of 10,000 parts is the longest of them.
const maxDocument = 4 << 20

// decodeXML reads exactly one document from body.
func decodeXML(body io.Reader, into any) error {
	d := xml.NewDecoder(body)
	if err := d.Decode(into); err != nil {
		return err
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if text, ok := token.(xml.CharData); !ok || len(bytes.TrimSpace(text)) > 0 {
			return errors.New("content after the document")
		}
	}
}

// readBody reads a whole request body. A body that fails its checksum or
// signature comes back as that refusal.
func (q *request) readBody() ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(q.r.Body, maxDocument+1))
	if err != nil {
		return nil, bodyError(err)
	}
	if len(body) > maxDocument {
		return nil, failure(400, "MaxMessageLengthExceeded", "Your request was too big.", "MaxMessageLengthBytes", itoa(maxDocument))
	}
	return body, nil
}

// readXML reads the request's document, which must be there.
func (q *request) readXML(into any) error {
	body, err := q.readBody()
	if err != nil {
		return err
	}
	if decodeXML(bytes.NewReader(body), into) != nil {
		return malformedXML()
	}
	return nil
}

// bodyError is the refusal behind a failed read of a body.
func bodyError(err error) error {
	var refusal *awsproto.Error
	if errors.As(err, &refusal) {
		return refusal
	}
	return failure(400, "IncompleteBody", "The request body terminated unexpectedly")
}

// reply writes doc as the XML body of a 200.
func (q *request) reply(doc any) error {
	r := replies.Get().(*reply)
	defer replies.Put(r)
	if err := r.encode(doc); err != nil {
		return err
	}
	return q.send200(r)
}

func (q *request) send200(r *reply) error {
	q.w.Header().Set("Content-Type", "application/xml")
	q.w.Header().Set("Content-Length", itoa(len(r.text)))
	q.w.WriteHeader(http.StatusOK)
	_, _ = q.w.Write(r.text)
	return nil
}

// A reply is a rendered document.
type reply struct{ text []byte }

// replies are kept for the room in them: a listing is long.
var replies = sync.Pool{New: func() any { return new(reply) }}

// Write implements io.Writer.
func (r *reply) Write(p []byte) (int, error) {
	r.text = append(r.text, p...)
	return len(p), nil
}

func (r *reply) encode(doc any) error {
	r.text = r.text[:0]
	return encodeTo(r, doc)
}

func encodeTo(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(doc)
}

// noContent answers 204.
func (q *request) noContent() error {
	q.w.WriteHeader(http.StatusNoContent)
	return nil
}

// ok answers 200 without a body.
func (q *request) ok() error {
	q.w.Header().Set("Content-Length", "0")
	q.w.WriteHeader(http.StatusOK)
	return nil
}

// iso is a time as S3 writes it in XML: milliseconds, UTC.
func iso(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// httpDate is a time as S3 writes it in headers.
func httpDate(t time.Time) string { return t.UTC().Format(http.TimeFormat) }
