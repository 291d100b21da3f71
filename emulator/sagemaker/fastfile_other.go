//go:build !linux

package sagemaker

import "os"

// unopenable makes a file that only a superuser can open.
func unopenable(path string) error { return os.WriteFile(path, nil, 0) }
