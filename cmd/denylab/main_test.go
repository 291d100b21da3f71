package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"denylab": main})
}

// TestScripts runs the command as a user does: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Condition:           condition,
		Setup: func(env *testscript.Env) error {
			root, err := filepath.Abs("../..")
			if err != nil {
				return err
			}
			env.Setenv("REPO", root)
			keep(env, "AWS_CA_BUNDLE", "GOCACHE", "GOMODCACHE", "GOPATH", "GOFLAGS", "GOPROXY")
			env.Setenv("AWS_CA_BUNDLE", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready": ready,
			"size":  size,
		},
	})
}

func keep(env *testscript.Env, names ...string) {
	for _, name := range names {
		if v, ok := os.LookupEnv(name); ok {
			env.Setenv(name, v)
		}
	}
}

// condition knows [aws], [boto3] and [go]: programs that some scripts need. In
// CI they must be there.
func condition(name string) (bool, error) {
	var found error
	switch name {
	case "aws":
		_, found = exec.LookPath("aws")
	case "boto3":
		found = exec.Command("python3", "-c", "import boto3").Run()
	default:
		return false, fmt.Errorf("unknown condition %s", name)
	}
	if found != nil && os.Getenv("CI") == "true" {
		return false, fmt.Errorf("%s must be there in CI: %w", name, found)
	}
	return found == nil, nil
}

// ready waits for a lab that runs in the background to write its URL to a
// file, and puts it into $URL.
func ready(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ready FILE")
	}
	for range 600 { // a minute: the machine may be busy
		if url, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && len(url) > 0 {
			ts.Setenv("URL", string(url[:len(url)-1]))
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("no lab wrote %s", args[0])
}

// size makes a file of a number of bytes that no compression shortens away.
func size(ts *testscript.TestScript, neg bool, args []string) {
	var n int
	if neg || len(args) != 2 {
		ts.Fatalf("usage: size FILE BYTES")
	}
	_, err := fmt.Sscan(args[1], &n)
	ts.Check(err)
	body := make([]byte, n)
	for i, x := 0, uint32(1); i < n; i++ {
		x = x*1664525 + 1013904223
		body[i] = byte(x >> 24)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), body, 0o644))
}
