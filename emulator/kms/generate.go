package kms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"io"
	"math/big"
)

var rsaBits = map[string]int{"RSA_2048": 2048, "RSA_3072": 3072, "RSA_4096": 4096}

var eccCurves = map[string]elliptic.Curve{
	"ECC_NIST_P256": elliptic.P256(), "ECC_NIST_P384": elliptic.P384(), "ECC_NIST_P521": elliptic.P521(),
}

const edwards = "ECC_NIST_EDWARDS25519"

// generate makes a private key of a spec from what r gives; nil for a spec
// whose keys have no public half.
func generate(r io.Reader, spec string) crypto.Signer {
	if bits, ok := rsaBits[spec]; ok {
		return generateRSA(r, bits)
	}
	if curve, ok := eccCurves[spec]; ok {
		return generateECC(r, curve)
	}
	if spec == edwards {
		return ed25519.NewKeyFromSeed(take(r, ed25519.SeedSize))
	}
	return nil
}

// generateECC takes 64 bits more than the scalar has, so that what is left over
// by the order of the curve hardly favors any (FIPS 186-5, A.2.1).
func generateECC(r io.Reader, curve elliptic.Curve) *ecdsa.PrivateKey {
	params := curve.Params()
	size := (params.BitSize + 7) / 8
	below := new(big.Int).Sub(params.N, big.NewInt(1))
	scalar := new(big.Int).SetBytes(take(r, size+8))
	scalar.Mod(scalar, below).Add(scalar, big.NewInt(1))
	key, err := ecdsa.ParseRawPrivateKey(curve, scalar.FillBytes(make([]byte, size)))
	if err != nil { // the scalar is in range
		panic(err)
	}
	return key
}

const rsaExponent = 65537

// generateRSA searches two primes. A key of 2048 bits takes a fraction of a
// second, one of 4096 bits several.
func generateRSA(r io.Reader, bits int) *rsa.PrivateKey {
	p, q := prime(r, bits/2), prime(r, bits/2)
	for p.Cmp(q) == 0 {
		q = prime(r, bits/2)
	}
	one := big.NewInt(1)
	pLess, qLess := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
	totient := new(big.Int).Mul(pLess, qLess)
	totient.Div(totient, new(big.Int).GCD(nil, nil, pLess, qLess))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: rsaExponent},
		D:         new(big.Int).ModInverse(big.NewInt(rsaExponent), totient),
		Primes:    []*big.Int{p, q},
	}
	key.Precompute()
	if err := key.Validate(); err != nil { // the primes are
		panic(err)
	}
	return key
}

// prime is the first prime that r gives of exactly that many bits, with the two
// highest ones set, so that the product of two has twice as many.
func prime(r io.Reader, bits int) *big.Int {
	exponent, rest := big.NewInt(rsaExponent), new(big.Int)
	for {
		b := take(r, bits/8)
		b[0] |= 0xC0
		b[len(b)-1] |= 1
		p := new(big.Int).SetBytes(b)
		if rest.Mod(p, exponent).Cmp(big.NewInt(1)) != 0 && p.ProbablyPrime(20) {
			return p
		}
	}
}
