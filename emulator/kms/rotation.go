package kms

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
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

type rotationInput struct {
	KeyId                string
	RotationPeriodInDays *int // EnableKeyRotation only
}

// enableKeyRotation is https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html.
// The period counts from now on, also when it was on before with another one.
func (r *request) enableKeyRotation(in *rotationInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	days := usualPeriod
	var keys authz.Context
	if in.RotationPeriodInDays != nil {
		days = *in.RotationPeriodInDays
		c.Range("rotationPeriodInDays", days, 90, 2560)
		keys = authz.Context{"kms:RotationPeriodInDays": authz.One(strconv.Itoa(days))}
	}
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	return nil, r.turnRotation("kms:EnableKeyRotation", in.KeyId, days, keys)
}

// disableKeyRotation is https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html.
func (r *request) disableKeyRotation(in *rotationInput) (any, *awsproto.Error) {
	return nil, r.turnRotation("kms:DisableKeyRotation", in.KeyId, 0, nil)
}

func (r *request) turnRotation(action, id string, days int, keys authz.Context) *awsproto.Error {
	named, err := r.rotatable(action, id, keys)
	if err != nil {
		return err
	}
	return r.change(named.Key, func(k *world.Key) *awsproto.Error {
		if k.RotationPeriodInDays == days {
			return nil
		}
		// What the old period has made stays made.
		k.Rotations = rotations(k, r.x.Now)
		k.RotationPeriodInDays, k.RotatesSince = days, time.Time{}
		if days > 0 {
			k.RotatesSince = r.x.Now
		}
		return nil
	})
}

// rotatable finds and authorizes a key that can be rotated now.
func (r *request) rotatable(action, id string, keys authz.Context) (Named, *awsproto.Error) {
	named, err := r.managed(action, id, keys)
	switch {
	case err != nil:
		return named, err
	case !named.Key.Symmetric():
		return named, neverRotates()
	}
	return named, Usable(awsproto.JSON, named.Key)
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

type listRotationsInput struct {
	KeyId              string
	IncludeKeyMaterial string
	pageInput
}

type rotationList struct {
	Rotations []rotationEntry
	pageOutput
}

type rotationEntry struct {
	number           int // of the material
	KeyId            string
	KeyMaterialId    string
	KeyMaterialState string
	RotationDate     *epoch `json:",omitempty"`
	RotationType     string `json:",omitempty"`
}

// listKeyRotations is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html.
// The first material, which no rotation has made, is listed on demand only.
func (r *request) listKeyRotations(in *listRotationsInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	if in.IncludeKeyMaterial != "" {
		c.OneOf("includeKeyMaterial", in.IncludeKeyMaterial, "ALL_KEY_MATERIAL", "ROTATIONS_ONLY")
	}
	in.check(&c, 1000)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:ListKeyRotations", in.KeyId, nil)
	switch {
	case err != nil:
		return nil, err
	case !named.Key.Symmetric():
		return nil, neverRotates()
	}
	all := r.rotationEntries(named.Key)
	if in.IncludeKeyMaterial != "ALL_KEY_MATERIAL" {
		all = all[1:]
	}
	shown, page, err := paged(in.pageInput, 100, all, func(e rotationEntry) string { return padded(e.number) })
	return rotationList{shown, page}, err
}

// rotationEntries describes all materials of a key, the first one first.
func (r *request) rotationEntries(key *world.Key) []rotationEntry {
	past := rotations(key, r.x.Now)
	all := make([]rotationEntry, len(past)+1)
	for i := range all {
		all[i] = rotationEntry{number: i, KeyId: key.ARN, KeyMaterialId: r.h.materialID(key, uint32(i)), KeyMaterialState: "NON_CURRENT"}
		if i > 0 {
			all[i].RotationDate, all[i].RotationType = epochOf(past[i-1].Date), "AUTOMATIC"
			if past[i-1].OnDemand {
				all[i].RotationType = "ON_DEMAND"
			}
		}
	}
	all[len(past)].KeyMaterialState = "CURRENT"
	return all
}

// padded is a number in a form that sorts.
func padded(n int) string {
	s := strconv.Itoa(n)
	return "000000"[min(len(s), 6):] + s
}

// An epoch is a time as KMS writes it, in seconds since 1970.
type epoch int64

// epochOf is nil for a time that nobody knows.
func epochOf(t time.Time) *epoch {
	if t.IsZero() {
		return nil
	}
	e := epoch(t.Unix())
	return &e
}
