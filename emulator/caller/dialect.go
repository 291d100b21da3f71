package caller

import (
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// skew is how far a signing time may be from the server's, either way.
const skew = 15 * time.Minute

// A dialect words the refusals of one family of services: S3 has its own
// codes and sentences, the others share theirs.
type dialect interface {
	s3() bool

	// The signature cannot be read.
	twoMechanisms(header string) *awsproto.Error
	version2Query(complete bool) *awsproto.Error
	badMechanism(mechanism, header string) *awsproto.Error
	badComponent(component, header string) *awsproto.Error
	missingComponents(fields map[string]string, dated bool, header string) *awsproto.Error
	missingDate() *awsproto.Error
	missingQueryParam(name string) *awsproto.Error
	badQueryAlgorithm(name string) *awsproto.Error
	badQueryDate(date string) *awsproto.Error
	badExpires(message string) *awsproto.Error
	badCredential(s *signature) *awsproto.Error

	// It is for something else, or from another time.
	badScopeDate(s *signature) *awsproto.Error
	wrongRegion(s *signature, expected string) *awsproto.Error
	wrongService(s *signature, expected string) *awsproto.Error
	wrongTerminal(s *signature) *awsproto.Error
	dateMismatch(s *signature) *awsproto.Error
	skewed(s *signature, now time.Time) *awsproto.Error

	// It does not hold.
	missingToken() *awsproto.Error
	unknownKey(s *signature) *awsproto.Error
	badToken(s *signature) *awsproto.Error
	expiredToken(s *signature) *awsproto.Error
	unsignedHost() *awsproto.Error
	mismatch(s *signature, canonical, toSign string) *awsproto.Error
}

// dialectOf returns the dialect of a service, by its signing name.
func dialectOf(service string) dialect {
	switch service {
	case "s3":
		return s3Dialect{}
	case "sts", "iam":
		return queryDialect
	case "ec2":
		return ec2
	}
	return jsonDialect
}

// MissingToken is how a service refuses an unsigned request for an operation
// that needs a signature: STS answers AssumeRoleWithWebIdentity unsigned and
// nothing else.
func MissingToken(service string) *awsproto.Error { return dialectOf(service).missingToken() }

// checkScope compares the credential scope with the endpoint's, in its order.
func checkScope(s *signature, d dialect, regions []string, service string) *awsproto.Error {
	switch {
	case !s.scope.validDate():
		return d.badScopeDate(s)
	case !slices.Contains(regions, s.scope.Region):
		return d.wrongRegion(s, regions[0])
	case s.scope.Service != service:
		return d.wrongService(s, service)
	case s.scope.Terminal != terminal:
		return d.wrongTerminal(s)
	case s.scope.Date != s.signedAt.Format("20060102"):
		return d.dateMismatch(s)
	}
	return nil
}
