// Package kms answers AWS KMS requests (JSON 1.1, TrentService) on the keys of
// the world: real authenticated encryption under secrets that exist only in
// the lab, grants, aliases, key policies and key states. Every call is decided
// by the rules; S3 uses Find, Check and Usable for SSE-KMS.
package kms

import (
	"context"
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Handler serves AWS KMS.
type Handler struct {
	worlds *world.Store
	seed   string
	keys   keyring
}

var _ gate.Handler = (*Handler)(nil)

// New returns a handler on the keys of worlds. The secrets of keys, and the ids
// of new keys and grants, come from seed: equal seeds and equal requests give
// equal bytes.
func New(worlds *world.Store, seed string) *Handler {
	return &Handler{worlds: worlds, seed: seed}
}

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	output, failure := h.answer(r, x)
	if failure == nil {
		if err := awsproto.WriteJSON(w, x.IDs, output); err != nil {
			failure = internal()
		}
	}
	if failure != nil {
		awsproto.WriteJSONError(w, x.IDs, failure)
	}
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	awsproto.WriteJSONError(w, ids, err)
}

func (h *Handler) answer(r *http.Request, x *gate.Exchange) (any, *awsproto.Error) {
	name, body, failure := awsproto.ReadJSON(r, "TrentService.")
	x.Operation = name
	if failure != nil {
		return nil, failure
	}
	if x.Identity.Principal.Caller.Kind == authz.Anonymous {
		return nil, caller.MissingToken("kms")
	}
	run, ok := operations[name]
	if !ok {
		return nil, unknownOperation(name)
	}
	return run(&request{h: h, ctx: r.Context(), x: x}, body)
}

// A request is one KMS request being answered.
type request struct {
	h   *Handler
	ctx context.Context
	x   *gate.Exchange
}

// account is the caller's, in which bare key ids and aliases are looked up.
func (r *request) account() string { return r.x.Identity.Principal.Caller.Account }

// check asks the rules about one use of a key and returns the refusal.
func (r *request) check(use Use) *awsproto.Error {
	return Check(r.ctx, r.x, awsproto.JSON, use)
}

// find resolves a request's KeyId.
func (r *request) find(id string) (Named, *awsproto.Error) {
	return Find(r.x, awsproto.JSON, id)
}

// alter changes a key that is not pending deletion.
func (r *request) alter(key *world.Key, edit func(*world.Key) *awsproto.Error) *awsproto.Error {
	return r.change(key, func(k *world.Key) *awsproto.Error {
		if k.State == statePendingDeletion {
			return pendingDeletion(k)
		}
		return edit(k)
	})
}

// change changes a key in the newest world. The key may have gone since the
// snapshot that the request was decided on.
func (r *request) change(key *world.Key, edit func(*world.Key) *awsproto.Error) *awsproto.Error {
	return r.changeIn(key, func(_ *world.Account, k *world.Key) *awsproto.Error { return edit(k) })
}

// changeIn is change with the account that has the key.
func (r *request) changeIn(key *world.Key, edit func(*world.Account, *world.Key) *awsproto.Error) *awsproto.Error {
	var failure *awsproto.Error
	err := r.h.worlds.Change(func(w *world.World) error {
		account := w.Accounts[key.Account]
		if account == nil || account.Keys[key.ID] == nil {
			failure = noSuchKey(key.ARN)
			return failure
		}
		if failure = edit(account, account.Keys[key.ID]); failure != nil {
			return failure
		}
		return nil
	})
	if err != nil && failure == nil {
		return notTaken(err)
	}
	return failure
}
