package caller

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A sharedDialect words refusals as the front end does that all services but
// S3 have in common. Only codes and statuses differ with the protocol.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
type sharedDialect struct {
	incomplete, missing, invalidToken, expired, signature code
	missingMessage                                        string
}

type code struct {
	status int
	name   string
}

func (c code) error(format string, args ...any) *awsproto.Error {
	return &awsproto.Error{Status: c.status, Code: c.name, Message: fmt.Sprintf(format, args...)}
}

// queryDialect is that of the query protocol: STS, IAM.
var queryDialect = &sharedDialect{
	incomplete:     code{http.StatusBadRequest, "IncompleteSignature"},
	missing:        code{http.StatusForbidden, "MissingAuthenticationToken"},
	missingMessage: "Request is missing Authentication Token",
	invalidToken:   code{http.StatusForbidden, "InvalidClientTokenId"},
	expired:        code{http.StatusForbidden, "ExpiredToken"},
	signature:      code{http.StatusForbidden, "SignatureDoesNotMatch"},
}

// jsonDialect is that of JSON 1.1: KMS, SageMaker, Glue.
var jsonDialect = &sharedDialect{
	incomplete:     code{http.StatusBadRequest, "IncompleteSignatureException"},
	missing:        code{http.StatusBadRequest, "MissingAuthenticationTokenException"},
	missingMessage: "Missing Authentication Token",
	invalidToken:   code{http.StatusBadRequest, "UnrecognizedClientException"},
	expired:        code{http.StatusBadRequest, "ExpiredTokenException"},
	signature:      code{http.StatusBadRequest, "InvalidSignatureException"},
}

func (*sharedDialect) s3() bool { return false }

// hashed is how these services quote an Authorization header back without
// revealing it.
func hashed(header string) string {
	h := sha256.Sum256([]byte(header))
	return base64.StdEncoding.EncodeToString(h[:])
}

func (d *sharedDialect) twoMechanisms(header string) *awsproto.Error {
	return d.badMechanism("", header)
}

func (d *sharedDialect) version2Query(bool) *awsproto.Error { return d.missingToken() }

func (d *sharedDialect) badMechanism(mechanism, header string) *awsproto.Error {
	if mechanism == asymmetric {
		return notImplemented("Authorization")
	}
	return d.missingComponents(nil, true, header)
}

func (d *sharedDialect) badComponent(_, header string) *awsproto.Error {
	return d.incomplete.error("Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '%s'.", hashed(header))
}

func (d *sharedDialect) missingComponents(fields map[string]string, dated bool, header string) *awsproto.Error {
	var b strings.Builder
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		if fields[name] == "" {
			fmt.Fprintf(&b, "Authorization header requires '%s' parameter. ", name)
		}
	}
	if !dated {
		b.WriteString("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
	}
	return d.incomplete.error("%s(Hashed with SHA-256 and encoded with Base64) Authorization=%s", b.String(), hashed(header))
}

func (d *sharedDialect) missingDate() *awsproto.Error {
	return d.incomplete.error("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
}

func (d *sharedDialect) missingQueryParam(name string) *awsproto.Error {
	return d.incomplete.error("AWS query-string parameters must include '%s'. Re-examine the query-string parameters.", name)
}

func (d *sharedDialect) badQueryAlgorithm(name string) *awsproto.Error {
	if name == asymmetric {
		return notImplemented("X-Amz-Algorithm")
	}
	return d.incomplete.error("Unsupported AWS 'algorithm': '%s'.", name)
}

func (d *sharedDialect) badQueryDate(date string) *awsproto.Error {
	return d.incomplete.error("Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601", date)
}

func (d *sharedDialect) badExpires(message string) *awsproto.Error {
	return d.incomplete.error("%s", message)
}

func (d *sharedDialect) badCredential(s *signature) *awsproto.Error {
	return d.incomplete.error("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '%s'", s.credential)
}

func (d *sharedDialect) badScopeDate(s *signature) *awsproto.Error { return d.dateMismatch(s) }

func (d *sharedDialect) wrongRegion(*signature, string) *awsproto.Error {
	return d.signature.error("Credential should be scoped to a valid region. ")
}

func (d *sharedDialect) wrongService(_ *signature, expected string) *awsproto.Error {
	return d.signature.error("Credential should be scoped to correct service: '%s'. ", expected)
}

func (d *sharedDialect) wrongTerminal(*signature) *awsproto.Error {
	return d.signature.error("Credential should be scoped with a valid terminator: '%s'. ", terminal)
}

func (d *sharedDialect) dateMismatch(s *signature) *awsproto.Error {
	return d.signature.error("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'.",
		s.scope.Date, s.signedAt.Format("20060102"), s.timestamp())
}

func (d *sharedDialect) skewed(s *signature, now time.Time) *awsproto.Error {
	now = now.UTC()
	if s.signedAt.After(now) {
		return d.signature.error("Signature not yet current: %s is still later than %s (%s + 15 min.)",
			s.timestamp(), now.Add(skew).Format(timestampFormat), now.Format(timestampFormat))
	}
	return d.signature.error("Signature expired: %s is now earlier than %s (%s - 15 min.)",
		s.timestamp(), now.Add(-skew).Format(timestampFormat), now.Format(timestampFormat))
}

func (d *sharedDialect) missingToken() *awsproto.Error {
	return d.missing.error("%s", d.missingMessage)
}

func (d *sharedDialect) unknownKey(*signature) *awsproto.Error {
	return d.invalidToken.error("The security token included in the request is invalid.")
}

func (d *sharedDialect) badToken(s *signature) *awsproto.Error { return d.unknownKey(s) }

func (d *sharedDialect) expiredToken(*signature) *awsproto.Error {
	return d.expired.error("The security token included in the request is expired")
}

func (d *sharedDialect) unsignedHost() *awsproto.Error {
	return d.signature.error("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
}

func (d *sharedDialect) mismatch(*signature, string, string) *awsproto.Error {
	return d.signature.error("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
}
