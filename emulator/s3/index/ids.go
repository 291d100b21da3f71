package index

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

// idLength is the length of version and upload ids, in characters.
const idLength = 32

// idEncoding uses the characters AWS's own ids are made of.
var idEncoding = base64.NewEncoding(
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._").WithPadding(base64.NoPadding)

// ids makes opaque ids out of sequence numbers and back. That the number can be
// read back lets a listing go on after a marker whose version or upload has been
// deleted since the last page.
type ids struct{ seed string }

// The kinds of id.
const (
	versionID = "version"
	uploadID  = "upload"
)

// make returns the id of a sequence number: eight bytes of it, masked, and
// sixteen bytes of a hash that proves it.
func (i ids) make(kind string, seq uint64) string {
	var raw [24]byte
	proof := i.proof(kind, seq)
	copy(raw[8:], proof)
	binary.BigEndian.PutUint64(raw[:8], seq^i.mask(kind, proof))
	return idEncoding.EncodeToString(raw[:])
}

// parse returns the sequence number of an id that make made with this seed.
func (i ids) parse(kind, id string) (seq uint64, ok bool) {
	raw, ok := decodeID(id)
	if !ok {
		return 0, false
	}
	seq = binary.BigEndian.Uint64(raw[:8]) ^ i.mask(kind, raw[8:])
	return seq, i.make(kind, seq) == id
}

// decodeID is what an id is made of. Base64 overlooks line ends, of which no id
// has any.
func decodeID(id string) (raw []byte, ok bool) {
	if len(id) != idLength {
		return nil, false
	}
	raw, err := idEncoding.DecodeString(id)
	return raw, err == nil && len(raw) == idEncoding.DecodedLen(idLength)
}

func (i ids) proof(kind string, seq uint64) []byte {
	h := sha256.New()
	h.Write([]byte(i.seed + "\x00" + kind + "\x00id\x00"))
	h.Write(binary.BigEndian.AppendUint64(nil, seq))
	return h.Sum(nil)[:16]
}

func (i ids) mask(kind string, proof []byte) uint64 {
	h := sha256.New()
	h.Write([]byte(i.seed + "\x00" + kind + "\x00mask\x00"))
	h.Write(proof)
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// ValidVersionID says whether id has the form of a version id: NullVersion, or
// 32 of AWS's id characters. S3 answers InvalidArgument "Invalid version id
// specified" to any other text and NoSuchVersion to an id it does not know.
func ValidVersionID(id string) bool {
	if id == NullVersion {
		return true
	}
	_, ok := decodeID(id)
	return ok
}
