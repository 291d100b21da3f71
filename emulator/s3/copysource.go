package s3

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A copySource is the object that x-amz-copy-source names. The bucket may be
// the ARN of an access point.
type copySource struct{ bucket, key, version string }

// parseCopySource reads x-amz-copy-source: [/]BUCKET/KEY[?versionId=ID] or
// arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME/object/KEY, percent-encoded
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
	if strings.HasPrefix(bucket, "arn:") {
		var name string
		name, key, ok = strings.Cut(key, "/object/")
		bucket += "/" + name
	}
	if !ok || bucket == "" {
		return bad("Invalid copy source object key")
	}
	if key == "" || len(key) > maxKey {
		return bad("Invalid copy source object key")
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

// sourcePoint is the access point that the source is read through, if it is:
// the source's bucket is then the one behind it.
func (q *request) sourcePoint(source *copySource) (*world.AccessPoint, *awsproto.Error) {
	if strings.HasPrefix(source.bucket, "arn:") {
		p, _, ok := parseAccessPoint(q.x.World, source.bucket)
		if !ok {
			return nil, noSuchAccessPoint(source.bucket)
		}
		source.bucket = p.Bucket
		return p, nil
	}
	p, refusal := accessPointOf(q.x.World, "", source.bucket)
	if p != nil {
		source.bucket = p.Bucket
	}
	return p, refusal
}
