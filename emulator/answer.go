package emulator

import (
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// An answer is a ResponseWriter that remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int
	err    *awsproto.Error
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(p)
}

// RecordError implements awsproto.ErrorRecorder.
func (a *answer) RecordError(err *awsproto.Error) { a.err = err }

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
