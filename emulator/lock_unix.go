//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package emulator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockName is the file in a data directory that the lab which has it locks.
const lockName = "lock"

// lockDirectory makes dir this lab's until unlock is called or the process
// ends, however it ends.
func lockDirectory(dir string) (unlock func() error, err error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		_ = f.Close()
		return nil, fmt.Errorf("data directory %s is in use: another lab holds the lock on %s; end that one, or use another directory", dir, path)
	case err != nil:
		_ = f.Close()
		return nil, fmt.Errorf("data directory: cannot lock %s: %w", path, err)
	}
	return f.Close, nil
}
