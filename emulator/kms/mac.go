package kms

import (
	"crypto/hmac"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type macInput struct {
	KeyId        string
	Message      []byte
	Mac          []byte // VerifyMac only
	MacAlgorithm string
	GrantTokens  []string
	DryRun       bool
}

type macOutput struct {
	KeyId        string
	Mac          []byte
	MacAlgorithm string
}

type macVerified struct {
	KeyId        string
	MacValid     bool
	MacAlgorithm string
}

// generateMac is https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html.
func (r *request) generateMac(in *macInput) (any, *awsproto.Error) {
	key, mac, err := r.mac("kms:GenerateMac", in)
	if err != nil {
		return nil, err
	}
	return macOutput{key.ARN, mac, in.MacAlgorithm}, nil
}

// verifyMac is https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html.
func (r *request) verifyMac(in *macInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	blob(&c, "mac", in.Mac, 6144)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	key, mac, err := r.mac("kms:VerifyMac", in)
	switch {
	case err != nil:
		return nil, err
	case !hmac.Equal(mac, in.Mac):
		return nil, invalidMac()
	}
	return macVerified{key.ARN, true, in.MacAlgorithm}, nil
}

func (r *request) mac(action string, in *macInput) (*world.Key, []byte, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	blob(&c, "message", in.Message, 4096)
	oneOf(&c, "macAlgorithm", in.MacAlgorithm, macAlgorithms)
	if err := c.Err("ValidationException"); err != nil {
		return nil, nil, err
	}
	key, err := r.use(in.KeyId, Use{Action: action, Usage: world.GenerateVerifyMAC, Algorithm: in.MacAlgorithm, GrantTokens: in.GrantTokens,
		Context: authz.Context{"kms:MacAlgorithm": authz.One(in.MacAlgorithm)}}, in.DryRun)
	if err != nil {
		return nil, nil, err
	}
	hash := hashes[in.MacAlgorithm]
	mac := hmac.New(hash.New, r.h.random(hash.Size(), key.ARN, "hmac key", key.Spec))
	mac.Write(in.Message)
	return key, mac.Sum(nil), nil
}
