package sagemaker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// serving runs the containers of the model from the nth on, and calls use with
// the URLs of those that serve, in the order in which a request passes them. A
// container for which the lab has nothing to run passes it on.
func (t *transform) serving(ctx context.Context, n int, urls []string, use func(urls []string) error) error {
	all := containersOf(t.model.PrimaryContainer, t.model.Containers)
	if n == len(all) {
		return use(urls)
	}
	c := t.container(n, all[n])
	if err := os.MkdirAll(filepath.Join(c.Root, "output"), 0o777); err != nil {
		return err
	}
	next := func(urls []string) error { return t.serving(ctx, n+1, urls, use) }
	if !job.Serves(c.Image) {
		exit, err := t.Code(ctx, c, t.h.AllowExec)
		if err := ended(&exit, err); err != nil {
			return err
		}
		return next(urls)
	}
	exit, err := t.Serve(ctx, c, t.h.AllowExec, func(url string) error { return next(append(urls, url)) })
	return ended(exit, err)
}

// ended is the fault of code that did not end well; a fault of what was done
// with it stays as it is.
func ended(exit *job.Exit, err error) error {
	var f *fault
	switch {
	case errors.As(err, &f):
		return err
	case err != nil:
		return &fault{job.StageCode, notRunnable(err.Error())}
	case exit != nil && exit.Code != 0:
		return &fault{job.StageCode, algorithmError(exit.Failure, exit.Code)}
	}
	return nil
}

// container is one of the model's, as batch transform runs it
// (https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html).
func (t *transform) container(n int, c types.ContainerDefinition) job.Container {
	image := imageOf(t.Agent.World(), aws.ToString(c.Image))
	root, seen := t.containerRoot(n), mount
	if image == nil || image.Docker == "" {
		seen = root
	}
	env := []string{"SAGEMAKER_BASE_DIR=" + seen, "SM_MODEL_DIR=" + seen + "/model", "SAGEMAKER_BATCH=true", "SAGEMAKER_REGION=" + t.region, "PYTHONUNBUFFERED=1"}
	return job.Container{Image: image, Root: root, Mount: mount, Args: []string{"serve"}, Environ: env,
		Requested: slices.Concat(settings(c.Environment), settings(t.in.Environment)),
		Failure:   filepath.Join("output", "failure"), Grace: grace}
}

// transformed is what the model makes of an object, piece by piece.
func (t *transform) transformed(ctx context.Context, text []byte, urls []string) ([]byte, error) {
	var out []byte
	for _, piece := range t.pieces(text) {
		for _, url := range urls {
			answer, err := t.invoke(ctx, url, piece)
			if err != nil {
				return nil, &fault{job.StageCode, badRequests}
			}
			piece = answer
		}
		out = append(out, piece...)
		if t.in.TransformOutput.AssembleWith == types.AssemblyTypeLine && !bytes.HasSuffix(piece, []byte("\n")) {
			out = append(out, '\n')
		}
	}
	return out, nil
}

// pieces are what an object is sent as: the whole of it, or each of its lines.
// Other formats of records are sent whole.
func (t *transform) pieces(text []byte) [][]byte {
	if t.in.TransformInput.SplitType != types.SplitTypeLine || t.in.BatchStrategy != types.BatchStrategySingleRecord {
		return [][]byte{text}
	}
	var out [][]byte
	for line := range bytes.Lines(text) {
		out = append(out, bytes.TrimRight(line, "\r\n"))
	}
	return out
}

// maxAnswer is the longest answer of a model that is kept, in bytes.
const maxAnswer = 100 << 20

// invoke sends a piece to a container. What it answered wrongly is in the job's
// log.
func (t *transform) invoke(ctx context.Context, url string, piece []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/invocations", bytes.NewReader(piece))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", aws.ToString(t.in.TransformInput.ContentType))
	req.Header.Set("Accept", aws.ToString(t.in.TransformOutput.Accept))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("the model answered %d: %s", resp.StatusCode, answer)
	}
	if err != nil {
		fmt.Fprintln(t.Log(), err)
	}
	return answer, err
}
