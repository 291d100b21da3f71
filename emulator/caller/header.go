package caller

import (
	"net/http"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// fromHeader reads the Authorization header's form.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
func fromHeader(r *http.Request, header string, d dialect) (*signature, *awsproto.Error) {
	parts, rest := splitMechanism(header)
	if parts != algorithm {
		return nil, d.badMechanism(parts, header)
	}
	fields, bad := parseComponents(rest)
	if bad != "" {
		return nil, d.badComponent(bad, header)
	}
	signedAt, dated := headerDate(r)
	if len(fields) != 3 || !dated && !d.s3() {
		return nil, d.missingComponents(fields, dated, header)
	}
	s := &signature{
		authType:      authHeader,
		credential:    fields["Credential"],
		signedHeaders: splitSignedHeaders(fields["SignedHeaders"]),
		provided:      fields["Signature"],
		signedAt:      signedAt,
		token:         r.Header.Get("X-Amz-Security-Token"),
		payloadHash:   r.Header.Get("X-Amz-Content-Sha256"),
	}
	var ok bool
	if s.accessKeyID, s.scope, ok = parseCredential(s.credential); !ok {
		return nil, d.badCredential(s)
	}
	if !dated {
		return nil, d.missingDate()
	}
	return s, nil
}

// splitMechanism separates the mechanism's name from its components.
func splitMechanism(header string) (mechanism, rest string) {
	header = strings.TrimSpace(header)
	i := strings.IndexAny(header, " \t")
	if i < 0 {
		return header, ""
	}
	return header[:i], header[i+1:]
}

// parseComponents reads "Credential=…, SignedHeaders=…, Signature=…", with or
// without spaces after the commas. bad is the first component that is none.
func parseComponents(s string) (fields map[string]string, bad string) {
	fields = map[string]string{}
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, value, ok := strings.Cut(part, "=")
		if !ok || strings.ContainsAny(value, "= \t") {
			return nil, part
		}
		switch name {
		case "Credential", "SignedHeaders", "Signature":
			if value != "" {
				fields[name] = value
			}
		default:
			return nil, part
		}
	}
	return fields, ""
}

// headerDate is the signing time: X-Amz-Date, else Date, in the formats that
// AWS accepts in either.
func headerDate(r *http.Request) (time.Time, bool) {
	for _, name := range []string{"X-Amz-Date", "Date"} {
		v := r.Header.Get(name)
		if v == "" {
			continue
		}
		for _, layout := range []string{timestampFormat, http.TimeFormat, time.RFC1123Z} {
			if t, err := time.Parse(layout, v); err == nil {
				return t.UTC(), true
			}
		}
		return time.Time{}, false
	}
	return time.Time{}, false
}
