package s3

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

const (
	lockModeHeader  = "X-Amz-Object-Lock-Mode"
	lockUntilHeader = "X-Amz-Object-Lock-Retain-Until-Date"
	legalHoldHeader = "X-Amz-Object-Lock-Legal-Hold"
	bypassHeader    = "X-Amz-Bypass-Governance-Retention"
)

// protected is S3's refusal to touch a locked version. No policy is behind it:
// whoever is refused may well have the permission.
func protected() *awsproto.Error {
	return failure(403, "AccessDenied", "Access Denied because object protected by object lock.")
}

func lockMissing() *awsproto.Error {
	return invalidRequest("Bucket is missing Object Lock Configuration")
}

// bypasses: the request wants a retention in governance mode lifted.
func (q *request) bypasses() bool { return strings.EqualFold(q.r.Header.Get(bypassHeader), "true") }

// readLock reads the lock that an upload's headers ask for.
func (q *request) readLock() *awsproto.Error {
	h := q.r.Header
	mode, until := h.Get(lockModeHeader), h.Get(lockUntilHeader)
	q.lock = index.Lock{Mode: mode, LegalHold: h.Get(legalHoldHeader)}
	if mode == "" && until == "" {
		return checkHold(q.lock.LegalHold)
	}
	switch {
	case mode == "" || until == "":
		return failure(400, "InvalidArgument", "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied")
	case mode != index.Governance && mode != index.Compliance:
		return invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode)
	}
	var err error
	if q.lock.Until, err = parseDate(until); err != nil {
		return invalidArgument("The retain until date must be provided in ISO 8601 format", "x-amz-object-lock-retain-until-date", until)
	}
	if !q.lock.Until.After(q.x.Now) {
		return invalidArgument("The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", until)
	}
	return checkHold(q.lock.LegalHold)
}

func checkHold(status string) *awsproto.Error {
	if status != "" && status != "ON" && status != "OFF" {
		return invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", status)
	}
	return nil
}

// checkLock refuses a lock in a bucket that has none, and one for bytes that
// come without a checksum.
func (q *request) checkLock() *awsproto.Error {
	if q.lock == (index.Lock{}) {
		return nil
	}
	if q.bucket.ObjectLock == nil {
		return lockMissing()
	}
	payload := caller.PayloadOf(q.r)
	if q.op.name == "PutObject" && q.r.Header.Get("Content-Md5") == "" && (payload == nil || payload.Algorithm == "") {
		return invalidRequest("Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters")
	}
	return nil
}

// newLock is the lock of an object that the request writes: the one it asks
// for, and for a retention else the bucket's default.
func (q *request) newLock() index.Lock {
	lock := q.lock
	if def := q.bucket.ObjectLock; lock.Mode == "" && def != nil && def.Mode != "" {
		lock.Mode, lock.Until = def.Mode, retainedUntil(def, q.x.Now)
	}
	return lock
}

func retainedUntil(def *world.ObjectLock, from time.Time) time.Time {
	return from.UTC().AddDate(def.Years, 0, def.Days)
}

// lockFacts adds the condition keys of the lock that a call asks for
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html).
// A day that has begun counts as a remaining one.
func (q *request) lockFacts(action string, c authz.Context) {
	retention, hold := false, false
	switch action {
	case "s3:PutObject":
		retention, hold = true, true
	case "s3:PutObjectRetention":
		retention = true
	case "s3:PutObjectLegalHold":
		hold = true
	}
	if retention && q.lock.Mode != "" {
		days := math.Ceil(q.lock.Until.Sub(q.x.Now).Hours() / 24)
		c["s3:object-lock-mode"] = authz.One(q.lock.Mode)
		c["s3:object-lock-retain-until-date"] = authz.One(q.lock.Until.Format(time.RFC3339))
		c["s3:object-lock-remaining-retention-days"] = authz.One(strconv.FormatFloat(days, 'f', -1, 64))
	}
	if hold && q.lock.LegalHold != "" {
		c["s3:object-lock-legal-hold"] = authz.One(q.lock.LegalHold)
	}
}

// tellLock sets the headers of an object's lock, for those who may read it.
func (q *request) tellLock(v *index.Version) error {
	if v.Lock.Mode != "" {
		allowed, err := q.may(q.theObject(v), "s3:GetObjectRetention")
		if err != nil {
			return err
		}
		if allowed {
			q.w.Header().Set("x-amz-object-lock-mode", v.Lock.Mode)
			q.w.Header().Set("x-amz-object-lock-retain-until-date", iso(v.Lock.Until))
		}
	}
	if v.Lock.LegalHold != "" {
		allowed, err := q.may(q.theObject(v), "s3:GetObjectLegalHold")
		if err != nil {
			return err
		}
		if allowed {
			q.w.Header().Set("x-amz-object-lock-legal-hold", v.Lock.LegalHold)
		}
	}
	return nil
}
