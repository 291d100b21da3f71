package sagemaker

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// upload brings the model, and what else the code left in its output directory,
// to S3: encrypted with the key of the request, else with the AWS managed key
// of the role's account, which no other account can use
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html).
func (t *training) upload(ctx context.Context) error {
	t.becomes(types.SecondaryStatusUploading, "Uploading generated training model")
	t.borrow(ctx, stageUpload, aws.ToString(t.in.OutputDataConfig.S3OutputPath), "WRITE")
	for _, a := range []struct{ dir, name string }{
		{"model", "model.tar.gz"}, {filepath.Join("output", "data"), "output.tar.gz"},
	} {
		err := t.archive(ctx, filepath.Join(t.root, a.dir), t.artifact(a.name), a.name == "model.tar.gz")
		if err != nil {
			return uploadFault(err)
		}
	}
	t.uploaded = true
	return nil
}

func uploadFault(err error) error {
	var refusal *job.Refusal
	switch {
	case forbidden(err):
		return &fault{stageUpload, uploadDenied}
	case errors.As(err, &refusal):
		return &fault{stageUpload, uploadFailed(refusal.Code + ": " + refusal.Message)}
	default:
		return &fault{stageUpload, uploadFailed(err.Error())}
	}
}

// artifact is where an artifact of the job goes.
func (t *training) artifact(name string) job.URI {
	at, _ := job.ParseURI(aws.ToString(t.in.OutputDataConfig.S3OutputPath)) // checked with the request
	return at.Below(aws.ToString(t.in.TrainingJobName) + "/output/" + name)
}

// archive uploads a directory as an archive; an empty one only if always.
func (t *training) archive(ctx context.Context, dir string, at job.URI, always bool) error {
	files, err := filesBelow(dir)
	if err != nil || len(files) == 0 && !always {
		return err
	}
	temporary, err := os.CreateTemp("", "denylab-artifact-")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	defer temporary.Close()
	if err := writeArchive(temporary, dir, files, t.Agent.Now()); err != nil {
		return err
	}
	if _, err := temporary.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return t.Upload(ctx, stageUpload, at, temporary, outputKey(aws.ToString(t.in.OutputDataConfig.KmsKeyId)))
}

// filesBelow are the regular files below a directory, relative to it, sorted.
func filesBelow(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files = append(files, name)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return files, err
}

// writeArchive writes a .tar.gz whose bytes depend on the files and the lab's
// time alone.
func writeArchive(w io.Writer, dir string, files []string, at time.Time) error {
	zip := gzip.NewWriter(w)
	out := tar.NewWriter(zip)
	for _, name := range files {
		if err := writeFile(out, filepath.Join(dir, name), filepath.ToSlash(name), at); err != nil {
			return err
		}
	}
	return errors.Join(out.Close(), zip.Close())
}

func writeFile(out *tar.Writer, path, name string, at time.Time) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	head := &tar.Header{Name: name, Mode: int64(info.Mode().Perm()), Size: info.Size(), ModTime: at.Truncate(time.Second)}
	if err := out.WriteHeader(head); err != nil {
		return err
	}
	_, err = io.Copy(out, file)
	return err
}
