package glue

import (
	"context"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

// mount is where a container finds the run's files.
const mount = "/tmp/glue"

// grace is how long a script that is told to stop may go on.
const grace = 10 * time.Second

// image is what runs for the job's script: what the world's image map has under
// its S3 URI; nil when it has nothing.
func (e *execution) image() *world.Image { return e.Agent.World().Images[e.location()] }

// runScript runs the job's script.
func (e *execution) runScript(ctx context.Context) error {
	e.runs()
	image := e.image()
	if image == nil {
		return e.spark(ctx)
	}
	exit, err := e.Code(ctx, e.container(image), e.h.AllowExec)
	switch {
	case err != nil:
		return &fault{job.StageCode, notRunnable(err.Error())}
	case exit.Code != 0:
		return &fault{job.StageCode, e.codeMessage(exit)}
	}
	return nil
}

// container has the script as its first argument and then the job's. A script
// imports what --extra-py-files names.
func (e *execution) container(image *world.Image) job.Container {
	root := mount
	if image.Docker == "" {
		root = e.root
	}
	modules := []string{path.Join(filepath.ToSlash(root), extras)}
	for _, uri := range uris(e.arguments["--extra-py-files"]) {
		if !strings.HasSuffix(uri, ".py") { // an archive
			modules = append(modules, path.Join(modules[0], path.Base(uri)))
		}
	}
	return job.Container{
		Image: image, Root: e.root, Mount: mount, Args: append([]string{mount + "/" + e.script}, e.commandLine()...),
		Environ: []string{"PYTHONUNBUFFERED=1", "PYTHONPATH=" + strings.Join(modules, string(filepath.ListSeparator))},
		Grace:   grace, Failure: "failure",
	}
}

// trace begins what Python prints of an exception that nothing caught.
const trace = "Traceback (most recent call last):"

// codeMessage is the message of a run whose script failed: its exception, which
// is the last line of what Python prints of it, or its exit status.
func (e *execution) codeMessage(exit job.Exit) string {
	if exit.Failure != "" {
		return exit.Failure
	}
	text, _, _, _ := e.Log().From(0)
	printed := string(text)
	at := strings.LastIndex(printed, trace)
	if at < 0 {
		return exited(exit.Code)
	}
	lines := strings.Split(strings.TrimSpace(printed[at:]), "\n")
	return withoutModule(lines[len(lines)-1])
}

// withoutModule is an exception by its class's own name: ClientError, not
// botocore.exceptions.ClientError.
func withoutModule(exception string) string {
	class, rest, ok := strings.Cut(exception, ":")
	if !ok || strings.Contains(class, " ") {
		return exception
	}
	return class[strings.LastIndex(class, ".")+1:] + ":" + rest
}
