// Package iam answers AWS IAM requests (query protocol, version 2010-05-08) on
// the principals and policies of the world. Every call is decided by the rules;
// what it changes is in force for the next one.
package iam

import (
	"context"
	_ "embed" // the table beside this file
	"net/http"
	"slices"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Handler serves AWS IAM.
type Handler struct {
	worlds *world.Store
	rules  Reporter
}

var _ gate.Handler = (*Handler)(nil)

// A Reporter answers the calls of a simulation, which nobody makes.
type Reporter interface {
	Report(ctx context.Context, call *authz.Call) (authz.Report, error)
}

// New returns a handler on the principals and policies of worlds. Simulations
// are answered by rules.
func New(worlds *world.Store, rules Reporter) *Handler {
	return &Handler{worlds: worlds, rules: rules}
}

//go:embed model/operations.tsv
var operationsTable string

// model is AWS's own of the service. The table is a part of the program, whose
// tests read it: it cannot be wrong here.
var model = sync.OnceValue(func() *awsproto.Model {
	m, err := awsproto.ParseModel(operationsTable)
	if err != nil {
		panic("iam: operations.tsv: " + err.Error())
	}
	m.Words = words
	return m
})

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	output, failure := h.answer(r, x)
	if failure != nil {
		h.Refuse(w, r, x.IDs, failure)
		return
	}
	awsproto.WriteQueryOutput(w, x.IDs, awsproto.IAMNamespace, x.Operation, output)
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	awsproto.WriteQueryError(w, ids, awsproto.IAMNamespace, err)
}

var service = awsproto.QueryService[*request]{Name: "IAM", Version: "2010-05-08", Operations: operations, Has: exists}

func (h *Handler) answer(r *http.Request, x *gate.Exchange) (any, *awsproto.Error) {
	name, op, form, failure := service.Read(r)
	x.Operation = name
	switch {
	case failure != nil:
		return nil, failure
	case keptOut(x.Identity.Principal):
		return nil, invalidToken()
	}
	return op(&request{h: h, ctx: r.Context(), x: x}, form)
}

// exists says whether AWS has an operation. Its list of actions is newer than
// its model may be, and has the operations that policies can name.
func exists(operation string) bool {
	return model().Has(operation) || slices.Contains(iampolicy.Actions("iam"), operation) && operation != "PassRole"
}

// keptOut: sessions of GetFederationToken, and those of GetSessionToken without
// MFA, cannot call IAM
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html).
func keptOut(p *world.Principal) bool {
	return p.Session != nil && p.Caller.Kind != authz.AssumedRole && !p.Session.MFA
}

// A request is one IAM request being answered.
type request struct {
	h   *Handler
	ctx context.Context
	x   *gate.Exchange
}

// accountID is the caller's, which is the one that every operation acts in.
func (r *request) accountID() string { return r.x.Identity.Principal.Caller.Account }

// account is the caller's account as the request found it.
func (r *request) account() *world.Account { return r.x.World.Accounts[r.accountID()] }

// change changes the caller's account in the newest world, which may be another
// one than that which the request was decided on: whatever edit relies on, it
// looks for itself.
func (r *request) change(edit func(*world.Account) *awsproto.Error) *awsproto.Error {
	var failure *awsproto.Error
	err := r.h.worlds.Change(func(w *world.World) error {
		account := w.Accounts[r.accountID()]
		if account == nil {
			failure = invalidToken()
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

// newID is a unique id that nothing in the account had before.
func newID(a *world.Account, prefix, arn string) string {
	return world.UniqueID(prefix, a.Make(arn)...)
}
