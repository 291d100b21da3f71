package world

import (
	"fmt"
	"time"
)

// StorageClasses are the classes that an object of a general purpose bucket can
// be stored in
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html).
var StorageClasses = []string{
	"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
	"GLACIER", "DEEP_ARCHIVE", "GLACIER_IR",
}

func (c *checker) objectLock(p path, b *Bucket) {
	l := b.ObjectLock
	if l == nil {
		return
	}
	c.oneOf(p.to("mode"), l.Mode, "GOVERNANCE", "COMPLIANCE")
	if b.Versioning != "Enabled" {
		c.add(p, b.Versioning, "Object Lock needs versions", "remove versioning, or write versioning: Enabled")
	}
	switch {
	case l.Days < 0 || l.Years < 0 || l.Days > 0 && l.Years > 0:
		c.add(p, fmt.Sprintf("days %d, years %d", l.Days, l.Years), "a default retention is a number of days or of years", "write one of the two, above 0")
	case (l.Mode != "") != (l.Days+l.Years > 0):
		c.add(p, l.Mode, "a default retention has a mode and a length", "write mode: GOVERNANCE and days: 1, or neither")
	}
}

func (c *checker) lock(p path, b *Bucket, l *Lock) {
	if l == nil {
		return
	}
	c.oneOf(p.to("mode"), l.Mode, "GOVERNANCE", "COMPLIANCE")
	if b.ObjectLock == nil {
		c.add(p, l.Mode, "an object is locked only in a bucket with Object Lock", "give the bucket objectLock: {}")
	}
	if (l.Mode == "") != (l.Until == "") {
		c.add(p, l.Mode, "a retention has a mode and an end", "write mode: GOVERNANCE and until: 2027-01-01T00:00:00Z, or neither")
	}
	if _, err := time.Parse(time.RFC3339, l.Until); l.Until != "" && err != nil {
		c.add(p.to("until"), l.Until, fmt.Sprintf("%q is no time", l.Until), "write it as 2027-01-01T00:00:00Z")
	}
}
