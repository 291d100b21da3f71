package glue

import (
	"context"
	"errors"
	"net/http"
	"path"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/job"
)

// location is where the job's script is.
func (e *execution) location() string { return aws.ToString(e.job.Command.ScriptLocation) }

// download brings the script, and the files that its arguments name, to the
// run.
func (e *execution) download(ctx context.Context) error {
	at, ok := job.ParseURI(e.location())
	if !ok || at.Key == "" {
		return &fault{stageLaunch, noScript(e.location())}
	}
	e.script = path.Base(at.Key)
	if err := e.Download(ctx, stageLaunch, at, e.root, e.script); err != nil {
		return launchFault(at, err)
	}
	for _, argument := range []string{"--extra-py-files", "--extra-jars", "--extra-files"} {
		for _, uri := range uris(e.arguments[argument]) {
			if err := e.extra(ctx, argument, uri); err != nil {
				return err
			}
		}
	}
	return nil
}

// launchFault is what Glue shows of a script that it cannot download.
func launchFault(at job.URI, err error) error {
	refusal, ok := refusalOf(err)
	switch {
	case !ok:
		return &fault{stageLaunch, notRunnable(err.Error())}
	case refusal.Status == http.StatusForbidden:
		return &fault{stageLaunch, launchFailed(at, "Access Denied", refusal.Status)}
	case refusal.Code == "NoSuchKey":
		return &fault{stageLaunch, launchFailed(at, scriptMissing, refusal.Status)}
	default:
		return &fault{stageLaunch, launchFailed(at, refusal.Message, refusal.Status)}
	}
}

// extras is the directory, below the run's own, of the files that arguments
// name.
const extras = "extra"

// extra downloads a file that an argument names; what S3 answers is shown as it
// is.
func (e *execution) extra(ctx context.Context, argument, uri string) error {
	at, ok := job.ParseURI(uri)
	if !ok || at.Key == "" {
		return &fault{stageLaunch, badLocation(argument, uri)}
	}
	err := e.Download(ctx, stageLaunch, at, filepath.Join(e.root, extras), path.Base(at.Key))
	var refusal *job.Refusal
	if errors.As(err, &refusal) {
		return &fault{stageLaunch, refusal.Message}
	}
	return err
}
