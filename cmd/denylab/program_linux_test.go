package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// build builds the command as users have it, without the race detector, which
// takes memory and time of its own.
func build(t testing.TB) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "denylab")
	if out, err := exec.Command("go", "build", "-race=false", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// memory is a line of what Linux says of the server's memory
// (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html), in bytes.
func (s *server) memory(t testing.TB, line string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "\n"+line+":")
	var kib int
	if _, err := fmt.Sscanf(rest, "%d kB", &kib); err != nil {
		t.Fatalf("%s of the server: %v in\n%s", line, err, status)
	}
	return kib << 10
}
