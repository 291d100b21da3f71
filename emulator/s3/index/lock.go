package index

import "time"

// The modes of a retention.
const (
	Governance = "GOVERNANCE"
	Compliance = "COMPLIANCE"
)

// A Lock keeps a version from being deleted or overwritten
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html); the
// zero value does not.
type Lock struct {
	// Mode is Governance or Compliance; empty for no retention.
	Mode string `json:"mode,omitempty"`
	// Until is when the retention ends.
	Until time.Time `json:"until,omitzero"`
	// LegalHold is ON or OFF; empty when it was never set.
	LegalHold string `json:"legalHold,omitempty"`
}

// Retains tells whether a retention is in force.
func (l Lock) Retains(now time.Time) bool { return l.Mode != "" && now.Before(l.Until) }

// Protects tells whether the lock keeps a version from being deleted. bypass
// lifts a retention in governance mode.
func (l Lock) Protects(now time.Time, bypass bool) bool {
	return l.LegalHold == "ON" || l.Retains(now) && (l.Mode == Compliance || !bypass)
}
