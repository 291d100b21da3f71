package job

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/environ"
	"github.com/denylab/denylab/emulator/world"
)

// StageCode is the stage in which the customer's code runs.
const StageCode = "code"

// An Exit is how a job's code ended: its status, and the text that it left for
// the service to show.
type Exit struct {
	Code    int
	Failure string
}

// A Container is the code of a job and where it finds things.
type Container struct {
	// Image is what stands for the container image; nil reads nothing and
	// succeeds.
	Image *world.Image
	// Root is the directory of this machine that is Mount in a container, such
	// as /opt/ml.
	Root, Mount string
	// Entrypoint replaces the image's, Args follow it. The command that a lab
	// has for an image stands for the first word of its entrypoint: the lab
	// runs no program that a request names.
	Entrypoint, Args []string
	// Environ are NAME=VALUE settings besides those of AWS. Those that the
	// request names are Requested: a program of this machine is spared what
	// would have it run something else.
	Environ, Requested []string
	// Failure is the file, relative to Root, that holds the text of a failure.
	Failure string
	// Grace is how long code that is told to stop may go on.
	Grace time.Duration
}

// ErrNotAllowed is the error of code that this lab may not run.
var ErrNotAllowed = errors.New("this lab runs no commands for jobs: serve it with --allow-exec")

// Code runs the job's code and waits for its end, or stops it when ctx is done.
// An error means that it could not be run.
func (r *Run) Code(ctx context.Context, c Container, allowed bool) (Exit, error) {
	image := c.Image
	switch {
	case image == nil || len(image.Command) == 0 && image.Docker == "" && len(image.Program) == 0:
		return Exit{}, nil
	case len(image.Program) > 0:
		return r.runProgram(ctx, image.Program)
	case !allowed:
		return Exit{}, ErrNotAllowed
	}
	endpoint, err := r.endpoint()
	if err != nil {
		return Exit{}, err
	}
	if image.Docker != "" {
		return r.docker(ctx, c, endpoint)
	}
	cmd := exec.CommandContext(ctx, image.Command[0], slices.Concat(image.Command[1:], c.local())...)
	cmd.Dir = image.Directory
	cmd.Env = r.credentials().Instead(slices.Concat(os.Environ(), r.harmless(c.Requested), c.Environ), endpoint)
	return r.wait(cmd, c, askToEnd, kill)
}

// local are the arguments of a program that runs without a container: what
// names a place under Mount names the one under Root.
func (c Container) local() []string {
	args := slices.Clone(c.Args)
	if len(c.Entrypoint) > 1 {
		args = slices.Concat(c.Entrypoint[1:], c.Args)
	}
	for i, arg := range args {
		if rest, ok := strings.CutPrefix(arg, c.Mount+"/"); ok && c.Mount != "" {
			args[i] = filepath.Join(c.Root, filepath.Clean("/"+rest))
		}
	}
	return args
}

// endpoint is where the code finds the lab. It is S3's way: code in a VPC
// reaches on the same URL what has no endpoint there.
func (r *Run) endpoint() (string, error) {
	way, err := r.way("s3")
	if errors.Is(err, ErrNoRoute) {
		way = Way{Job: r.ID, From: Address}
	}
	way.Code = true
	return r.Agent.URL(way)
}

func (r *Run) credentials() environ.Credentials {
	return environ.Credentials{
		AccessKeyID: r.Session.AccessKeyID, SecretAccessKey: r.Session.Secret, SessionToken: r.Session.Token,
		Region: r.Agent.World().Region,
	}
}

// status is an exit status as a shell shows it: 128 and the signal's number
// for a program that a signal ended.
func status(cmd *exec.Cmd) int {
	if code := cmd.ProcessState.ExitCode(); code >= 0 {
		return code
	}
	return 128 + signalOf(cmd.ProcessState)
}

// failure is the text that the code left, without what is no text.
func (c Container) failure() string {
	text, err := os.ReadFile(filepath.Join(c.Root, c.Failure))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(bytes.TrimSpace(text)), "\uFFFD")
}
