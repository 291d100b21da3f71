package kms

import (
	"regexp"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
)

var aliasForm = regexp.MustCompile(`[a-zA-Z0-9/_-]+`)

type aliasInput struct{ AliasName, TargetKeyId string }

// createAlias is https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html.
// It needs the permission on the alias, which only identity policies give, and
// on the key.
func (r *request) createAlias(in *aliasInput) (any, *awsproto.Error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	arn := arnOf(r.x.Region, r.account(), in.AliasName)
	if err := r.onAlias("kms:CreateAlias", arn); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:CreateAlias", in.TargetKeyId, nil)
	if err != nil {
		return nil, err
	}
	if named.Key.State == statePendingDeletion {
		return nil, pendingDeletion(named.Key)
	}
	if keyByAlias(r.x.World, r.account(), r.x.Region, in.AliasName) != nil {
		return nil, aliasExists(arn)
	}
	return nil, r.change(named.Key, func(k *world.Key) *awsproto.Error {
		k.Aliases = append(k.Aliases, in.AliasName)
		return nil
	})
}

// check checks the parameters of CreateAlias and UpdateAlias.
func (in *aliasInput) check() *awsproto.Error {
	var c awsproto.Constraints
	c.Required("aliasName", in.AliasName != "")
	c.Required("targetKeyId", in.TargetKeyId != "")
	if in.AliasName != "" {
		c.Length("aliasName", in.AliasName, 1, 256)
	}
	if err := c.Err("ValidationException"); err != nil {
		return err
	}
	return checkAlias(in.AliasName)
}

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

func checkAlias(name string) *awsproto.Error {
	rest, ok := strings.CutPrefix(name, "alias/")
	switch {
	case !ok || rest == "":
		return aliasPrefix()
	case strings.HasPrefix(rest, "aws/"):
		return reservedAlias()
	}
	var c awsproto.Constraints
	c.Pattern("aliasName", name, aliasForm)
	return c.Err("ValidationException")
}

// deleteAlias is https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html.
func (r *request) deleteAlias(in *aliasInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	c.Required("aliasName", in.AliasName != "")
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	if err := checkAlias(in.AliasName); err != nil {
		return nil, err
	}
	arn := arnOf(r.x.Region, r.account(), in.AliasName)
	if err := r.onAlias("kms:DeleteAlias", arn); err != nil {
		return nil, err
	}
	key := keyByAlias(r.x.World, r.account(), r.x.Region, in.AliasName)
	if key == nil {
		return nil, noSuchAlias(arn)
	}
	if err := r.check(Use{Named: Named{Key: key}, Action: "kms:DeleteAlias"}); err != nil {
		return nil, err
	}
	return nil, r.change(key, func(k *world.Key) *awsproto.Error {
		k.Aliases = slices.DeleteFunc(k.Aliases, func(a string) bool { return a == in.AliasName })
		return nil
	})
}

func (r *request) onAlias(action, arn string) *awsproto.Error {
	return r.ask(gate.Question{Action: action, Resource: arn, ResourceAccount: r.account(), Context: callerKeys(r.x)})
}

type aliasList struct {
	Aliases []aliasEntry
	pageOutput
}

type aliasEntry struct {
	AliasArn, AliasName, TargetKeyId string
	CreationDate, LastUpdatedDate    *epoch
}

type listAliasesInput struct {
	KeyId string
	pageInput
}

// listAliases is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html.
// An alias is as old as its key: a world does not know when it was made.
func (r *request) listAliases(in *listAliasesInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	in.check(&c, 100)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	if err := r.general("kms:ListAliases", nil); err != nil {
		return nil, err
	}
	only := ""
	if in.KeyId != "" {
		named, err := r.find(in.KeyId)
		if err != nil {
			return nil, err
		}
		only = named.Key.ARN
	}
	all := []aliasEntry{}
	for _, key := range keysOf(r.x.World, r.account(), r.x.Region) {
		if only != "" && only != key.ARN {
			continue
		}
		for _, alias := range key.Aliases {
			made := epochOf(key.Created)
			all = append(all, aliasEntry{arnOf(r.x.Region, r.account(), alias), alias, key.ID, made, made})
		}
	}
	shown, page, err := paged(in.pageInput, 50, all, func(a aliasEntry) string { return a.AliasName })
	return aliasList{shown, page}, err
}
