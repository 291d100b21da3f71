//go:build unix

package job

import (
	"os"
	"syscall"
)

// signalOf is the number of the signal that ended a process.
func signalOf(s *os.ProcessState) int {
	if w, ok := s.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return int(w.Signal())
	}
	return 0
}
