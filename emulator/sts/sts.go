// Package sts answers AWS STS requests (query protocol, version 2011-06-15):
// who is calling, sessions of roles, users and federated users. Whether a role
// may be assumed is decided by the rules; what is issued lives in the world.
package sts

import (
	"context"
	"net/http"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Handler serves AWS STS.
type Handler struct {
	worlds *world.Store
	seed   string
}

var _ gate.Handler = (*Handler)(nil)

// New returns a handler that issues sessions in worlds, and reads the encoded
// messages of refusals that were made with seed.
func New(worlds *world.Store, seed string) *Handler { return &Handler{worlds, seed} }

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	result, failure := h.answer(r, x)
	if failure == nil {
		if err := awsproto.WriteQuery(w, x.IDs, awsproto.STSNamespace, x.Operation, result); err != nil {
			failure = internal()
		}
	}
	if failure != nil {
		h.Refuse(w, r, x.IDs, failure)
	}
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	awsproto.WriteQueryError(w, ids, awsproto.STSNamespace, err)
}

// A request is one STS request being answered.
type request struct {
	h   *Handler
	ctx context.Context
	x   *gate.Exchange
}

// operations is the table of everything this package answers
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html).
var operations = map[string]awsproto.QueryOperation[*request]{
	"AssumeRole":                 (*request).assumeRole,
	"AssumeRoleWithWebIdentity":  (*request).assumeRoleWithWebIdentity,
	"DecodeAuthorizationMessage": (*request).decodeAuthorizationMessage,
	"GetAccessKeyInfo":           (*request).getAccessKeyInfo,
	"GetCallerIdentity":          (*request).getCallerIdentity,
	"GetFederationToken":         (*request).getFederationToken,
	"GetSessionToken":            (*request).getSessionToken,
}

// absent are the operations that AWS STS has and this package does not.
var absent = []string{"AssumeRoleWithSAML", "AssumeRoot", "GetDelegatedAccessToken", "GetWebIdentityToken"}

// unsigned are the operations whose callers need no credentials.
var unsigned = []string{"AssumeRoleWithWebIdentity"}

var service = awsproto.QueryService[*request]{Name: "STS", Version: "2011-06-15", Operations: operations,
	Has: func(operation string) bool { return slices.Contains(absent, operation) }}

func (h *Handler) answer(r *http.Request, x *gate.Exchange) (any, *awsproto.Error) {
	name, run, form, failure := service.Read(r)
	x.Operation = name
	switch {
	case failure != nil:
		return nil, failure
	case x.Identity.Principal.Caller.Kind == authz.Anonymous && !slices.Contains(unsigned, name):
		return nil, caller.MissingToken("sts")
	}
	return run(&request{h: h, ctx: r.Context(), x: x}, form)
}

func (r *request) principal() *world.Principal { return r.x.Identity.Principal }

// ask has the rules decide and returns the refusal.
func (r *request) ask(q gate.Question) *awsproto.Error {
	call, d, err := r.x.Ask(r.ctx, q)
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return awsproto.Denial(awsproto.Query, call, d)
	}
	return nil
}
