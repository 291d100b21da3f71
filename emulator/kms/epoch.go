package kms

import "time"

// An epoch is a time as KMS writes it, in seconds since 1970.
type epoch int64

// epochOf is nil for a time that nobody knows.
func epochOf(t time.Time) *epoch {
	if t.IsZero() {
		return nil
	}
	e := epoch(t.Unix())
	return &e
}
