package index

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
)

// nvme is the reversed polynomial of CRC-64/NVME, which S3 calls CRC64NVME.
const nvme = 0x9a6c9329ac4bc9b5

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	nvmeTable  = crc64.MakeTable(nvme)
)

// newHash returns the hash of a checksum algorithm; nil for an unknown one.
func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "CRC32":
		return crc32.NewIEEE()
	case "CRC32C":
		return crc32.New(castagnoli)
	case "CRC64NVME":
		return crc64.New(nvmeTable)
	case "SHA1":
		return sha1.New()
	case "SHA256":
		return sha256.New()
	}
	return nil
}

// combine computes a multipart object's checksum of its parts' checksums, of the
// algorithm and type of want
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#multipart-checksums).
// Without an algorithm there is no checksum. A CRC64NVME is always one of the full
// object; for the others Composite is the default.
func combine(want Checksum, parts []PartSize) (Checksum, error) {
	if want.Algorithm == "" {
		return Checksum{}, nil
	}
	if want.Type == "" {
		want.Type = Composite
		if want.Algorithm == "CRC64NVME" {
			want.Type = FullObject
		}
	}
	h := newHash(want.Algorithm)
	if h == nil {
		return Checksum{}, fmt.Errorf("index: unknown checksum algorithm %q; use CRC32, CRC32C, CRC64NVME, SHA1 or SHA256", want.Algorithm)
	}
	sums := make([][]byte, len(parts))
	for i, p := range parts {
		sum, err := base64.StdEncoding.DecodeString(p.Checksum)
		if err != nil || len(sum) != h.Size() {
			return Checksum{}, fmt.Errorf("index: part %d has %s checksum %q; give base64 of %d bytes", p.Number, want.Algorithm, p.Checksum, h.Size())
		}
		sums[i] = sum
	}
	if want.Type == Composite {
		for _, sum := range sums {
			h.Write(sum)
		}
		want.Value = fmt.Sprintf("%s-%d", base64.StdEncoding.EncodeToString(h.Sum(nil)), len(parts))
		return want, nil
	}
	full, err := fullObject(want.Algorithm, sums, parts)
	want.Value = base64.StdEncoding.EncodeToString(full)
	return want, err
}

// fullObject computes the CRC of all parts' bytes from the parts' CRCs.
func fullObject(algorithm string, sums [][]byte, parts []PartSize) ([]byte, error) {
	polynomials := map[string]uint64{"CRC32": crc32.IEEE, "CRC32C": crc32.Castagnoli, "CRC64NVME": nvme}
	poly, ok := polynomials[algorithm]
	if !ok {
		return nil, fmt.Errorf("index: %s has no %s checksum; it is %s", algorithm, FullObject, Composite)
	}
	var crc uint64
	for i, sum := range sums {
		var wide [8]byte
		copy(wide[8-len(sum):], sum)
		crc = appendCRC(poly, crc, binary.BigEndian.Uint64(wide[:]), parts[i].Size)
	}
	out := binary.BigEndian.AppendUint64(nil, crc)
	return out[8-len(sums[0]):], nil
}

// appendCRC returns the CRC of two texts, given the CRC of each and the length of
// the second in bytes. Reflected CRCs whose start value and final inversion are all
// ones have this linear form: running the first CRC through n zero bytes and adding
// the second. Running through zero bits is multiplication by a power of x modulo
// the polynomial, computed by repeated squaring.
func appendCRC(poly, first, second uint64, n int64) uint64 {
	// In the reversed notation the top bit of the polynomial's width is 1 (x⁰)
	// and the next one is x.
	top := uint64(1) << 31
	if poly>>32 != 0 {
		top = 1 << 63
	}
	power := top
	for square, bits := top>>1, uint64(n)*8; bits > 0; bits >>= 1 {
		if bits&1 == 1 {
			power = multiply(poly, top, power, square)
		}
		square = multiply(poly, top, square, square)
	}
	return multiply(poly, top, power, first) ^ second
}

// multiply multiplies two polynomials in reversed notation modulo poly.
func multiply(poly, top, a, b uint64) (product uint64) {
	for bit := top; bit > 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		// b times x.
		if b&1 == 1 {
			b = b>>1 ^ poly
		} else {
			b >>= 1
		}
	}
	return product
}
