package awsproto

import (
	"io"
	"net/http"
	"strings"
)

// WriteS3ControlError writes err as S3 Control does: S3's <Error> inside an
// <ErrorResponse>, where the request's ids are
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html).
func WriteS3ControlError(w http.ResponseWriter, ids IDs, err *Error) {
	record(w, err)
	h := w.Header()
	SetS3Headers(h, ids)
	addHeader(h, err.Header)
	h.Set("Content-Type", "application/xml")
	w.WriteHeader(err.Status)
	_, _ = io.WriteString(w, s3ControlErrorBody(ids, err))
}

func s3ControlErrorBody(ids IDs, err *Error) string {
	var b strings.Builder
	b.WriteString(xmlDeclaration + "<ErrorResponse><Error>")
	b.WriteString(element("Code", err.Code))
	b.WriteString(element("Message", err.Message))
	for _, f := range err.Fields {
		b.WriteString(element(f.Name, f.Value))
	}
	b.WriteString("</Error>")
	b.WriteString(element("RequestId", ids.RequestID))
	b.WriteString(element("HostId", ids.HostID))
	b.WriteString("</ErrorResponse>")
	return b.String()
}
