// Package glue answers AWS Glue requests about jobs (JSON 1.1) and runs the jobs:
// each run launches with the job's role, reads and writes S3 with it, and what is
// refused ends the run as Glue ends it, with an ErrorMessage.
//
// Which texts AWS documents and which are guesses is said in texts.go.
package glue

import (
	"context"
	_ "embed" // the table beside this file
	"net/http"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Options configure a Handler.
type Options struct {
	// Agent is the lab that runs call, Board where they are posted.
	Agent job.Agent
	Board *job.Board
	// AllowExec lets runs start the commands and container images that the
	// world's image map names.
	AllowExec bool
}

// A Handler serves AWS Glue. What it makes lives in memory.
type Handler struct {
	Options
	records *records
}

var _ gate.Handler = (*Handler)(nil)

// New returns a handler without jobs.
func New(o Options) *Handler { return &Handler{Options: o, records: newRecords()} }

//go:embed model/operations.tsv
var operationsTable string

// model is AWS's own of the service. The table is a part of the program, whose
// tests read it: it cannot be wrong here.
var model = sync.OnceValue(func() *awsproto.Model {
	m, err := awsproto.ParseModel(operationsTable)
	if err != nil {
		panic("glue: operations.tsv: " + err.Error())
	}
	m.Code, m.Values = "InvalidInputException", true
	return m
})

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	name, op, body, failure := service().Read(r)
	x.Operation = name
	var output any
	switch {
	case failure != nil:
	case x.Identity.Principal.Caller.Kind == authz.Anonymous:
		failure = caller.MissingToken("glue")
	default:
		output, failure = op(&request{h: h, ctx: r.Context(), x: x}, body)
	}
	service().Answer(w, x.IDs, output, failure)
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	service().Refuse(w, ids, err)
}

// Reset forgets everything that was made. The board must be clear.
func (h *Handler) Reset() { h.records.reset() }

// Digest is a hash over everything that was made.
func (h *Handler) Digest() string { return h.records.digest() }

// A request is one Glue request being answered.
type request struct {
	h   *Handler
	ctx context.Context
	x   *gate.Exchange
}

func (r *request) accountID() string { return r.x.Identity.Principal.Caller.Account }

func (r *request) world() *world.World { return r.x.World }
