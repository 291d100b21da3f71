package kms

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// Usable refuses a key whose state forbids cryptographic operations
// (https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html). AWS
// looks at the state after the authorization.
func Usable(protocol awsproto.Protocol, key *world.Key) *awsproto.Error {
	switch key.State {
	case stateDisabled:
		return in(protocol, disabled(key))
	case statePendingDeletion:
		return in(protocol, pendingDeletion(key))
	}
	return nil
}

// Fits refuses a use that a key is not for, in a state that allows uses: of
// another usage or with an algorithm that its spec does not have.
func Fits(protocol awsproto.Protocol, use Use) *awsproto.Error {
	if err := Usable(protocol, use.Key); err != nil {
		return err
	}
	if usageOf(use.Key) != use.usage() {
		return in(protocol, wrongUsage(use.Key, use.operation()))
	}
	if !slices.Contains(specs[specOf(use.Key)].purpose(use.usage()), use.algorithm()) {
		return in(protocol, wrongAlgorithm(use.Key, use.algorithm()))
	}
	return nil
}

func (u Use) usage() string {
	if u.Usage == "" {
		return encryptDecrypt
	}
	return u.Usage
}

func (u Use) algorithm() string {
	if u.Algorithm == "" {
		return symmetric
	}
	return u.Algorithm
}

// operation is the action as AWS's errors name it.
func (u Use) operation() string {
	name := strings.TrimPrefix(u.Action, "kms:")
	if strings.HasPrefix(name, "ReEncrypt") {
		return "ReEncrypt"
	}
	return name
}
