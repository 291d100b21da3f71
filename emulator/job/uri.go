package job

import "strings"

// A URI is a place in S3: s3://bucket/key-or-prefix.
type URI struct{ Bucket, Key string }

// ParseURI reads an s3:// URI, or the https:// form that SageMaker takes, of
// path style; ok is false for anything else.
func ParseURI(text string) (u URI, ok bool) {
	rest, isS3 := strings.CutPrefix(text, "s3://")
	if !isS3 {
		after, isHTTPS := strings.CutPrefix(text, "https://")
		if !isHTTPS {
			return URI{}, false
		}
		_, rest, _ = strings.Cut(after, "/")
	}
	u.Bucket, u.Key, _ = strings.Cut(rest, "/")
	return u, u.Bucket != ""
}

// Below is the place name below u.
func (u URI) Below(name string) URI {
	key := strings.TrimSuffix(u.Key, "/")
	if key != "" {
		key += "/"
	}
	return URI{Bucket: u.Bucket, Key: key + strings.TrimPrefix(name, "/")}
}

func (u URI) String() string { return "s3://" + u.Bucket + "/" + u.Key }
