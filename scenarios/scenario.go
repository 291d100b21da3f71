package scenarios

import (
	"slices"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A Scenario is one documented case, runnable: a world, the calls made in it
// with what AWS answers, and the cure.
type Scenario struct {
	// ID is the file's name without .yaml; unique in the catalogue.
	ID string `yaml:"id"`
	// Title says in one sentence what is shown.
	Title string `yaml:"title"`
	// Rows are the rows of the seed matrix that the scenario shows, such as
	// A03 (scenarios/rows.yaml).
	Rows []string `yaml:"rows,omitempty"`
	// Source is the URL of the page that documents the case.
	Source string `yaml:"source"`
	// Clock is the lab's time, RFC 3339; default 2026-03-01T12:00:00Z.
	Clock time.Time `yaml:"clock,omitempty"`
	// Consistency is when changes of IAM take effect: immediate (default),
	// calls=N for N requests later, after=DURATION for that much later by the
	// lab's time.
	Consistency emulator.Consistency `yaml:"consistency,omitempty"`
	// World is who and what exists.
	World *Fixture `yaml:"world"`
	// Steps are the calls, in order, in one lab.
	Steps []Step `yaml:"steps"`
	// Cure is the smallest change that turns the refusal into success.
	Cure *Cure `yaml:"cure"`

	// File is the file the scenario was read from.
	File string `yaml:"-"`
}

// A Step is one call of one principal, and what it must bring.
type Step struct {
	// As is who calls: role/NAME or role/NAME/SESSION, user/NAME, root,
	// anonymous, each with ACCOUNT: before it where the world has several
	// accounts, or saved/NAME for credentials that an earlier step saved.
	As string `yaml:"as"`
	// Via is the id of the VPC endpoint the call arrives through, or
	// saved/NAME for one that an earlier step made; absent means from the
	// internet.
	Via string `yaml:"via,omitempty"`
	// From is the public IP address the call comes from; absent means the
	// loopback address.
	From string `yaml:"from,omitempty"`
	// Plain makes the call over http; absent means https.
	Plain bool `yaml:"plain,omitempty"`
	// Presigned makes the call by a presigned URL of S3; absent means that the
	// request's header is signed.
	Presigned *PresignedCall `yaml:"presigned,omitempty"`
	// Session is what the caller's temporary credentials carry.
	Session *Session `yaml:"session,omitempty"`
	// Call is service.Operation of aws-sdk-go-v2: s3.GetObject,
	// sts.AssumeRole, kms.Decrypt.
	Call string `yaml:"call"`
	// With is the operation's input: the Go field names of the SDK's input.
	With *Arguments `yaml:"with,omitempty"`
	// Save keeps the answer under a name: its Credentials for a later
	// as: saved/NAME, its VPC endpoint for via: saved/NAME, its fields for a
	// later {saved: NAME} in with. A refusal has Code, Message and
	// EncodedMessage.
	Save string `yaml:"save,omitempty"`
	// Want is what must come back; absent means success (2xx).
	Want *Want `yaml:"want,omitempty"`

	at place
}

// A Session is what temporary credentials carry beyond their role.
type Session struct {
	// Policy is the inline session policy.
	Policy *world.Policy `yaml:"policy,omitempty"`
	// Managed are ARNs of managed policies passed as session policies.
	Managed []string `yaml:"managed,omitempty"`
	// Tags are session tags.
	Tags map[string]string `yaml:"tags,omitempty"`
	// SourceIdentity is sts:SourceIdentity.
	SourceIdentity string `yaml:"sourceIdentity,omitempty"`
	// Name is the role session name, when As does not give one.
	Name string `yaml:"name,omitempty"`
	// DirectoryUser is the user of the world's identityCenter whose
	// identity-enhanced session it is.
	DirectoryUser string `yaml:"directoryUser,omitempty"`
}

// A Want is the answer that a step must get. Fields that are absent are not
// compared.
type Want struct {
	// Status is the HTTP status.
	Status int `yaml:"status,omitempty"`
	// Code is AWS's error code, such as AccessDenied. An answer without a
	// body (HEAD) has the code the SDK makes of its status: Forbidden,
	// NotFound.
	Code string `yaml:"code,omitempty"`
	// Message is AWS's text, exact.
	Message string `yaml:"message,omitempty"`
	// Job is how the job ended that the call created; the fields below are then
	// about the call of the job that failed it. Absent in a step that wants
	// success: the job must not fail.
	Job *JobWant `yaml:"job,omitempty"`
	// Action is the IAM action that was refused, such as s3:ListBucket.
	Action string `yaml:"action,omitempty"`
	// Resource is the ARN it was refused on.
	Resource string `yaml:"resource,omitempty"`
	// Layer is the layer that refused.
	Layer authz.Layer `yaml:"layer,omitempty"`
	// Verdict is explicitDeny, implicitDeny or allowed.
	Verdict authz.Verdict `yaml:"verdict,omitempty"`
	// Statement is the deciding statement: its Sid, "#2" for the second one
	// of its policy, or the setting or grant.
	Statement string `yaml:"statement,omitempty"`
	// Policy is the name of the policy that holds it.
	Policy string `yaml:"policy,omitempty"`
}

// A JobWant is how a job must end. Fields that are absent are not compared.
type JobWant struct {
	// Status is the service's: Completed, Failed, Stopped, InService, ….
	Status string `yaml:"status,omitempty"`
	// Stage is the stage that failed: download, code, upload, ….
	Stage string `yaml:"stage,omitempty"`
	// Reason is the failure reason that the service shows, exact. The ids of a
	// request that Glue prints, from "; Request ID: " on, may be left out.
	Reason string `yaml:"reason,omitempty"`
	// Note is a part of something that the service does not show, such as logs
	// that are missing.
	Note string `yaml:"note,omitempty"`
	// Clean wants nothing that the service does not show.
	Clean bool `yaml:"clean,omitempty"`
}

// A Cure is the smallest change that turns a scenario's refusal into success,
// proved by its own steps: with all of its changes they succeed, without any
// one of them they do not.
type Cure struct {
	// Why says in one sentence why it cures.
	Why string `yaml:"why,omitempty"`
	// None says why no change of a policy or setting can help; the cure then
	// has neither change nor steps.
	None string `yaml:"none,omitempty"`
	// Change are fragments of the world, merged over it in order.
	Change []*Fixture `yaml:"change,omitempty"`
	// Steps must be met in the changed world. Absent means the scenario's
	// steps that wanted a refusal, now wanting success, with the steps whose
	// saved credentials they use.
	Steps []Step `yaml:"steps,omitempty"`
}

// Refused reports whether the want is a refusal or failure.
func (w *Want) Refused() bool {
	if w == nil {
		return false
	}
	switch {
	case w.Job != nil && w.Job.Status != "":
		return w.Job.failed()
	case w.Status != 0:
		return w.Status >= 300
	case w.Verdict != "":
		return w.Verdict != authz.Allowed
	default:
		return w.Code != "" || w.Layer != ""
	}
}

// failed: the job fails, or something of it does without the service showing it.
func (w *JobWant) failed() bool { return failedStatus(w.Status) || w.Note != "" }

// failedStatus: the service's word for a failure, whichever service it is.
func failedStatus(status string) bool {
	return slices.Contains([]string{"Failed", "FAILED", "CREATE_FAILED", "Update_Failed", "Delete_Failed"}, status)
}

// DefaultClock is the lab's time when a scenario names none.
var DefaultClock = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
