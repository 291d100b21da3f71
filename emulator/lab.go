// Package emulator is the endpoint: one handler on which S3, STS and KMS
// answer as AWS does, every request decided by the rules.
package emulator

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// Options configure a Lab. The zero value is a lab in memory with the default
// world and the machine's clock.
type Options struct {
	// World describes what exists at the start; nil means world.Default().
	World *world.World
	// Clock is the lab's time: aws:CurrentTime, timestamps, expiry. Nil means
	// the machine's.
	Clock func() time.Time
	// SigningClock is what signatures' times are compared with; nil means
	// Clock. A lab whose Clock stands still but whose clients sign with the
	// machine's time needs it.
	SigningClock func() time.Time
	// Seed makes request ids, access keys and version ids; equal seeds and
	// equal requests give equal ids.
	Seed string
	// Data is a directory that keeps objects over restarts; empty means memory.
	Data string
	// Hosts are the base hosts of virtual-host style requests
	// (bucket.HOST), besides localhost and s3.REGION.amazonaws.com.
	Hosts []string
	// Logger is told about internal errors; nil means none.
	Logger *slog.Logger
}

// SessionOptions shape the credentials that Lab.Credentials mints.
type SessionOptions struct {
	// Policies are session policies: documents, or ARNs of managed policies.
	Policies   []*world.Policy
	PolicyARNs []string
	Tags       map[string]string
	// SourceIdentity and Name (the role session name) of the session.
	SourceIdentity string
	Name           string
	// Duration of the session; default one hour.
	Duration time.Duration
}

// A Lab is a running endpoint. It is an http.Handler.
type Lab struct{ lab }

var _ http.Handler = (*Lab)(nil)

// EndpointPath is the path under which calls arrive through VPC endpoint id:
// a client whose endpoint URL is the lab's URL followed by it is inside that
// endpoint's VPC.
func EndpointPath(id string) string { return "/_denylab/vpce/" + id }

type lab struct {
	journal *journal.Journal
}
