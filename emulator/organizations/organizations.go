// Package organizations answers AWS Organizations requests (JSON 1.1,
// AWSOrganizationsV20161128) on the organization of the world. Every call is
// decided by the rules; the control policies that it attaches bind the next
// one, of whatever service.
package organizations

import (
	"context"
	_ "embed" // the table beside this file
	"net/http"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Handler serves AWS Organizations.
type Handler struct{ worlds *world.Store }

var _ gate.Handler = (*Handler)(nil)

// New returns a handler on the organization of worlds.
func New(worlds *world.Store) *Handler { return &Handler{worlds: worlds} }

//go:embed model/operations.tsv
var operationsTable string

// model is AWS's own of the service. The table is a part of the program, whose
// tests read it: it cannot be wrong here.
var model = sync.OnceValue(func() *awsproto.Model {
	m, err := awsproto.ParseModel(operationsTable)
	if err != nil {
		panic("organizations: operations.tsv: " + err.Error())
	}
	m.Refuse = invalid
	return m
})

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	output, failure := h.answer(r, x)
	service.Answer(w, x.IDs, output, failure)
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	service.Refuse(w, ids, err)
}

// Operations lists the operations of the service and which the lab has.
func (*Handler) Operations() []awsproto.Operation {
	return awsproto.Operations(operations, model().Operations())
}

func (h *Handler) answer(r *http.Request, x *gate.Exchange) (any, *awsproto.Error) {
	name, run, body, failure := service.Read(r)
	x.Operation = name
	switch {
	case failure != nil:
		return nil, failure
	case x.Identity.Principal.Caller.Kind == authz.Anonymous:
		return nil, caller.MissingToken("organizations")
	}
	return run(&request{h: h, ctx: r.Context(), x: x}, body)
}

// A request is one Organizations request being answered.
type request struct {
	h   *Handler
	ctx context.Context
	x   *gate.Exchange
}

// account is the caller's.
func (r *request) account() string { return r.x.Identity.Principal.Caller.Account }

// organization is the one that the caller's account is in; nil for none.
func (r *request) organization() *world.Organization { return organizationOf(r.x.World, r.account()) }

// organizationOf asks the tree and not the index, which a world that is being
// changed has not yet.
func organizationOf(w *world.World, account string) *world.Organization {
	if o := w.Organization; o != nil && o.Root != nil {
		if _, in := find(o, account); in {
			return o
		}
	}
	return nil
}

// change changes the caller's organization in the newest world, which may be
// another one than that which the request was decided on: whatever edit relies
// on, it looks for itself.
func (r *request) change(edit func(*world.World, *world.Organization) *awsproto.Error) *awsproto.Error {
	return r.changeWorld(func(w *world.World) *awsproto.Error {
		o := organizationOf(w, r.account())
		if o == nil {
			return notInUse()
		}
		return edit(w, o)
	})
}

func (r *request) changeWorld(edit func(*world.World) *awsproto.Error) *awsproto.Error {
	var failure *awsproto.Error
	err := r.h.worlds.Change(func(w *world.World) error {
		if failure = edit(w); failure != nil {
			return failure
		}
		return nil
	})
	if err != nil && failure == nil {
		return notTaken(err)
	}
	return failure
}
