package s3

import (
	"io"
	"net/http"
	"strings"
)

// linger has the server wait a moment before it closes the connection of a
// refused upload. Some clients send Expect: 100-continue and then do not wait
// for the answer; net/http, which believes them, would close while their bytes
// are on the way, and the reset that follows would overtake the refusal.
//
// What net/http does for a request beyond the limit of a MaxBytesReader is
// just that, so one is driven beyond its limit.
func linger(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Expect") == "" || r.ContentLength == 0 {
		return
	}
	for {
		outer, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			break
		}
		w = outer.Unwrap()
	}
	_, _ = http.MaxBytesReader(w, io.NopCloser(strings.NewReader("x")), 0).Read(make([]byte, 1))
}
