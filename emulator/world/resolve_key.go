package world

import (
	"fmt"
	"strings"
)

// A KeyErrorKind says why a reference to a KMS key leads nowhere.
type KeyErrorKind string

// The kinds of key error
// (https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html).
const (
	// KeyNotFound: the reference is well formed and there is no such key.
	KeyNotFound KeyErrorKind = "Key '%s' does not exist"
	// AliasNotFound: there is no such alias.
	AliasNotFound KeyErrorKind = "Alias %s is not found."
	// KeyInvalidID: the reference is no key id, ARN or alias.
	KeyInvalidID KeyErrorKind = "Invalid keyId '%s'"
	// KeyOtherRegion: the ARN is of another Region.
	KeyOtherRegion KeyErrorKind = "Invalid arn %s"
)

// A KeyError is a reference to a KMS key that leads nowhere. All of them are
// KMS's NotFoundException; Error is AWS's text.
type KeyError struct {
	Kind KeyErrorKind
	// Value is what the text names: the key's or alias's ARN, the reference,
	// or the Region.
	Value string
	// Account is whose key it would have been.
	Account string
}

func (e *KeyError) Error() string { return fmt.Sprintf(string(e.Kind), e.Value) }

// ResolveKey finds the KMS key that ref names to a caller of an account in a
// Region: a key id, key ARN, alias name ("alias/x") or alias ARN. Ids and names
// are looked up in that account. The error is a *KeyError.
func (w *World) ResolveKey(ref, region, account string) (*Key, error) {
	k, err := w.resolveKey(ref, region, account)
	if err != nil {
		return nil, err
	}
	return k, nil
}

func (w *World) resolveKey(ref, region, account string) (*Key, *KeyError) {
	resource := ref
	if strings.HasPrefix(ref, "arn:") {
		parts := strings.SplitN(ref, ":", 6)
		if len(parts) < 6 || parts[2] != "kms" {
			return nil, &KeyError{KeyInvalidID, ref, account}
		}
		if parts[3] != region {
			return nil, &KeyError{KeyOtherRegion, parts[3], parts[4]}
		}
		account, resource = parts[4], parts[5]
	}
	arn := "arn:aws:kms:" + region + ":" + account + ":"
	a := w.Accounts[account]
	if strings.HasPrefix(resource, "alias/") {
		if a != nil {
			if k := a.keyWithAlias(resource, region); k != nil {
				return k, nil
			}
		}
		return nil, &KeyError{AliasNotFound, arn + resource, account}
	}
	id := strings.TrimPrefix(resource, "key/")
	if a != nil {
		if k := a.Keys[id]; k != nil && k.Region == region {
			return k, nil
		}
	}
	if !keyForm.MatchString(id) {
		return nil, &KeyError{KeyInvalidID, ref, account}
	}
	return nil, &KeyError{KeyNotFound, arn + "key/" + id, account}
}
