package awsproto

import "net/http"

// An ErrorRecorder is a ResponseWriter that wants to know which errors are
// written to it.
type ErrorRecorder interface{ RecordError(err *Error) }

func record(w http.ResponseWriter, err *Error) {
	if r, ok := w.(ErrorRecorder); ok {
		r.RecordError(err)
	}
}
