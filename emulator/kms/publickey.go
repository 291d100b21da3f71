package kms

import (
	"crypto"
	"crypto/x509"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type publicKeyOutput struct {
	KeyId                  string
	PublicKey              []byte // a SubjectPublicKeyInfo, in DER
	CustomerMasterKeySpec  string
	KeySpec                string
	KeyUsage               string
	EncryptionAlgorithms   []string `json:",omitempty"`
	SigningAlgorithms      []string `json:",omitempty"`
	KeyAgreementAlgorithms []string `json:",omitempty"`
}

// getPublicKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html.
func (r *request) getPublicKey(in *struct {
	KeyId       string
	GrantTokens []string
}) (any, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.permitted(in.KeyId, Use{Action: "kms:GetPublicKey", GrantTokens: in.GrantTokens})
	if err != nil {
		return nil, err
	}
	key := named.Key
	if err := Usable(awsproto.JSON, key); err != nil {
		return nil, err
	}
	private := r.h.private(key.ARN, specOf(key))
	if private == nil {
		return nil, noPublicKey()
	}
	der, err := publicDER(private.Public())
	if err != nil {
		return nil, err
	}
	out := publicKeyOutput{KeyId: key.ARN, PublicKey: der, CustomerMasterKeySpec: key.Spec, KeySpec: key.Spec, KeyUsage: key.Usage}
	switch can := specs[key.Spec].purpose(key.Usage); key.Usage {
	case world.SignVerify:
		out.SigningAlgorithms = can
	case world.KeyAgreement:
		out.KeyAgreementAlgorithms = can
	default:
		out.EncryptionAlgorithms = can
	}
	return out, nil
}

func publicDER(key crypto.PublicKey) ([]byte, *awsproto.Error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, internal()
	}
	return der, nil
}

type dataKeyPairInput struct {
	KeyId             string
	KeyPairSpec       string
	EncryptionContext map[string]string
	GrantTokens       []string
	DryRun            bool
}

type dataKeyPairOutput struct {
	KeyId                    string
	KeyMaterialId            string `json:",omitempty"`
	KeyPairSpec              string
	PrivateKeyCiphertextBlob []byte
	PrivateKeyPlaintext      []byte `json:",omitempty"` // PKCS #8, in DER
	PublicKey                []byte
}

// generateDataKeyPair is https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html.
func (r *request) generateDataKeyPair(in *dataKeyPairInput) (any, *awsproto.Error) {
	return r.dataKeyPair("kms:GenerateDataKeyPair", in)
}

// generateDataKeyPairWithoutPlaintext is
// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html.
func (r *request) generateDataKeyPairWithoutPlaintext(in *dataKeyPairInput) (any, *awsproto.Error) {
	out, err := r.dataKeyPair("kms:GenerateDataKeyPairWithoutPlaintext", in)
	if err != nil {
		return nil, err
	}
	out.PrivateKeyPlaintext = nil
	return out, nil
}

func (r *request) dataKeyPair(action string, in *dataKeyPairInput) (*dataKeyPairOutput, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	oneOf(&c, "keyPairSpec", in.KeyPairSpec, pairSpecs)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	key, err := r.use(in.KeyId, Use{Action: action, EncryptionContext: in.EncryptionContext, GrantTokens: in.GrantTokens,
		Context: pairKeys(in.KeyPairSpec)}, in.DryRun)
	if err != nil {
		return nil, err
	}
	private := generate(r.h.stream(key.ARN, "data key pair", r.x.IDs.RequestID), in.KeyPairSpec)
	if private == nil {
		return nil, unsupportedKey("KeyPairSpec", in.KeyPairSpec)
	}
	secret, failure := x509.MarshalPKCS8PrivateKey(private)
	if failure != nil {
		return nil, internal()
	}
	public, err := publicDER(private.Public())
	if err != nil {
		return nil, err
	}
	blob, id := r.seal(key, secret, in.EncryptionContext)
	return &dataKeyPairOutput{key.ARN, id, in.KeyPairSpec, blob, secret, public}, nil
}

// pairSpecs are those of data key pairs, with those that AWS has and this
// package does not.
var pairSpecs = slices.Sorted(slices.Values(append([]string{edwards, "ECC_SECG_P256K1", "SM2"},
	slices.Concat(slices.Collect(maps.Keys(rsaBits)), slices.Collect(maps.Keys(eccCurves)))...)))

func pairKeys(spec string) authz.Context {
	return authz.Context{"kms:DataKeyPairSpec": authz.One(spec)}
}
