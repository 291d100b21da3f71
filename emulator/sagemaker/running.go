package sagemaker

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// running is what the jobs have in common that run in the background: a worker
// with the role, the record that Describe shows, and a directory that stands
// for /opt/ml.
type running struct {
	*worker
	rec  *record
	root string
}

// errStopped is the error of a job that was stopped before its code ran.
var errStopped = errors.New("the job was stopped")

// through runs the stages in a directory of the job's own, one after the other,
// up to the first that fails. What fails because the job is being stopped is no
// failure: errStopped.
func (r *running) through(ctx context.Context, stages ...func(context.Context) error) error {
	dir, err := os.MkdirTemp("", "denylab-job-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r.root = dir
	for _, stage := range stages {
		if err := stage(ctx); err != nil {
			return stoppedOr(ctx, err)
		}
	}
	return nil
}

// stoppedOr is err, or errStopped if it comes of the end of ctx. Uploads do not:
// they go on while a job is stopped.
func stoppedOr(ctx context.Context, err error) error {
	var f *fault
	if ctx.Err() == nil || errors.As(err, &f) && (f.stage == stageUpload || f.stage == stageCheckpoint) {
		return err
	}
	return errStopped
}

// unstopped is a stage that a job passes through also after it was stopped:
// what its code has made is kept.
func unstopped(stage func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error { return stage(context.WithoutCancel(ctx)) }
}

// begin assumes the role again, on the hosts.
func (r *running) begin(ctx context.Context) error {
	ok, err := r.assumable(ctx, stageStart)
	if err == nil && !ok {
		err = &fault{stageStart, hostCannotAssume}
	}
	return err
}

// attach makes the network interfaces of a job in a VPC; text is what the
// service shows of a refusal.
func (r *running) attach(ctx context.Context, c *types.VpcConfig, text func(why string) string) error {
	refused, err := r.joinInterfaces(ctx, c)
	if err == nil && refused != "" {
		err = &fault{stageInterface, text(refused)}
	}
	return err
}

func (r *running) pullImage(ctx context.Context, image string) error {
	refused, err := r.pull(ctx, stagePull, image)
	if err == nil && refused != "" {
		err = &fault{stagePull, pullRefused(refused)}
	}
	return err
}

// fetch downloads what a data source names into a directory.
func (r *running) fetch(ctx context.Context, stage string, kind types.S3DataType, uri, dir string) error {
	objects, err := r.files(ctx, stage, kind, uri)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if err := r.Download(ctx, stage, o.at, dir, o.name); err != nil {
			return err
		}
	}
	return nil
}

// files are the objects of a data source that become files.
func (r *running) files(ctx context.Context, stage string, kind types.S3DataType, uri string) ([]source, error) {
	at, ok := job.ParseURI(uri)
	if !ok {
		return nil, errors.New("invalid S3 URI " + uri)
	}
	objects, err := r.objects(ctx, stage, kind, at)
	if err != nil {
		return nil, &unlisted{at, err}
	}
	var out []source
	for _, o := range objects {
		if strings.Contains(o.at.Key, "//") {
			return nil, errors.New("S3 key: " + o.at.String() + " " + illegalKey)
		}
		if !strings.HasSuffix(o.at.Key, "/") { // what consoles make of a folder
			out = append(out, o)
		}
	}
	return out, nil
}

// uploadFiles uploads the files below a directory under their names.
func (r *running) uploadFiles(ctx context.Context, stage, dir string, at job.URI, with job.Encryption) error {
	files, err := filesBelow(dir)
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := r.uploadFile(ctx, stage, at.Below(filepath.ToSlash(name)), filepath.Join(dir, name), with); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) uploadFile(ctx context.Context, stage string, at job.URI, path string, with job.Encryption) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return w.Upload(ctx, stage, at, file, with)
}

// outputKey is what output is encrypted with: the key of the request, else the
// AWS managed key of the role's account.
func outputKey(key string) job.Encryption {
	if key == "" {
		key = job.ManagedKey
	}
	return job.Encryption{KMSKey: key}
}
