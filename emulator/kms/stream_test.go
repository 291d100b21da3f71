package kms

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"io"
	"math/big"
	"testing"
)

func TestAStreamIsTheSameHoweverItIsRead(t *testing.T) {
	h := New(nil, "seed")
	whole := take(h.stream("arn:k", "test", "salt"), 100)
	parts := h.stream("arn:k", "test", "salt")
	var got []byte
	for _, n := range []int{1, 31, 0, 32, 36} {
		got = append(got, take(parts, n)...)
	}
	if !bytes.Equal(got, whole) {
		t.Errorf("read in parts: %x\nwhole: %x", got, whole)
	}
	for _, other := range []io.Reader{h.stream("arn:l", "test", "salt"), h.stream("arn:k", "tests", "alt"), h.stream("arn:k", "test", ""), New(nil, "").stream("arn:k", "test", "salt")} {
		if bytes.Equal(take(other, 100), whole) {
			t.Error("another stream has the same bytes")
		}
	}
}

// Keys follow from the seed and are sound: their public half verifies what they
// sign (TestSignatures), their numbers are in range, their primes primes.
func TestGeneratedKeys(t *testing.T) {
	h := New(nil, "seed")
	seen := map[string]string{}
	for spec, curve := range eccCurves {
		for _, arn := range []string{"arn:1", "arn:2"} {
			key := generate(h.stream(arn, "private key", spec), spec).(*ecdsa.PrivateKey)
			if again := generate(h.stream(arn, "private key", spec), spec).(*ecdsa.PrivateKey); !key.Equal(again) {
				t.Errorf("%s %s: another key the second time", spec, arn)
			}
			scalar, err := key.Bytes()
			if err != nil || key.Curve != curve || new(big.Int).SetBytes(scalar).Cmp(curve.Params().N) >= 0 {
				t.Errorf("%s: %v on %v, scalar %x", spec, err, key.Curve, scalar)
			}
			if was := seen[string(scalar)]; was != "" {
				t.Errorf("%s %s has the key of %s", spec, arn, was)
			}
			seen[string(scalar)] = spec + " " + arn
		}
	}
	key := generate(h.stream("arn:1", "private key", "RSA_2048"), "RSA_2048").(*rsa.PrivateKey)
	if err := key.Validate(); err != nil || key.N.BitLen() != 2048 || key.E != 65537 || key.Primes[0].BitLen() != 1024 || key.Primes[1].BitLen() != 1024 {
		t.Errorf("an RSA key of %d bits, %v", key.N.BitLen(), err)
	}
	if generate(h.stream("arn:1", "", ""), "HMAC_256") != nil || generate(h.stream("arn:1", "", ""), symmetric) != nil {
		t.Error("a key without a public half was generated")
	}
}

// Small primes are found with the bits that they must have.
func TestPrimes(t *testing.T) {
	r := New(nil, "seed").stream("", "primes", "")
	for range 20 {
		p := prime(r, 64)
		if p.BitLen() != 64 || p.Bit(62) != 1 || !p.ProbablyPrime(30) || new(big.Int).Mod(p, big.NewInt(rsaExponent)).Int64() == 1 {
			t.Errorf("prime %s", p)
		}
	}
}

func TestAKeyringMakesAKeyOnce(t *testing.T) {
	h := New(nil, "seed")
	first := h.private("arn:k", "ECC_NIST_P256")
	if h.private("arn:k", "ECC_NIST_P256") != first {
		t.Error("the key was made twice")
	}
	if h.private("arn:l", "ECC_NIST_P256").(*ecdsa.PrivateKey).Equal(first.(*ecdsa.PrivateKey)) {
		t.Error("two keys are the same")
	}
}
