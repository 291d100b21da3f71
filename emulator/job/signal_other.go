//go:build !unix

package job

import (
	"os"
	"os/exec"
)

// signalOf: only Unix has signals.
func signalOf(*os.ProcessState) int { return 0 }

// Only Unix has process groups, and asks programs to end.
func ownGroup(*exec.Cmd)           {}
func killGroup(*exec.Cmd)          {}
func askToEnd(cmd *exec.Cmd) error { return cmd.Process.Kill() }
