// Package control is the lab's own interface beside AWS's, under /_denylab/:
// health, the journal, explanations, credentials, reset.
package control

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/denylab/denylab/emulator/explain"
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
	// CredentialsAs mints credentials of a principal.
	CredentialsAs(ref string) (world.Credential, error)
	// Reset brings back the world and the objects of the start.
	Reset() error
	// World is the current snapshot.
	World() *world.World
}

// Handler serves the interface of one lab.
type Handler struct {
	lab     Lab
	version string
}

// New returns the interface of lab; version is what health reports.
func New(lab Lab, version string) *Handler { return &Handler{lab: lab, version: version} }

// Credentials is the answer of /_denylab/credentials?as=PRINCIPAL.
type Credentials struct {
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	SessionToken    string `json:"sessionToken,omitempty"`
	Region          string `json:"region"`
	// ARN is whom the credentials stand for.
	ARN string `json:"arn"`
}

// Health is the answer of /_denylab/health.
type Health struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

// ServeHTTP answers the request for path, which is what follows /_denylab/.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request, path string) {
	word, rest, _ := strings.Cut(path, "/")
	method := http.MethodGet
	if word == "reset" {
		method = http.MethodPost
	}
	if r.Method != method && (r.Method != http.MethodHead || method != http.MethodGet) {
		w.Header().Set("Allow", method)
		fail(w, http.StatusMethodNotAllowed, word+" wants "+method)
		return
	}
	switch word {
	case "health", "ready":
		reply(w, Health{Status: "ok", Version: h.version})
	case "journal":
		h.journal(w, rest)
	case "explain":
		h.explain(w, r, rest)
	case "credentials":
		h.credentials(w, r.URL.Query().Get("as"))
	case "reset":
		if err := h.lab.Reset(); err != nil {
			fail(w, http.StatusInternalServerError, err.Error())
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		fail(w, http.StatusNotFound, "no such page: /_denylab/"+path+"; there are health, ready, journal, explain/ID, credentials?as=PRINCIPAL and reset")
	}
}

func (h *Handler) journal(w http.ResponseWriter, id string) {
	if id == "" {
		reply(w, h.lab.Journal().Entries())
		return
	}
	e, ok := h.lab.Journal().Entry(id)
	if !ok {
		fail(w, http.StatusNotFound, "the journal has no decision "+id)
		return
	}
	reply(w, e)
}

func (h *Handler) explain(w http.ResponseWriter, r *http.Request, id string) {
	calls, ok, err := h.lab.ExplainExchange(r.Context(), id)
	switch {
	case err != nil:
		fail(w, http.StatusInternalServerError, err.Error())
	case !ok:
		fail(w, http.StatusNotFound, "the journal has no decision "+id)
	default:
		reply(w, calls)
	}
}

func (h *Handler) credentials(w http.ResponseWriter, ref string) {
	c, err := h.lab.CredentialsAs(ref)
	if err != nil {
		fail(w, http.StatusNotFound, err.Error())
		return
	}
	reply(w, Credentials{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token,
		Region: h.lab.World().Region, ARN: c.Principal.Caller.ARN,
	})
}

// A Failure is the answer when something is wrong with the question.
type Failure struct {
	Error string `json:"error"`
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
