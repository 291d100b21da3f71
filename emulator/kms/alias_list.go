package kms

import "github.com/denylab/denylab/emulator/awsproto"

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
