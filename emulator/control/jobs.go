package control

import (
	"net/http"
	"time"

	"github.com/denylab/denylab/emulator/job"
)

func (h *Handler) jobs(w http.ResponseWriter, _ *http.Request, name string) {
	if name == "" {
		reply(w, h.lab.Jobs().Cards())
		return
	}
	if run, ok := h.lab.Jobs().Run(name); ok {
		reply(w, run.Card())
		return
	}
	noJob(w, name)
}

func noJob(w http.ResponseWriter, name string) {
	fail(w, http.StatusNotFound, "there is no job "+name+"; /_denylab/jobs lists them")
}

// logs sends what the job's code has printed, and with follow what it will.
func (h *Handler) logs(w http.ResponseWriter, r *http.Request, name string) {
	run, ok := h.lab.Jobs().Run(name)
	if !ok {
		noJob(w, name)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	sendLog(w, r, run.Log(), r.URL.Query().Get("follow") == "true")
}

func sendLog(w http.ResponseWriter, r *http.Request, log *job.Log, follow bool) {
	flush := http.NewResponseController(w)
	// The server's limit is for answers of a known length.
	_ = flush.SetWriteDeadline(time.Time{})
	var at int64
	for {
		text, next, ended, grown := log.From(at)
		at = next
		if _, err := w.Write(text); err != nil || ended || !follow {
			return
		}
		_ = flush.Flush() // a client that is gone is noticed by Write
		select {
		case <-grown:
		case <-r.Context().Done():
			return
		}
	}
}
