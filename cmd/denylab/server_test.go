package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// A server is a lab in a process of its own, and a client of it who is the root
// user of its account and tries everything once.
type server struct {
	*s3.Client
	url     string
	process *os.Process
	ended   chan error
	log     *bytes.Buffer
}

// serveIn starts program, a denylab, which serves until the test ends.
func serveIn(t testing.TB, program string, args ...string) *server {
	t.Helper()
	cmd := exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	s := &server{ended: make(chan error, 1), log: &bytes.Buffer{}}
	cmd.Stderr = s.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.process = cmd.Process
	line, _ := bufio.NewReader(out).ReadString('\n')
	go func() { s.ended <- cmd.Wait() }()
	t.Cleanup(s.kill)
	var ready bool
	if s.url, ready = strings.CutPrefix(strings.TrimSpace(line), "denylab ready on "); !ready {
		s.kill()
		t.Fatalf("the server said %q and\n%s", line, s.log)
	}
	s.Client = s3.New(s3.Options{
		BaseEndpoint: &s.url, Region: "us-east-1", UsePathStyle: true, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""),
	})
	return s
}

// kill ends the server as kill -9 does, if it has not ended.
func (s *server) kill() {
	_ = s.process.Kill()
	s.ended <- <-s.ended
}

func (s *server) put(ctx context.Context, bucket, key string, body []byte) error {
	_, err := s.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: bytes.NewReader(body)})
	return err
}

func (s *server) get(ctx context.Context, bucket, key string) ([]byte, error) {
	out, err := s.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(out.Body)
	return body, errors.Join(err, out.Body.Close())
}

func (s *server) make(t testing.TB, bucket string) {
	t.Helper()
	if _, err := s.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
}

// codeOf is the error code of an answer, empty for a good one.
func codeOf(err error) string {
	var answer smithy.APIError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &answer):
		return answer.ErrorCode()
	default:
		return err.Error()
	}
}
