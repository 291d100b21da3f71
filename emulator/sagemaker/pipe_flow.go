package sagemaker

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// A flow is the data that goes through a pipe: the objects one after the other.
type flow struct {
	kind types.S3DataType
	uri  string
	// attributes are those of an augmented manifest to send, in order.
	attributes []string
	// gzip: the objects are compressed. records: each becomes a RecordIO record.
	gzip, records bool
}

// pour reads what a flow names and writes it while the code runs.
func (w *worker) pour(ctx context.Context, f flow, out io.Writer) error {
	at, ok := job.ParseURI(f.uri)
	if !ok {
		return errors.New("invalid S3 URI " + f.uri)
	}
	objects, err := w.objects(ctx, job.StageCode, f.kind, at, f.attributes...)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if err := w.pourOne(ctx, f, o, out); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) pourOne(ctx context.Context, f flow, o source, out io.Writer) error {
	if o.inline != nil {
		return f.write(out, bytes.NewReader(o.inline))
	}
	body, err := w.Open(ctx, job.StageCode, o.at)
	if err != nil {
		return err
	}
	defer body.Close()
	if !f.gzip {
		return f.write(out, body)
	}
	plain, err := gzip.NewReader(body)
	if err != nil {
		return fmt.Errorf("%v: %w", o.at, err)
	}
	return f.write(out, plain)
}

func (f flow) write(out io.Writer, in io.Reader) error {
	if !f.records {
		_, err := io.Copy(out, in)
		return err
	}
	text, err := io.ReadAll(io.LimitReader(in, maxRecord+1))
	if err != nil {
		return err
	}
	return writeRecord(out, text)
}

// recordMagic begins a RecordIO record, whose length has 29 bits and whose data
// is filled up to four bytes
// (https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-training.html).
const (
	recordMagic = 0xced7230a
	maxRecord   = 1<<29 - 1
)

func writeRecord(out io.Writer, text []byte) error {
	if len(text) > maxRecord {
		return fmt.Errorf("an object is larger than a record can be: %d bytes", maxRecord)
	}
	record := binary.LittleEndian.AppendUint32(nil, recordMagic)
	record = binary.LittleEndian.AppendUint32(record, uint32(len(text)))
	record = append(record, text...)
	record = append(record, make([]byte, -len(text)&3)...)
	_, err := out.Write(record)
	return err
}
