package s3

import (
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// anonymousOwner owns what unsigned requests write; its canonical id is the
// one S3 shows for them.
const (
	anonymousOwner       = world.AnonymousOwner
	anonymousCanonicalID = "65a011a29cdf8ec533ec3d1ccaae921c"
)

// findBucket looks a bucket up, whosever it is; nil when there is none.
func findBucket(w *world.World, name string) *world.Bucket {
	b, _ := w.Bucket(name)
	return b
}

// ownBucket is findBucket for a world that is being changed: the bucket that it
// returns may be written to.
func ownBucket(w *world.World, name string) *world.Bucket {
	for _, a := range w.Accounts {
		if b := a.Buckets[name]; b != nil {
			return b
		}
	}
	return nil
}

// canonicalID is an account's S3 canonical user id, empty for no account.
func canonicalID(w *world.World, account string) string {
	if account == anonymousOwner {
		return anonymousCanonicalID
	}
	if a, ok := w.Account(account); ok {
		return a.CanonicalID
	}
	return ""
}

func isAccountID(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

func bucketARN(name string) string { return "arn:aws:s3:::" + name }

func objectARN(bucket, key string) string { return bucketARN(bucket) + "/" + key }

func itoa[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }
