// Package caller finds out who signed a request: AWS Signature Version 4 in
// every form an SDK sends it, verified for real, or nobody.
package caller

import (
	"time"

	"github.com/denylab/denylab/emulator/world"
)

// An Identity is who signed a request, and how.
type Identity struct {
	// Principal is the signer; an anonymous request has the anonymous
	// principal, never nil.
	Principal *world.Principal
	// Credential is what it was signed with; nil for anonymous.
	Credential *world.Credential
	// AuthType is REST-HEADER, REST-QUERY-STRING or POST, the value of
	// s3:authType; empty for anonymous.
	AuthType string
	// SignatureVersion is AWS4-HMAC-SHA256, the value of s3:signatureversion.
	SignatureVersion string
	// SignedAt is the signing time.
	SignedAt time.Time
	// Region and Service are those of the credential scope.
	Region, Service string
	// PayloadHash is x-amz-content-sha256 as sent.
	PayloadHash string
}
