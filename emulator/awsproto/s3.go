package awsproto

import (
	"io"
	"net/http"
	"strings"
)

const xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// SetS3Headers sets the headers that every S3 response carries.
func SetS3Headers(h http.Header, ids IDs) {
	// In their canonical form, which spares Set a new string for each.
	h.Set("X-Amz-Request-Id", ids.RequestID)
	h.Set("X-Amz-Id-2", ids.HostID)
	h.Set("Server", "AmazonS3")
	ids.setDecision(h)
}

// WriteS3Error writes err as S3 does: a bare <Error> without Content-Length,
// then the connection is closed; no body for HEAD and for statuses that have
// none (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
func WriteS3Error(w http.ResponseWriter, r *http.Request, ids IDs, err *Error) {
	record(w, err)
	h := w.Header()
	SetS3Headers(h, ids)
	addHeader(h, err.Header)
	if err.Status >= 400 {
		h.Set("Connection", "close")
		drain(w, r)
	}
	h.Del("Content-Length")
	if err.Status == http.StatusNotModified || err.Status < 200 || err.Status == http.StatusNoContent {
		w.WriteHeader(err.Status)
		return
	}
	h.Set("Content-Type", "application/xml")
	if r.Method == http.MethodHead {
		w.WriteHeader(err.Status)
		return
	}
	w.WriteHeader(err.Status)
	// Flushed before the body, net/http cannot know its length and sends
	// chunks, as S3 does. A writer that cannot flush sends the length instead.
	_ = http.NewResponseController(w).Flush()
	_, _ = io.WriteString(w, S3ErrorBody(ids, err))
}

// S3ErrorBody is the XML document that S3 sends for err.
func S3ErrorBody(ids IDs, err *Error) string {
	var b strings.Builder
	b.WriteString(xmlDeclaration + "<Error>")
	b.WriteString(element("Code", err.Code))
	b.WriteString(element("Message", err.Message))
	for _, f := range err.Fields {
		b.WriteString(element(f.Name, f.Value))
	}
	b.WriteString(element("RequestId", ids.RequestID))
	b.WriteString(element("HostId", ids.HostID))
	b.WriteString("</Error>")
	return b.String()
}
