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
