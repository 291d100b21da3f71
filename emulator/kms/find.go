package kms

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
)

// A Named is a key as a request named it.
type Named struct {
	Key *world.Key
	// Alias is the alias the request used, such as alias/training; empty when
	// it gave a key id or ARN.
	Alias string
	// missing: there is no such key, and the caller may not know, because the
	// account is not the caller's. Check then refuses.
	missing bool
}

// Find resolves what a request gives for a key: a key id or alias name, which
// are looked up in the caller's account, or the ARN of either
// (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id).
// A key of another account that does not exist is found as one that Check will
// refuse, because KMS does not tell them apart. The error is in the words of
// the given protocol.
func Find(x *gate.Exchange, protocol awsproto.Protocol, id string) (Named, *awsproto.Error) {
	own := x.Identity.Principal.Caller.Account
	key, err := x.World.ResolveKey(id, x.Region, own)
	if err == nil {
		return Named{Key: key, Alias: aliasIn(id)}, nil
	}
	var lost *world.KeyError
	if !errors.As(err, &lost) {
		return Named{}, in(protocol, internal())
	}
	hidden := lost.Kind == world.KeyNotFound || lost.Kind == world.AliasNotFound
	if hidden && lost.Account != own {
		return Named{Key: &world.Key{ARN: lost.Value, Account: lost.Account, Region: x.Region}, missing: true}, nil
	}
	return Named{}, in(protocol, failure("NotFoundException", lost.Error()))
}

// aliasIn is the alias name in what a request gave for a key, or "".
func aliasIn(id string) string {
	if strings.HasPrefix(id, "arn:") {
		id = id[strings.LastIndexByte(id, ':')+1:]
	}
	if strings.HasPrefix(id, "alias/") {
		return id
	}
	return ""
}

func arnOf(region, account, resource string) string {
	return "arn:aws:kms:" + region + ":" + account + ":" + resource
}

func keyByAlias(w *world.World, account, region, alias string) *world.Key {
	for _, key := range keysOf(w, account, region) {
		if slices.Contains(key.Aliases, alias) {
			return key
		}
	}
	return nil
}

// keysOf are an account's keys in one Region, by id.
func keysOf(w *world.World, account, region string) []*world.Key {
	a := w.Accounts[account]
	if a == nil {
		return nil
	}
	var out []*world.Key
	for _, key := range a.Keys {
		if key.Region == region {
			out = append(out, key)
		}
	}
	slices.SortFunc(out, func(a, b *world.Key) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// The states of a key in world.Key.State.
const (
	stateEnabled         = "Enabled"
	stateDisabled        = "Disabled"
	statePendingDeletion = "PendingDeletion"
)

// in is a KMS error in the words of the service that the client talked to: S3
// puts "KMS." in front of the code. A nil error stays nil.
func in(protocol awsproto.Protocol, err *awsproto.Error) *awsproto.Error {
	if err == nil || protocol != awsproto.S3 {
		return err
	}
	again := *err
	again.Code = "KMS." + err.Code
	return &again
}
