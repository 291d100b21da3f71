package glue

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/denylab/denylab/emulator/job"
)

// spark is what runs for a script that the world's image map does not name: a
// job that reads all objects below the argument --source and writes them as one
// file below the argument --target. Without one of the two it does not read, or
// write.
func (e *execution) spark(ctx context.Context) error {
	file, err := os.Create(filepath.Join(e.root, "rows"))
	if err != nil {
		return err
	}
	defer file.Close()
	if at, ok, err := e.place("--source"); ok || err != nil {
		if err == nil {
			err = e.read(ctx, at, file)
		}
		if err != nil {
			return err
		}
	}
	at, ok, err := e.place("--target")
	if !ok || err != nil {
		return err
	}
	return e.write(ctx, at, file)
}

// place is the S3 URI of an argument; ok is false when there is no argument.
func (e *execution) place(argument string) (at job.URI, ok bool, err error) {
	value, ok := e.arguments[argument]
	if !ok {
		return at, false, nil
	}
	if at, ok = job.ParseURI(value); !ok {
		return at, false, &fault{job.StageCode, badLocation(argument, value)}
	}
	return at, true, nil
}

// read lists the source while the script asks for the frame, and gets its
// objects when an action needs the rows.
func (e *execution) read(ctx context.Context, at job.URI, rows io.Writer) error {
	s, err := e.storage(stageSource)
	if err != nil {
		return err
	}
	keys, err := s.list(ctx, at)
	if err != nil {
		return sparkFault(stageSource, readMethod, err)
	}
	read := 0
	for _, key := range keys {
		if strings.HasSuffix(key, "/") || strings.HasSuffix(key, folder) {
			continue // what stands for a folder
		}
		if err := s.get(ctx, job.URI{Bucket: at.Bucket, Key: key}, rows); err != nil {
			return sparkFault(stageSource, countMethod, err)
		}
		read++
	}
	fmt.Fprintf(e.Log(), "read %d objects below %s\n", read, at)
	return nil
}

// folder ends the keys of the objects that stand for folders.
const folder = "_$folder$"

// write writes the rows as Spark does through Hadoop's committer: it looks what
// is there, makes a folder for what is not committed yet, writes, and removes
// the folder
// (https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-spark-s3-optimized-committer.html).
func (e *execution) write(ctx context.Context, at job.URI, rows io.ReadSeeker) error {
	s, err := e.storage(stageTarget)
	if err != nil {
		return err
	}
	if _, err := rows.Seek(0, io.SeekStart); err != nil {
		return err
	}
	temporary := at.Below("_temporary" + folder)
	part := at.Below(fmt.Sprintf("run-%d-part-r-00000", e.Agent.Now().UnixMilli()))
	for _, step := range []func() error{
		func() error { _, err := s.list(ctx, at); return err },
		func() error { return s.put(ctx, temporary, strings.NewReader("")) },
		func() error { return s.put(ctx, part, rows) },
		func() error { return s.remove(ctx, temporary) },
	} {
		if err := step(); err != nil {
			return sparkFault(stageTarget, writeMethod, err)
		}
	}
	fmt.Fprintf(e.Log(), "wrote %s\n", part)
	return nil
}

// sparkFault is what Glue shows of a call of Spark's that failed.
func sparkFault(stage, method string, err error) error {
	if refusal, ok := refusalOf(err); ok {
		return &fault{stage, calling(method, rendered(refusal))}
	}
	return &fault{stage, calling(method, err.Error())}
}
