package world

import (
	"time"

	"github.com/denylab/denylab/rego/authz"
)

// A Principal is an identity of a world, as the rules see it, with the records
// it comes from. Session is nil for long-term credentials.
type Principal struct {
	Caller  authz.Caller
	Account *Account
	User    *User
	Role    *Role
	Session *Session

	// keys are the condition keys of the principal that do not depend on the
	// time, as they are in the worlds of index of; nil when nobody has asked.
	keys authz.Context
	of   *index
}

// A Credential is a key pair, and whom it stands for.
type Credential struct {
	AccessKeyID string
	Secret      string
	// Token is the session token; empty for long-term keys.
	Token     string
	ExpiresAt time.Time
	Principal *Principal
}
