package sagemaker

import (
	"context"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

// checkPrefix refuses a request whose input the role cannot list: one text for
// a missing permission, an empty prefix and a bucket that is not there. It is
// called before joinNetwork: the check comes from SageMaker's own network.
func (w *worker) checkPrefix(ctx context.Context, uri string) *awsproto.Error {
	at, ok := job.ParseURI(uri)
	if !ok {
		return validation("Invalid S3 URI: " + uri)
	}
	keys, err := w.List(ctx, stageInput, at, 1)
	if err == nil && len(keys) > 0 {
		return nil
	}
	return validation(noObjects(uri, w.region, w.role, at.Bucket))
}
