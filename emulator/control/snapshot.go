package control

import "net/http"

// SnapshotType is the media type of a snapshot's archive.
const SnapshotType = "application/x-tar"

func (h *Handler) snapshot(w http.ResponseWriter, _ *http.Request, _ string) {
	out := &late{w: w}
	err := h.lab.WriteSnapshot(out)
	switch {
	case err != nil && !out.begun:
		fail(w, http.StatusInternalServerError, err.Error())
	case err != nil:
		panic(http.ErrAbortHandler) // so that the client sees that it has not all of it
	}
}

// A late writes the header when the first byte is there, so that an error before
// it can still be told.
type late struct {
	w     http.ResponseWriter
	begun bool
}

func (l *late) Write(p []byte) (int, error) {
	if !l.begun {
		l.begun = true
		l.w.Header().Set("Content-Type", SnapshotType)
	}
	return l.w.Write(p)
}
