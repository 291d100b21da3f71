//go:build !unix

package sagemaker

import (
	"context"
	"errors"
	"os"
)

// hasPipes: only Unix has pipes in directories.
const hasPipes = false

func makePipe(string) error { return errors.ErrUnsupported }

func openPipe(context.Context, string) (*os.File, error) { return nil, errors.ErrUnsupported }

func readerLeft(error) bool { return false }
