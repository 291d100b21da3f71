package index

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"io"
)

// Stage stores everything r yields as a blob that nothing refers to yet: give
// it to Put or PutPart, or else to Discard. When r fails nothing stays stored
// and the error is r's, unchanged.
func (ix *Index) Stage(ctx context.Context, r io.Reader) (Blob, error) {
	sum := md5.New()
	ref, size, err := ix.blobs.Put(ctx, io.TeeReader(r, sum))
	if err != nil {
		return Blob{}, err
	}
	return Blob{Ref: ref, Size: size, MD5: hex.EncodeToString(sum.Sum(nil))}, nil
}
