package kms

import (
	"crypto/rsa"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// moduli are the sizes of RSA keys in bytes.
var moduli = map[string]int{"RSA_2048": 256, "RSA_3072": 384, "RSA_4096": 512}

// encryptRSA encrypts with the public half of a key. What OAEP takes at random
// follows from the request.
func (r *request) encryptRSA(key *world.Key, use Use, plaintext []byte) ([]byte, *awsproto.Error) {
	hash := hashes[use.algorithm()]
	if most := moduli[key.Spec] - 2*hash.Size() - 2; len(plaintext) > most {
		return nil, tooLong(key, use.algorithm(), most)
	}
	public, ok := r.h.private(key.ARN, key.Spec).Public().(*rsa.PublicKey)
	if !ok { // the key fits the use
		return nil, internal()
	}
	blob, err := rsa.EncryptOAEP(hash.New(), r.h.stream(key.ARN, "oaep", r.x.IDs.RequestID+string(plaintext)), public, plaintext, nil)
	if err != nil {
		return nil, internal()
	}
	return blob, nil
}

// decryptRSA decrypts what was encrypted with the public half of a key, here or
// elsewhere.
func (r *request) decryptRSA(key *world.Key, use Use, blob []byte) ([]byte, *awsproto.Error) {
	private, ok := r.h.private(key.ARN, key.Spec).(*rsa.PrivateKey)
	if !ok {
		return nil, internal()
	}
	plaintext, err := rsa.DecryptOAEP(hashes[use.algorithm()].New(), nil, private, blob, nil)
	if err != nil {
		return nil, invalidCiphertext()
	}
	return plaintext, nil
}
