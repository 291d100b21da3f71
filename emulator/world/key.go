package world

import "time"

// A Key is a KMS key.
type Key struct {
	// Policy is the key policy; absent means AWS's default, which delegates
	// to the account's identity policies.
	Policy *Policy `yaml:"policy,omitempty"`
	// Spec is SYMMETRIC_DEFAULT (default), RSA_2048, RSA_3072, RSA_4096,
	// ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, ECC_NIST_EDWARDS25519,
	// HMAC_224, HMAC_256, HMAC_384 or HMAC_512.
	Spec string `yaml:"spec,omitempty"`
	// Usage is ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC or
	// KEY_AGREEMENT. The default follows from the spec: RSA keys encrypt, keys
	// on elliptic curves sign.
	Usage string `yaml:"usage,omitempty"`
	// Aliases are names such as alias/training.
	Aliases []string             `yaml:"aliases,omitempty"`
	Grants  map[string]*KeyGrant `yaml:"grants,omitempty"`
	// State is Enabled (default), Disabled or PendingDeletion.
	State       string            `yaml:"state,omitempty"`
	Region      string            `yaml:"region,omitempty"`
	Description string            `yaml:"description,omitempty"`
	Tags        map[string]string `yaml:"tags,omitempty"`
	// RotationPeriodInDays, 90 to 2560, turns automatic rotation on; absent
	// means that it is off.
	RotationPeriodInDays int `yaml:"rotationPeriodInDays,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`
	// DeletionDate is when a key that is pending deletion will be gone.
	DeletionDate time.Time `yaml:"deletionDate,omitempty"`
	// RotatesSince is when automatic rotation was turned on, which the period
	// counts from. Rotations are the past ones, oldest first, without those
	// that automatic rotation has made since then.
	RotatesSince time.Time     `yaml:"rotatesSince,omitempty"`
	Rotations    []KeyRotation `yaml:"rotations,omitempty"`

	ID         string `yaml:"-"`
	ARN        string `yaml:"-"`
	Account    string `yaml:"-"`
	AWSManaged bool   `yaml:"-"`
}

// A KeyRotation is a change of a key's material.
type KeyRotation struct {
	Date time.Time `yaml:"date"`
	// OnDemand: somebody asked for it; others are automatic.
	OnDemand bool `yaml:"onDemand,omitempty"`
}

// A KeyGrant is a grant on a KMS key.
type KeyGrant struct {
	Grantee           string            `yaml:"grantee"`
	RetiringPrincipal string            `yaml:"retiringPrincipal,omitempty"`
	Operations        []string          `yaml:"operations"`
	ContextEquals     map[string]string `yaml:"encryptionContextEquals,omitempty"`
	ContextSubset     map[string]string `yaml:"encryptionContextSubset,omitempty"`
	Name              string            `yaml:"name,omitempty"`
	// Token is the grant token; made when absent.
	Token string `yaml:"token,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`
}

// The specs of keys with a meaning beyond their table.
const SymmetricDefault = "SYMMETRIC_DEFAULT"

// The usages of keys.
const (
	EncryptDecrypt    = "ENCRYPT_DECRYPT"
	SignVerify        = "SIGN_VERIFY"
	GenerateVerifyMAC = "GENERATE_VERIFY_MAC"
	KeyAgreement      = "KEY_AGREEMENT"
)

var (
	rsaUsages  = []string{EncryptDecrypt, SignVerify}
	eccUsages  = []string{SignVerify, KeyAgreement}
	hmacUsages = []string{GenerateVerifyMAC}
)

// keyUsages are what keys of each spec can be for, the default first
// (https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html).
var keyUsages = map[string][]string{
	SymmetricDefault: {EncryptDecrypt},
	"RSA_2048":       rsaUsages, "RSA_3072": rsaUsages, "RSA_4096": rsaUsages,
	"ECC_NIST_P256": eccUsages, "ECC_NIST_P384": eccUsages, "ECC_NIST_P521": eccUsages, "ECC_NIST_EDWARDS25519": {SignVerify},
	"HMAC_224": hmacUsages, "HMAC_256": hmacUsages, "HMAC_384": hmacUsages, "HMAC_512": hmacUsages,
}

// KeyUsages are what keys of a spec can be for, the default first; none for a
// spec that there is not.
func KeyUsages(spec string) []string { return keyUsages[spec] }

// Symmetric: the key encrypts under a secret that nobody gets to see.
func (k *Key) Symmetric() bool { return k.Spec == SymmetricDefault || k.Spec == "" }
