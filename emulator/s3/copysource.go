package s3

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A copySource is the object that x-amz-copy-source names.
type copySource struct{ bucket, key, version string }

// parseCopySource reads x-amz-copy-source: [/]BUCKET/KEY[?versionId=ID],
// percent-encoded
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).
func parseCopySource(header string) (copySource, *awsproto.Error) {
	path, query := header, ""
	if i := strings.LastIndex(header, "?versionId="); i >= 0 {
		path, query = header[:i], header[i+1:]
	} else {
		path, query, _ = strings.Cut(header, "?")
	}
	bad := func(message string) (copySource, *awsproto.Error) {
		return copySource{}, invalidArgument(message, "x-amz-copy-source", header)
	}
	// '+' stays a plus sign here, as it does in a path.
	decoded, err := url.PathUnescape(path)
	if err != nil || !utf8.ValidString(decoded) {
		return bad("Invalid copy source encoding")
	}
	bucket, key, ok := strings.Cut(strings.TrimPrefix(decoded, "/"), "/")
	if !ok || bucket == "" {
		return bad("Invalid copy source object key")
	}
	if key == "" || len(key) > maxKey {
		return bad("Invalid copy source object key")
	}
	if strings.HasPrefix(bucket, "arn:") {
		return copySource{}, headerNotImplemented("x-amz-copy-source", header)
	}
	source := copySource{bucket: bucket, key: key}
	if query != "" {
		version, ok := strings.CutPrefix(query, "versionId=")
		if !ok || version == "" {
			return bad("Unsupported copy source parameter.")
		}
		source.version = version
	}
	return source, nil
}
