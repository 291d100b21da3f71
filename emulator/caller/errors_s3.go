package caller

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// s3Dialect words refusals as S3 does.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
type s3Dialect struct{}

func (s3Dialect) s3() bool { return true }

func badRequest(code, message string, fields ...awsproto.Field) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: message, Fields: fields}
}

func forbidden(code, message string, fields ...awsproto.Field) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusForbidden, Code: code, Message: message, Fields: fields}
}

func invalidArgument(name, value, message string) *awsproto.Error {
	return badRequest("InvalidArgument", message,
		awsproto.Field{Name: "ArgumentName", Value: name}, awsproto.Field{Name: "ArgumentValue", Value: value})
}

func (s3Dialect) twoMechanisms(header string) *awsproto.Error {
	return invalidArgument("Authorization", header, "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified")
}

func (d s3Dialect) version2Query(complete bool) *awsproto.Error {
	if !complete {
		return forbidden("AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters")
	}
	return d.badMechanism("AWS", "")
}

func (s3Dialect) badMechanism(mechanism, header string) *awsproto.Error {
	switch mechanism {
	case "AWS":
		return badRequest("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")
	case asymmetric:
		return notImplemented("Authorization")
	}
	return invalidArgument("Authorization", header, "Unsupported Authorization Type")
}

// notImplemented is the lab's limit, not AWS's: SigV4a is not verified here.
func notImplemented(header string) *awsproto.Error {
	return &awsproto.Error{
		Status: http.StatusNotImplemented, Code: "NotImplemented",
		Message: "A header you provided implies functionality that is not implemented",
		Fields:  []awsproto.Field{{Name: "Header", Value: header}},
	}
}

func malformed(message string, fields ...awsproto.Field) *awsproto.Error {
	return badRequest("AuthorizationHeaderMalformed", "The authorization header is malformed; "+message, fields...)
}

func (s3Dialect) badComponent(component, _ string) *awsproto.Error {
	return malformed(`the authorization component "` + component + `" is malformed.`)
}

func (s3Dialect) missingComponents(map[string]string, bool, string) *awsproto.Error {
	return malformed("the authorization header requires three components: Credential, SignedHeaders, and Signature.")
}

func (s3Dialect) missingDate() *awsproto.Error {
	return forbidden("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header")
}

func badQuery(message string, fields ...awsproto.Field) *awsproto.Error {
	return badRequest("AuthorizationQueryParametersError", message, fields...)
}

