// Package ec2 answers the requests to Amazon EC2 (EC2 query protocol, version
// 2016-11-15) that are about networks: VPCs and their endpoints, and what these
// need. Every call is decided by the rules; what it changes is in force for the
// next one.
package ec2

import (
	"context"
	_ "embed" // the tables beside this file
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Handler serves Amazon EC2.
type Handler struct {
	worlds *world.Store
	seed   string
}

var _ gate.Handler = (*Handler)(nil)

// New returns a handler on the networks of worlds. With seed, the encoded
// messages of refusals can be decoded (package authmessage).
func New(worlds *world.Store, seed string) *Handler { return &Handler{worlds: worlds, seed: seed} }

//go:embed model/operations.tsv
var operationsTable string

// model is AWS's own of the service. The table is a part of the program, whose
// tests read it: it cannot be wrong here.
var model = sync.OnceValue(func() *awsproto.EC2Model {
	m, err := awsproto.ParseEC2Model(operationsTable)
	if err != nil {
		panic("ec2: operations.tsv: " + err.Error())
	}
	return m
})

var service = sync.OnceValue(func() *awsproto.QueryService[*request] {
	return &awsproto.QueryService[*request]{Name: "EC2", Version: "2016-11-15", Operations: operations, Has: model().Has}
})

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	output, failure := h.answer(r, x)
	if failure != nil {
		h.Refuse(w, r, x.IDs, failure)
		return
	}
	awsproto.WriteEC2Output(w, x.IDs, model(), x.Operation, output)
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	awsproto.WriteEC2Error(w, ids, err)
}

func (h *Handler) answer(r *http.Request, x *gate.Exchange) (any, *awsproto.Error) {
	name, op, form, failure := service().Read(r)
	x.Operation = name
	switch {
	case failure != nil && failure.Code == "InvalidAction" && form.Get("Version") == service().Version:
		return nil, invalidAction(name)
	case failure != nil:
		return nil, failure
	case x.Identity.Principal.Caller.Kind == authz.Anonymous:
		return nil, caller.MissingToken("ec2")
	}
	dryRun, err := strconv.ParseBool(form.Get("DryRun"))
	if err != nil && form.Has("DryRun") {
		return nil, invalidValue(form.Get("DryRun"), "DryRun", "")
	}
	return op(&request{h: h, ctx: r.Context(), x: x, dryRun: dryRun}, form)
}

// A request is one EC2 request being answered.
type request struct {
	h      *Handler
	ctx    context.Context
	x      *gate.Exchange
	dryRun bool
}

// accountID is the caller's, which is the one that every operation acts in.
func (r *request) accountID() string { return r.x.Identity.Principal.Caller.Account }

// account is the caller's account as the request found it.
func (r *request) account() *world.Account {
	if a := r.x.World.Accounts[r.accountID()]; a != nil {
		return a
	}
	return &world.Account{}
}

// now is the caller's account as it is when the request has changed it.
func (r *request) now() *world.Account { return r.h.worlds.Load().Accounts[r.accountID()] }

// change changes the caller's account in the newest world, which may be another
// one than that which the request was decided on: whatever edit relies on, it
// looks for itself.
func (r *request) change(edit func(*world.Account) *awsproto.Error) *awsproto.Error {
	var failure *awsproto.Error
	err := r.h.worlds.Change(func(w *world.World) error {
		account := w.Accounts[r.accountID()]
		if account == nil {
			failure = authFailure()
			return failure
		}
		if failure = edit(account); failure != nil {
			return failure
		}
		return nil
	})
	if err != nil && failure == nil {
		return notTaken(err)
	}
	return failure
}

// newID is an id that nothing in the account had before: it follows from what
// is made, such as a subnet in a VPC with a network, and how many of it there
// were.
func newID(a *world.Account, prefix string, of ...string) string {
	return world.NetworkID(prefix, append([]string{a.ID}, a.Make(strings.Join(append([]string{prefix}, of...), " "))...)...)
}
