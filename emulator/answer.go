package emulator

import (
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// An answer is a ResponseWriter that knows what was sent.
type answer struct {
	http.ResponseWriter
	// begun is called once, before the first byte is sent: whoever has seen
	// an answer finds its exchange in the journal.
	begun func(*answer)

	// status is 0 until the answer begins, or when it never does.
	status int
	err    *awsproto.Error
}

func (a *answer) WriteHeader(status int) {
	if status >= 200 { // others are only the beginning, such as 100 Continue
		a.begin(status)
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	a.begin(http.StatusOK)
	return a.ResponseWriter.Write(p)
}

func (a *answer) begin(status int) {
	if a.status == 0 {
		a.status = status
		a.begun(a)
	}
}

// RecordError implements awsproto.ErrorRecorder.
func (a *answer) RecordError(err *awsproto.Error) { a.err = err }

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
