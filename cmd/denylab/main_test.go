package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
			env.Setenv("AWS_CA_BUNDLE", "")
			return goCaches(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready": ready,
			"size":  size,
			"fetch": fetch,
		},
	})
}

// goCaches has scripts, which have no home directory, build with the caches of
// who runs the tests.
func goCaches(env *testscript.Env) error {
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY"} {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return fmt.Errorf("go env %s: %w", name, err)
		}
		env.Setenv(name, strings.TrimSpace(string(value)))
	}
	return nil
}

// condition knows [aws], [boto3] and [rclone], which is built from the module
// testdata/rclone: programs that some scripts need. In CI they must be there.
func condition(name string) (bool, error) {
	var found error
	switch name {
	case "aws":
		_, found = exec.LookPath("aws")
	case "boto3":
		found = exec.Command("python3", "-c", "import boto3").Run()
	case "rclone":
		if testing.Short() {
			return false, nil
		}
		found = exec.Command("go", "-C", "testdata/rclone", "list", "-deps", ".").Run()
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

// fetch gets the URL in a file, as a browser would, and writes what comes into
// another.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fetch URL-FILE INTO-FILE")
	}
	resp, err := http.Get(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	defer resp.Body.Close() //nolint:errcheck // nothing is lost
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if resp.StatusCode != http.StatusOK {
		ts.Fatalf("%s: %s", resp.Status, body)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), body, 0o644))
}
