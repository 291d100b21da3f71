package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// runProgram runs the lines of an image's program with the job's credentials.
// The text of a failure is what a Python program prints of its client's error.
func (r *Run) runProgram(ctx context.Context, lines []string) (Exit, error) {
	for _, line := range lines {
		if ctx.Err() != nil {
			return Exit{Code: 143}, nil
		}
		word, rest, _ := strings.Cut(line, " ")
		exit, err := r.line(ctx, word, rest)
		if err != nil || exit != nil {
			if exit == nil {
				exit = &Exit{}
			}
			return *exit, err
		}
	}
	return Exit{}, nil
}

// line runs one line; a nil exit goes on.
func (r *Run) line(ctx context.Context, word, rest string) (*Exit, error) {
	switch word {
	case "print":
		fmt.Fprintln(r.log, rest)
		return nil, nil
	case "fail":
		return &Exit{Code: 1, Failure: rest}, nil
	case "exit":
		code, err := strconv.Atoi(rest)
		return &Exit{Code: code}, err
	}
	at, ok := ParseURI(rest)
	if !ok {
		return nil, fmt.Errorf("an image's program: %q: want s3://BUCKET/KEY", rest)
	}
	operation, err := r.transfer(ctx, word, at)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		text := fmt.Sprintf("An error occurred (%s) when calling the %s operation: %s", refusal.Code, operation, refusal.Message)
		fmt.Fprintln(r.log, text)
		return &Exit{Code: 1, Failure: text}, nil
	}
	return nil, err
}

// transfer makes the S3 call of a line and says which operation it was.
func (r *Run) transfer(ctx context.Context, word string, at URI) (operation string, err error) {
	switch word {
	case "put":
		return "PutObject", r.Upload(ctx, StageCode, at, strings.NewReader("written by the job\n"), Encryption{})
	case "get":
		body, err := r.Open(ctx, StageCode, at)
		if err == nil {
			_, err = io.Copy(io.Discard, body)
			err = errors.Join(err, body.Close())
		}
		return "GetObject", err
	case "list":
		_, err := r.List(ctx, StageCode, at, 0)
		return "ListObjectsV2", err
	}
	return "", fmt.Errorf("an image's program: unknown word %q; there are put, get, list, print, fail and exit", word)
}