func (s3Dialect) missingQueryParam(string) *awsproto.Error {
	return badQuery("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
}

func (s3Dialect) badQueryAlgorithm(name string) *awsproto.Error {
	if name == asymmetric {
		return notImplemented("X-Amz-Algorithm")
	}
	return badQuery(`X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"`)
}

func (s3Dialect) badQueryDate(string) *awsproto.Error {
	return badQuery(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
}

func (s3Dialect) badExpires(message string) *awsproto.Error { return badQuery(message) }

// inCredential is a complaint about the Credential, worded for where it stood.
func inCredential(s *signature, message string, fields ...awsproto.Field) *awsproto.Error {
	if s.authType != authHeader {
		return badQuery("Error parsing the X-Amz-Credential parameter; "+message, fields...)
	}
	return malformed(message, fields...)
}

func (s3Dialect) badCredential(s *signature) *awsproto.Error {
	return inCredential(s, `the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`)
}

func (s3Dialect) badScopeDate(s *signature) *awsproto.Error {
	return inCredential(s, `incorrect date format "`+s.scope.Date+`". This date in the credential must be in the format "yyyyMMdd".`)
}

func (s3Dialect) wrongRegion(s *signature, expected string) *awsproto.Error {
	return inCredential(s, fmt.Sprintf("the region '%s' is wrong; expecting '%s'", s.scope.Region, expected),
		awsproto.Field{Name: "Region", Value: expected})
}

func (s3Dialect) wrongService(s *signature, expected string) *awsproto.Error {
	return inCredential(s, `incorrect service "`+s.scope.Service+`". This endpoint belongs to "`+expected+`".`)
}

func (s3Dialect) wrongTerminal(s *signature) *awsproto.Error {
	return inCredential(s, `incorrect terminal "`+s.scope.Terminal+`". This endpoint uses "`+terminal+`".`)
}

func (s3Dialect) dateMismatch(s *signature) *awsproto.Error {
	if s.authType != authHeader {
		return badQuery(fmt.Sprintf("Invalid credential date %q. This date is not the same as X-Amz-Date: %q.", s.scope.Date, s.signedAt.Format("20060102")))
	}
	return malformed("Invalid credential date. Date is not the same as X-Amz-Date.")
}

// skewed covers the three ways in which S3 finds a time wrong: a header too
// far off, a presigned URL not yet valid, and one that has expired.
func (s3Dialect) skewed(s *signature, now time.Time) *awsproto.Error {
	server := awsproto.Field{Name: "ServerTime", Value: now.UTC().Format(time.RFC3339)}
	if !s.hasExpires {
		return forbidden("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
			awsproto.Field{Name: "RequestTime", Value: s.timestamp()}, server,
			awsproto.Field{Name: "MaxAllowedSkewMilliseconds", Value: strconv.FormatInt(skew.Milliseconds(), 10)})
	}
	expires := awsproto.Field{Name: "Expires", Value: s.signedAt.Add(s.expires).Format(time.RFC3339)}
	if s.signedAt.After(now) {
		return forbidden("AccessDenied", "Request is not yet valid",
			awsproto.Field{Name: "X-Amz-Date", Value: strconv.FormatInt(s.signedAt.UnixMilli(), 10)}, expires, server)
	}
	return forbidden("AccessDenied", "Request has expired",
		awsproto.Field{Name: "X-Amz-Expires", Value: strconv.FormatInt(int64(s.expires/time.Second), 10)}, expires, server)
}

func (s3Dialect) missingToken() *awsproto.Error {
	return forbidden("AccessDenied", "Access Denied")
}

func (s3Dialect) unknownKey(s *signature) *awsproto.Error {
	return forbidden("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
		awsproto.Field{Name: "AWSAccessKeyId", Value: s.accessKeyID})
}

func (s3Dialect) badToken(s *signature) *awsproto.Error {
	return badRequest("InvalidToken", "The provided token is malformed or otherwise invalid.",
		awsproto.Field{Name: "Token-0", Value: s.token})
}

func (s3Dialect) expiredToken(s *signature) *awsproto.Error {
	return badRequest("ExpiredToken", "The provided token has expired.",
		awsproto.Field{Name: "Token-0", Value: s.token})
}

func (s3Dialect) unsignedHost() *awsproto.Error { return unsignedHeaders([]string{"host"}) }

func unsignedHeaders(names []string) *awsproto.Error {
	return forbidden("AccessDenied", "There were headers present in the request which were not signed",
		awsproto.Field{Name: "HeadersNotSigned", Value: strings.Join(names, ", ")})
}

func (s3Dialect) mismatch(s *signature, canonical, toSign string) *awsproto.Error {
	err := chunkMismatch(s.accessKeyID, toSign, s.provided)
	err.Fields = append(err.Fields,
		awsproto.Field{Name: "CanonicalRequest", Value: canonical},
		awsproto.Field{Name: "CanonicalRequestBytes", Value: spacedHex(canonical)})
	return err
}

// chunkMismatch is SignatureDoesNotMatch for a chunk or trailer, which has no
// canonical request.
func chunkMismatch(accessKeyID, toSign, provided string) *awsproto.Error {
	return forbidden("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
		awsproto.Field{Name: "AWSAccessKeyId", Value: accessKeyID},
		awsproto.Field{Name: "StringToSign", Value: toSign},
		awsproto.Field{Name: "SignatureProvided", Value: provided},
		awsproto.Field{Name: "StringToSignBytes", Value: spacedHex(toSign)})
}

// spacedHex is AWS's way to show bytes: "41 57 53 34".
func spacedHex(s string) string { return fmt.Sprintf("% x", s) }
