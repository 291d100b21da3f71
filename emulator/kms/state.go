package kms

import (
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// enableKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html.
func (r *request) enableKey(in *keyInput) (any, *awsproto.Error) {
	return nil, r.turn("kms:EnableKey", in.KeyId, stateEnabled)
}

// disableKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html.
func (r *request) disableKey(in *keyInput) (any, *awsproto.Error) {
	return nil, r.turn("kms:DisableKey", in.KeyId, stateDisabled)
}

// turn switches a key that is not pending deletion.
func (r *request) turn(action, id, state string) *awsproto.Error {
	named, err := r.managed(action, id, nil)
	if err != nil {
		return err
	}
	return r.change(named.Key, func(k *world.Key) *awsproto.Error {
		if k.State == statePendingDeletion {
			return pendingDeletion(k)
		}
		k.State = state
		return nil
	})
}

type scheduleKeyDeletionInput struct {
	KeyId               string
	PendingWindowInDays *int
}

type scheduleKeyDeletionOutput struct {
	KeyId               string
	DeletionDate        *epoch
	KeyState            string
	PendingWindowInDays int
}

// scheduleKeyDeletion is
// https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html.
// The key stays pending: the lab does not wait for days.
func (r *request) scheduleKeyDeletion(in *scheduleKeyDeletionInput) (any, *awsproto.Error) {
	days := 30
	if in.PendingWindowInDays != nil {
		days = *in.PendingWindowInDays
	}
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	c.Range("pendingWindowInDays", days, 7, 30)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:ScheduleKeyDeletion", in.KeyId,
		authz.Context{"kms:ScheduleKeyDeletionPendingWindowInDays": authz.One(strconv.Itoa(days))})
	if err != nil {
		return nil, err
	}
	date := r.x.Now.AddDate(0, 0, days)
	err = r.change(named.Key, func(k *world.Key) *awsproto.Error {
		if k.State == statePendingDeletion {
			return pendingDeletion(k)
		}
		k.State, k.DeletionDate = statePendingDeletion, date
		return nil
	})
	if err != nil {
		return nil, err
	}
	return scheduleKeyDeletionOutput{named.Key.ARN, epochOf(date), statePendingDeletion, days}, nil
}

type cancelKeyDeletionOutput struct{ KeyId string }

// cancelKeyDeletion is
// https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html:
// the key is disabled afterwards.
func (r *request) cancelKeyDeletion(in *keyInput) (any, *awsproto.Error) {
	named, err := r.managed("kms:CancelKeyDeletion", in.KeyId, nil)
	if err != nil {
		return nil, err
	}
	err = r.change(named.Key, func(k *world.Key) *awsproto.Error {
		if k.State != statePendingDeletion {
			return notPendingDeletion(k)
		}
		k.State, k.DeletionDate = stateDisabled, time.Time{}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return cancelKeyDeletionOutput{named.Key.ARN}, nil
}
