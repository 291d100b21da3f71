package caller

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// Keys finds credentials. A World satisfies it.
//
// Credential returns false for an access key that does not exist or is
// inactive. A session whose issuer is gone is a Credential without Principal:
// AWS still says first that its token has expired.
type Keys interface {
	Credential(accessKeyID string) (*world.Credential, bool)
}

// A Verifier checks signatures for one Region's endpoints. Its fields must not
// change once it is used; it may then be used concurrently.
type Verifier struct {
	// Now is what signing times and expiries are compared with. Required.
	Now func() time.Time
	// Sessions is what the expiry of session tokens is compared with; nil means
	// Now. Whoever issues sessions by another clock than clients sign by needs
	// it.
	Sessions func() time.Time
	// Region is the Region that credentials must be scoped to.
	Region string
	// MaxRequest bounds the body, in bytes, of a request to a service other
	// than S3, which is read whole because its hash is signed. Default 1 MiB.
	MaxRequest int64

	keys keyring
}

// Verify finds out who signed r for service, a signing name such as "s3",
// "sts", "iam" or "kms". A request to S3 or STS without a signature is anonymous,
// which is no error; the other services refuse it.
//
// AWS's order is kept: the scope, the time, the key, its token, the token's
// expiry, the issuer, the headers, the signature.
//
// On success r.Body is replaced by one that decodes and verifies the payload
// while it is read (see PayloadOf); it must be read up to io.EOF, and what was
// read must not be used before that. Its errors are *awsproto.Error.
//
// r must be a copy of the server's own request, as r.WithContext makes one:
// net/http looks at the Body of its original to know what to do with an
// unread body after Expect: 100-continue.
func (v *Verifier) Verify(r *http.Request, keys Keys, service string) (*Identity, *awsproto.Error) {
	if v.Now == nil {
		return nil, &awsproto.Error{Status: http.StatusInternalServerError, Code: "InternalError",
			Message: "We encountered an internal error. Please try again."}
	}
	d := dialectOf(service)
	if d.s3() && r.Method == http.MethodOptions {
		// A browser's preflight may carry the query of the presigned request
		// that it comes before, and is itself signed by nobody.
		return v.anonymous(r, d, service)
	}
	s, err := find(r, d)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return v.anonymous(r, d, service)
	}
	if err := checkScope(s, d, v.regions(service), service); err != nil {
		return nil, err
	}
	if now := v.Now(); !s.timely(now) {
		return nil, d.skewed(s, now)
	}
	cred, err := v.credential(s, keys, d)
	if err != nil {
		return nil, err
	}
	if err := v.check(r, s, cred, service); err != nil {
		return nil, err
	}
	return &Identity{
		Principal: cred.Principal, Credential: cred,
		AuthType: s.authType, SignatureVersion: algorithm,
		SignedAt: s.signedAt, Region: s.scope.Region, Service: s.scope.Service,
		PayloadHash: s.payloadHash,
	}, nil
}

// regions lists what the scope may name, the endpoint's own Region first. STS
// has a global endpoint too, and IAM and Organizations only such a one, whose
// Region is us-east-1. They take the lab's own Region as well: a client that was
// given an endpoint does not know that it is a global one. All take the empty
// Region, which botocore signs for when it is told an endpoint and that there is
// no Region.
func (v *Verifier) regions(service string) []string {
	if service == "sts" || service == "iam" || service == "organizations" {
		return []string{v.Region, "us-east-1", ""}
	}
	return []string{v.Region}
}

// timely reports whether the signature is good now. A presigned URL has its
// own expiry, a signed header is good for 15 minutes either way.
func (s *signature) timely(now time.Time) bool {
	if s.hasExpires {
		return !s.signedAt.After(now.Add(skew)) && !now.After(s.signedAt.Add(s.expires))
	}
	return s.signedAt.Sub(now).Abs() <= skew
}

// credential finds the key and checks the session token that belongs to it.
func (v *Verifier) credential(s *signature, keys Keys, d dialect) (*world.Credential, *awsproto.Error) {
	cred, ok := keys.Credential(s.accessKeyID)
	switch {
	case !ok || cred == nil:
		return nil, d.unknownKey(s)
	case s.token == "" && cred.Token != "":
		// A temporary key alone is no key at all.
		return nil, d.unknownKey(s)
	case subtle.ConstantTimeCompare([]byte(s.token), []byte(cred.Token)) != 1:
		return nil, d.badToken(s)
	case cred.Token != "" && !cred.ExpiresAt.IsZero() && !v.sessionTime().Before(cred.ExpiresAt):
		return nil, d.expiredToken(s)
	case cred.Principal == nil:
		return nil, d.unknownKey(s)
	}
	return cred, nil
}

func (v *Verifier) sessionTime() time.Time {
	if v.Sessions != nil {
		return v.Sessions()
	}
	return v.Now()
}

// check compares the signature with the one the secret gives.
func (v *Verifier) check(r *http.Request, s *signature, cred *world.Credential, service string) *awsproto.Error {
	d := dialectOf(service)
	payloadHash, err := v.payloadHash(r, s, d)
	if err != nil {
		return err
	}
	if err := checkSignedHeaders(r, s, d); err != nil {
		return err
	}
	canonical := canonicalRequest(r, s, service, payloadHash)
	toSign := stringToSign(s, canonical)
	key := v.keys.key(cred.Secret, s.scope)
	if subtle.ConstantTimeCompare([]byte(sign(key, toSign)), []byte(s.provided)) != 1 {
		return d.mismatch(s, string(canonical), toSign)
	}
	if d.s3() {
		r.Body = newBody(r, payloadHash, s.chunkSigner(key, payloadHash))
	}
	return nil
}

// payloadHash is the last line of the canonical request. S3 takes the client's
// word and checks it while the body is read; the others hash the body.
func (v *Verifier) payloadHash(r *http.Request, s *signature, d dialect) (string, *awsproto.Error) {
	if !d.s3() {
		return v.hashBody(r)
	}
	if s.payloadHash == "" {
		if s.authType == authQuery {
			return unsignedPayload, nil
		}
		return "", badRequest("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
	}
	return s.payloadHash, checkPayloadHash(s.payloadHash)
}

// checkSignedHeaders refuses x-amz- headers that somebody could have added
// after signing; only S3 is that strict. x-amz-content-sha256 is signed anyway
// as the payload's hash.
func checkSignedHeaders(r *http.Request, s *signature, d dialect) *awsproto.Error {
	if !s.signs("host") {
		return d.unsignedHost()
	}
	if !d.s3() {
		return nil
	}
	var unsigned []string
	for name := range r.Header {
		if !startsFold(name, "x-amz-") {
			continue
		}
		name = strings.ToLower(name)
		if name != "x-amz-content-sha256" && !s.signs(name) {
			unsigned = append(unsigned, name)
		}
	}
	if len(unsigned) > 0 {
		slices.Sort(unsigned)
		return unsignedHeaders(unsigned)
	}
	return nil
}

// anonymous is the identity of a request without a signature.
func (v *Verifier) anonymous(r *http.Request, d dialect, service string) (*Identity, *awsproto.Error) {
	hash := r.Header.Get("X-Amz-Content-Sha256")
	switch {
	case d.s3() && hash != "":
		if err := checkPayloadHash(hash); err != nil {
			return nil, err
		}
		r.Body = newBody(r, hash, nil)
	case d.s3():
		r.Body = newBody(r, unsignedPayload, nil)
	case service != "sts":
		return nil, d.missingToken()
	}
	return &Identity{Principal: world.Anonymous(), PayloadHash: hash}, nil
}
