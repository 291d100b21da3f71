package kms

import (
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// updateAlias is https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html.
// It needs the permission on the alias and on both keys.
func (r *request) updateAlias(in *aliasInput) (any, *awsproto.Error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	arn := arnOf(r.x.Region, r.account(), in.AliasName)
	if err := r.onAlias("kms:UpdateAlias", arn); err != nil {
		return nil, err
	}
	from := keyByAlias(r.x.World, r.account(), r.x.Region, in.AliasName)
	if from == nil {
		return nil, noSuchAlias(arn)
	}
	if err := r.check(Use{Named: Named{Key: from}, Action: "kms:UpdateAlias"}); err != nil {
		return nil, err
	}
	to, err := r.managed("kms:UpdateAlias", in.TargetKeyId, nil)
	switch {
	case err != nil:
		return nil, err
	case to.Key.State == statePendingDeletion:
		return nil, pendingDeletion(to.Key)
	case from.Symmetric() != to.Key.Symmetric() || usageOf(from) != usageOf(to.Key):
		return nil, differentKind()
	}
	return nil, r.moveAlias(in.AliasName, from, to.Key)
}

// moveAlias takes an alias from one key and gives it to another, in one step.
func (r *request) moveAlias(name string, from, to *world.Key) *awsproto.Error {
	var failure *awsproto.Error
	err := r.h.worlds.Change(func(w *world.World) error {
		a := w.Accounts[from.Account]
		if a == nil || a.Keys[to.ID] == nil {
			failure = noSuchKey(to.ARN)
			return failure
		}
		for _, k := range a.Keys { // another request may have moved it meanwhile
			if k.Region == to.Region {
				k.Aliases = slices.DeleteFunc(k.Aliases, func(alias string) bool { return alias == name })
			}
		}
		a.Keys[to.ID].Aliases = append(a.Keys[to.ID].Aliases, name)
		return nil
	})
	if err != nil && failure == nil {
		return notTaken(err)
	}
	return failure
}
