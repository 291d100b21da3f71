package kms

import (
	"bytes"
	"testing"
)

func TestCiphertextOpensOnlyAsItWasSealed(t *testing.T) {
	h := New(nil, "seed")
	const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	context := map[string]string{"purpose": "test", "a": "b"}
	blob := h.seal(arn, 0, "request 1", []byte("secret"), context)
	parsed, ok := parseCiphertext(blob)
	if !ok || parsed.keyARN != arn {
		t.Fatalf("parsed %v, %q", ok, parsed.keyARN)
	}
	if got, ok := h.open(parsed, map[string]string{"a": "b", "purpose": "test"}); !ok || string(got) != "secret" {
		t.Errorf("opened %q, %v", got, ok)
	}
	for name, other := range map[string]map[string]string{
		"no context": nil, "fewer pairs": {"a": "b"}, "other value": {"purpose": "prod", "a": "b"},
		"pairs joined": {"a": "bpurposetest"},
	} {
		if _, ok := h.open(parsed, other); ok {
			t.Errorf("opened with %s", name)
		}
	}
	if _, ok := New(nil, "other seed").open(parsed, context); ok {
		t.Error("opened under another seed")
	}
	for i := range blob {
		changed := bytes.Clone(blob)
		changed[i] ^= 1
		c, ok := parseCiphertext(changed)
		if !ok {
			continue
		}
		if _, ok := h.open(c, context); ok {
			t.Fatalf("opened with byte %d changed", i)
		}
	}
}

func TestEachMaterialOpensItsOwn(t *testing.T) {
	h := New(nil, "seed")
	for material := range uint32(3) {
		c, ok := parseCiphertext(h.seal("arn:k", material, "r", []byte("secret"), nil))
		if !ok || c.material != material {
			t.Fatalf("material %d: parsed %v, %d", material, ok, c.material)
		}
		if got, ok := h.open(c, nil); !ok || string(got) != "secret" {
			t.Errorf("material %d: opened %q, %v", material, got, ok)
		}
		c.material++
		if _, ok := h.open(c, nil); ok {
			t.Errorf("material %d: opened with the next", material)
		}
	}
}

func TestSealIsDeterministicAndNeverRepeats(t *testing.T) {
	h := New(nil, "seed")
	seal := func(salt, text string) string { return string(h.seal("arn:k", 0, salt, []byte(text), nil)) }
	if first := seal("1", "x"); seal("1", "x") != first {
		t.Error("the same request gave two ciphertexts")
	}
	if seal("1", "x") == seal("2", "x") {
		t.Error("two requests gave the same ciphertext")
	}
	nonce := func(blob string) string { c, _ := parseCiphertext([]byte(blob)); return string(c.nonce) }
	if nonce(seal("1", "x")) == nonce(seal("1", "y")) {
		t.Error("a nonce served for two plaintexts")
	}
}

func FuzzParseCiphertext(f *testing.F) {
	h := New(nil, "seed")
	f.Add(h.seal("arn:aws:kms:us-east-1:111122223333:key/k", 0, "r", []byte("secret"), nil))
	f.Add(h.seal("arn:aws:kms:us-east-1:111122223333:key/k", 1, "r", []byte("secret"), nil))
	f.Add([]byte("DLK1"))
	f.Add([]byte("DLK2\x00\x04arn:\x00\x00\x00\x00"))
	f.Add([]byte("DLK1\xff\xffarn:"))
	f.Fuzz(func(t *testing.T, blob []byte) {
		c, ok := parseCiphertext(blob)
		if !ok {
			return
		}
		if got := c.bytes(); !bytes.Equal(got, blob) {
			t.Errorf("%q was written again as %q", blob, got)
		}
		if len(c.nonce) != nonceSize {
			t.Errorf("nonce of %d bytes", len(c.nonce))
		}
		h.open(c, nil) // must not panic
	})
}
