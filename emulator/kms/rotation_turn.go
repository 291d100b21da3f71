package kms

import (
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

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
