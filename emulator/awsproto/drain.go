package awsproto

import (
	"io"
	"net/http"
	"time"
)

const (
	drainedBytes = 256 << 10
	drainedFor   = time.Second
)

// drain reads what a refused request still has to say, within bounds, before it
// is answered. Clients that are answered while they are still sending may take
// their connection for broken and lose the answer. One that waits to be told to
// go on sends nothing more, and one that has stopped is not waited for.
func drain(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil || r.ContentLength == 0 || r.Header.Get("Expect") != "" {
		return
	}
	// Where there is no deadline there is no connection either.
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(drainedFor)); err == nil {
		_, _ = io.CopyN(io.Discard, r.Body, drainedBytes)
	}
}
