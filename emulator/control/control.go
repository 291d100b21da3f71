// Package control is the lab's own interface beside AWS's, under /_denylab/:
// health, the journal, explanations, credentials, reset. It hands credentials to
// whoever asks: a lab is no place for secrets.
package control

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/environ"
	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// A Lab is what the interface shows and steers.
type Lab interface {
	// Journal is the lab's record.
	Journal() *journal.Journal
	// ExplainExchange explains every call of an exchange; ok is false when
	// the journal does not have it.
	ExplainExchange(ctx context.Context, id string) (calls []explain.Explanation, ok bool, err error)
	// CredentialsAs mints credentials of a principal; anonymous has none.
	CredentialsAs(ref string) (world.Credential, error)
	// Reset brings back the world and the objects of the start.
	Reset() error
	// World is the current snapshot.
	World() *world.World
	// WriteSnapshot writes a tar archive with the files that make a lab like
	// this one; nothing when there can be none.
	WriteSnapshot(w io.Writer) error
	// Jobs are the jobs that run or have run.
	Jobs() *job.Board
}

// Handler serves the interface of one lab.
type Handler struct {
	lab     Lab
	version string
}

// New returns the interface of lab; version is what health reports.
func New(lab Lab, version string) *Handler { return &Handler{lab: lab, version: version} }

// Health is the answer of /_denylab/health and /_denylab/ready: a lab that
// answers is ready.
type Health struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

// A Failure is the answer when something is wrong with the question.
type Failure struct {
	Error string `json:"error"`
}

// A page is one word after /_denylab/. rest is what follows it.
type page struct {
	method string
	serve  func(h *Handler, w http.ResponseWriter, r *http.Request, rest string)
}

var pages = map[string]page{
	"health":      {http.MethodGet, (*Handler).health},
	"ready":       {http.MethodGet, (*Handler).health},
	"journal":     {http.MethodGet, (*Handler).journal},
	"explain":     {http.MethodGet, (*Handler).explain},
	"credentials": {http.MethodGet, (*Handler).credentials},
	"reset":       {http.MethodPost, (*Handler).reset},
	"snapshot":    {http.MethodPost, (*Handler).snapshot},
	"jobs":        {http.MethodGet, (*Handler).jobs},
	"logs":        {http.MethodGet, (*Handler).logs},
}

// ServeHTTP answers the request for path, which is what follows /_denylab/:
//
//	GET  health, ready            Health
//	GET  journal                  []journal.Entry, oldest first
//	GET  journal/ID               journal.Entry
//	GET  explain/ID               []explain.Explanation, one for each call asked
//	GET  credentials?as=PRINCIPAL environ.Credentials (see world.Principal for the forms)
//	GET  jobs                     []job.Card, oldest first
//	GET  jobs/JOB                 job.Card: JOB is an id, a name or KIND/NAME
//	GET  logs/JOB                 what the job's code printed, as text; ?follow=true
//	                              goes on until the job ends
//	POST reset                    nothing, status 204
//	POST snapshot                 a tar archive: world.yaml and objects/…
//
// ID is the value of a response's x-denylab-decision header. Errors are a
// Failure.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request, path string) {
	word, rest, more := strings.Cut(path, "/")
	p, ok := pages[word]
	if !ok || more && !slices.Contains([]string{"journal", "explain", "jobs", "logs"}, word) {
		fail(w, http.StatusNotFound, "no such page: /_denylab/"+path+"; there are health, ready, journal, journal/ID, explain/ID, credentials?as=PRINCIPAL, jobs, jobs/JOB, logs/JOB, reset and snapshot")
		return
	}
	if r.Method != p.method && (r.Method != http.MethodHead || p.method != http.MethodGet) {
		allow := p.method
		if allow == http.MethodGet {
			allow += ", " + http.MethodHead
		}
		w.Header().Set("Allow", allow)
		fail(w, http.StatusMethodNotAllowed, "/_denylab/"+word+" wants "+p.method+", not "+r.Method)
		return
	}
	p.serve(h, w, r, rest)
}

func (h *Handler) health(w http.ResponseWriter, _ *http.Request, _ string) {
	reply(w, Health{Status: "ok", Version: h.version})
}

func (h *Handler) journal(w http.ResponseWriter, _ *http.Request, id string) {
	if id == "" {
		reply(w, h.lab.Journal().Entries())
		return
	}
	e, ok := h.lab.Journal().Entry(id)
	if !ok {
		unknown(w, id)
		return
	}
	reply(w, e)
}

func (h *Handler) explain(w http.ResponseWriter, r *http.Request, id string) {
	if id == "" {
		fail(w, http.StatusBadRequest, "explain what? /_denylab/explain/ID, where ID is a response's x-denylab-decision header")
		return
	}
	calls, ok, err := h.lab.ExplainExchange(r.Context(), id)
	switch {
	case err != nil:
		fail(w, http.StatusInternalServerError, err.Error())
	case !ok:
		unknown(w, id)
	case len(calls) == 0:
		h.unasked(w, id)
	default:
		reply(w, calls)
	}
}

// unasked answers for an exchange in which the rules were asked nothing: a bad
// signature, say. There is nothing to explain, but something to tell.
func (h *Handler) unasked(w http.ResponseWriter, id string) {
	e, ok := h.lab.Journal().Entry(id)
	if !ok { // forgotten meanwhile
		unknown(w, id)
		return
	}
	text := fmt.Sprintf("no policy was asked about %s: the answer was %d", id, e.Status)
	if e.Code != "" {
		text += " " + e.Code + ": " + e.Message
	}
	fail(w, http.StatusNotFound, text)
}

func (h *Handler) credentials(w http.ResponseWriter, r *http.Request, _ string) {
	ref := r.URL.Query().Get("as")
	if ref == "" {
		fail(w, http.StatusBadRequest, "credentials of whom? /_denylab/credentials?as=PRINCIPAL, such as as=role/NAME")
		return
	}
	c, err := h.lab.CredentialsAs(ref)
	if err != nil {
		fail(w, http.StatusNotFound, err.Error())
		return
	}
	reply(w, environ.Credentials{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token, Expiration: c.ExpiresAt,
		Region: h.lab.World().Region, ARN: c.Principal.Caller.ARN,
	})
}

func (h *Handler) reset(w http.ResponseWriter, _ *http.Request, _ string) {
	if err := h.lab.Reset(); err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func unknown(w http.ResponseWriter, id string) {
	fail(w, http.StatusNotFound, "the journal has no decision "+id+"; it is a response's x-denylab-decision header, and the lab forgets the oldest")
}

func fail(w http.ResponseWriter, status int, message string) { write(w, status, Failure{message}) }

func reply(w http.ResponseWriter, v any) { write(w, http.StatusOK, v) }

func write(w http.ResponseWriter, status int, v any) {
	body, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error":"the answer cannot be written as JSON"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(body, '\n')) //nolint:errcheck // the client is gone
}
