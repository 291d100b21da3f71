package emulator

import (
	"log/slog"
	"time"

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
	// Data is a directory that keeps, over restarts, objects, the configuration
	// of buckets, access points and the accounts' Block Public Access, KMS keys,
	// principals and their policies; empty means memory.
	// Sessions end with the lab, and what Change does to anything else
	// (organizations, networks) is not kept. One lab at a time may have a directory.
	Data string
	// Consistency is when changes of IAM take effect; the zero value has them
	// do so at once. Changes by Lab.Change always do.
	Consistency Consistency
	// Hosts are the base hosts of virtual-host style requests
	// (bucket.HOST), besides localhost and s3.REGION.amazonaws.com.
	Hosts []string
	// AllowExec lets jobs run the commands and container images that the
	// world's image map names. What a request names is never run.
	AllowExec bool
	// Version is what the health page reports.
	Version string
	// Logger is told about internal errors; nil means none.
	Logger *slog.Logger
}
