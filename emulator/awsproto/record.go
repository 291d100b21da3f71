package awsproto

import "net/http"

// An ErrorRecorder is a ResponseWriter that wants to know the error that was
// written to it, as the journal does.
type ErrorRecorder interface{ RecordError(err *Error) }

func record(w http.ResponseWriter, err *Error) {
	if r, ok := w.(ErrorRecorder); ok {
		r.RecordError(err)
	}
}
