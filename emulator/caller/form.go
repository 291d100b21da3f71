package caller

import (
	"crypto/subtle"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// authPost is the Identity.AuthType of a browser's form.
const authPost = "POST"

// VerifyForm finds out who signed the policy of a form that a browser sends to
// S3 for upload; fields are the form's, by their names in lower case. A form
// without a signature is anonymous. When the policy ends is not looked at: that
// is in the policy. Its errors are *awsproto.Error.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
func (v *Verifier) VerifyForm(fields map[string]string, keys Keys) (*Identity, *awsproto.Error) {
	const service = "s3"
	if fields["policy"] == "" && fields["x-amz-signature"] == "" && fields["signature"] == "" {
		return &Identity{Principal: world.Anonymous()}, nil
	}
	d := dialectOf(service)
	s, err := fromForm(fields, d)
	if err != nil {
		return nil, err
	}
	if err := checkScope(s, d, v.regions(service), service); err != nil {
		return nil, err
	}
	cred, err := v.credential(s, keys, d)
	if err != nil {
		return nil, err
	}
	want := sign(v.keys.key(cred.Secret, s.scope), fields["policy"])
	if subtle.ConstantTimeCompare([]byte(want), []byte(s.provided)) != 1 {
		return nil, chunkMismatch(s.accessKeyID, fields["policy"], s.provided)
	}
	return &Identity{
		Principal: cred.Principal, Credential: cred,
		AuthType: s.authType, SignatureVersion: algorithm,
		SignedAt: s.signedAt, Region: s.scope.Region, Service: s.scope.Service,
	}, nil
}

// fromForm reads the signature in the fields of a form.
func fromForm(fields map[string]string, d dialect) (*signature, *awsproto.Error) {
	if fields["awsaccesskeyid"] != "" || fields["signature"] != "" {
		for _, name := range []string{"AWSAccessKeyId", "Signature", "Policy"} {
			if fields[strings.ToLower(name)] == "" {
				return nil, missingField(name)
			}
		}
		return nil, d.badMechanism("AWS", "")
	}
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "Policy"} {
		if fields[strings.ToLower(name)] == "" {
			return nil, missingField(name)
		}
	}
	if name := fields["x-amz-algorithm"]; name != algorithm {
		return nil, d.badQueryAlgorithm(name)
	}
	s := &signature{authType: authPost, credential: fields["x-amz-credential"], provided: fields["x-amz-signature"], token: fields["x-amz-security-token"]}
	var ok bool
	if s.accessKeyID, s.scope, ok = parseCredential(s.credential); !ok {
		return nil, d.badCredential(s)
	}
	var err error
	if s.signedAt, err = time.Parse(timestampFormat, fields["x-amz-date"]); err != nil {
		return nil, d.badQueryDate(fields["x-amz-date"])
	}
	return s, nil
}

func missingField(name string) *awsproto.Error {
	return invalidArgument(name, "", "Bucket POST must contain a field named '"+name+"'.  If it is specified, please check the order of the fields.")
}

// FileOf is r with the file of its form for a body, and with header in place of
// its own: what S3 reads of a form it reads as from the request of a PUT. The
// file's length is not known before its end; Payload.Length is that of the
// whole form, which is longer.
func FileOf(r *http.Request, header http.Header, file io.Reader) *http.Request {
	clone := r.WithContext(r.Context())
	clone.Header = header
	clone.Body = io.NopCloser(file)
	clone.Body = newBody(clone, unsignedPayload, nil)
	return clone
}
