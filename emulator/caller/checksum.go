package caller

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"net/http"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// checksumPrefix begins the headers and trailers that carry a checksum.
const checksumPrefix = "x-amz-checksum-"

// nvme is the polynomial of CRC-64/NVME, reflected as hash/crc64 wants it.
var nvme = crc64.MakeTable(0x9A6C9329AC4BC9B5)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// NewChecksum returns the hash of one of S3's checksum algorithms: CRC32,
// CRC32C, CRC64NVME, SHA1 or SHA256. ok is false for any other name.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
func NewChecksum(algorithm string) (h hash.Hash, ok bool) {
	switch algorithm {
	case "CRC32":
		return crc32.NewIEEE(), true
	case "CRC32C":
		return crc32.New(castagnoli), true
	case "CRC64NVME":
		return crc64.New(nvme), true
	case "SHA1":
		return sha1.New(), true
	case "SHA256":
		return sha256.New(), true
	}
	return nil, false
}

// A claim is the checksum a client says its payload has.
type claim struct {
	// algorithm is empty when the client claims nothing.
	algorithm string
	// value is base64; empty when a trailer will carry it.
	value string
	// trailers are the names that x-amz-trailer announces, in lower case.
	trailers []string
}

// parseClaim reads the checksum headers. Headers only: S3 ignores the
// checksum that some SDKs put, of an empty body, into presigned URLs.
func parseClaim(h http.Header) (claim, *awsproto.Error) {
	var c claim
	if err := c.readHeaders(h); err != nil {
		return c, err
	}
	if err := c.readTrailers(h); err != nil {
		return c, err
	}
	if sdk := h.Get("X-Amz-Sdk-Checksum-Algorithm"); sdk != "" {
		switch {
		case c.algorithm == "":
			return c, badRequest("InvalidRequest", "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")
		case !strings.EqualFold(sdk, c.algorithm):
			return c, badRequest("InvalidRequest", "Value for x-amz-sdk-checksum-algorithm header is invalid.")
		}
	}
	return c, nil
}

func (c *claim) readHeaders(h http.Header) *awsproto.Error {
	unknown := false
	for name, values := range h {
		if !startsFold(name, checksumPrefix) {
			continue
		}
		suffix := strings.ToLower(name[len(checksumPrefix):])
		if suffix == "mode" || suffix == "algorithm" || suffix == "type" {
			continue
		}
		algorithm := strings.ToUpper(suffix)
		if _, known := NewChecksum(algorithm); !known {
			unknown = true
			continue
		}
		if c.algorithm != "" || len(values) != 1 {
			return severalChecksums()
		}
		c.algorithm, c.value = algorithm, values[0]
	}
	switch {
	case unknown:
		return badRequest("InvalidRequest", "The algorithm type you specified in x-amz-checksum- header is invalid.")
	case c.algorithm != "" && !validChecksum(c.algorithm, c.value):
		return badRequest("InvalidRequest", "Value for "+checksumPrefix+strings.ToLower(c.algorithm)+" header is invalid.")
	}
	return nil
}

func (c *claim) readTrailers(h http.Header) *awsproto.Error {
	for _, line := range h.Values("X-Amz-Trailer") {
		for name := range strings.SplitSeq(line, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			algorithm := strings.ToUpper(strings.TrimPrefix(name, checksumPrefix))
			if _, known := NewChecksum(algorithm); !known || !strings.HasPrefix(name, checksumPrefix) {
				return badRequest("InvalidRequest", "The value specified in the x-amz-trailer header is not supported")
			}
			if c.algorithm != "" {
				return severalChecksums()
			}
			c.algorithm = algorithm
			c.trailers = append(c.trailers, name)
		}
	}
	return nil
}

func severalChecksums() *awsproto.Error {
	return badRequest("InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
}

// validChecksum reports whether value is base64 of the algorithm's size.
func validChecksum(algorithm, value string) bool {
	h, ok := NewChecksum(algorithm)
	if !ok {
		return false
	}
	b, err := base64.StdEncoding.DecodeString(value)
	return err == nil && len(b) == h.Size()
}

// parseContentMD5 reads the Content-MD5 header; nil when there is none.
func parseContentMD5(h http.Header) ([]byte, *awsproto.Error) {
	values, sent := h["Content-Md5"]
	if !sent {
		return nil, nil
	}
	value := strings.Join(values, ",")
	b, err := base64.StdEncoding.DecodeString(value)
	if err != nil || len(b) != md5.Size {
		return nil, badRequest("InvalidDigest", "The Content-MD5 you specified was invalid.",
			awsproto.Field{Name: "Content-MD5", Value: value})
	}
	return b, nil
}
