package kms

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// usualPeriod is how often a key rotates when nobody says, and an AWS managed
// key always, in days
// (https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html).
const usualPeriod = 365

// maxOnDemand is how often a key can be rotated on demand.
const maxOnDemand = 25

// period is how often a key rotates by itself, in days, and since when; 0 for
// one that does not.
func period(key *world.Key) (days int, since time.Time) {
	if key.AWSManaged {
		return usualPeriod, key.Created
	}
	return key.RotationPeriodInDays, key.RotatesSince
}

// rotations are all that a key has gone through until now, oldest first: those
// that were asked for, and those that the period has made.
func rotations(key *world.Key, now time.Time) []world.KeyRotation {
	all := slices.Clone(key.Rotations)
	if days, since := period(key); days > 0 {
		for date := since.AddDate(0, 0, days); !date.After(now); date = date.AddDate(0, 0, days) {
			all = append(all, world.KeyRotation{Date: date})
		}
	}
	slices.SortStableFunc(all, func(a, b world.KeyRotation) int { return a.Date.Compare(b.Date) })
	return all
}

// material is the number of the material that a key encrypts with now: 0 for
// the first, one more with each rotation.
func material(key *world.Key, now time.Time) uint32 { return uint32(len(rotations(key, now))) }

// materialID names one of a symmetric key's materials; "" for other keys, whose
// only one has no name.
func (h *Handler) materialID(key *world.Key, number uint32) string {
	if !key.Symmetric() {
		return ""
	}
	return hex.EncodeToString(h.derive(key.ARN, "material id", binary.BigEndian.AppendUint32(nil, number)))
}

type rotationStatus struct {
	KeyId                string
	KeyRotationEnabled   bool
	NextRotationDate     *epoch `json:",omitempty"`
	RotationPeriodInDays int    `json:",omitempty"`
}

// getKeyRotationStatus is https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html.
func (r *request) getKeyRotationStatus(in *keyInput) (any, *awsproto.Error) {
	named, err := r.managed("kms:GetKeyRotationStatus", in.KeyId, nil)
	switch {
	case err != nil:
		return nil, err
	case !named.Key.Symmetric():
		return nil, neverRotates()
	}
	key := named.Key
	out := rotationStatus{KeyId: key.ARN}
	days, since := period(key)
	if days == 0 || key.State == statePendingDeletion {
		return out, nil
	}
	next := since.AddDate(0, 0, days)
	for !next.After(r.x.Now) {
		next = next.AddDate(0, 0, days)
	}
	out.KeyRotationEnabled, out.RotationPeriodInDays, out.NextRotationDate = true, days, epochOf(next)
	return out, nil
}

type rotatedOutput struct{ KeyId string }

// rotateKeyOnDemand is https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html.
// At AWS it takes a while; here it is done at once.
func (r *request) rotateKeyOnDemand(in *keyInput) (any, *awsproto.Error) {
	named, err := r.rotatable("kms:RotateKeyOnDemand", in.KeyId, nil)
	if err != nil {
		return nil, err
	}
	err = r.change(named.Key, func(k *world.Key) *awsproto.Error {
		asked := 0
		for _, rotation := range k.Rotations {
			if rotation.OnDemand {
				asked++
			}
		}
		if asked >= maxOnDemand {
			return tooManyRotations(k)
		}
		k.Rotations = append(k.Rotations, world.KeyRotation{Date: r.x.Now, OnDemand: true})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rotatedOutput{named.Key.ARN}, nil
}
