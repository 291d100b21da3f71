package job

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// docker runs an image that the machine's container engine has. It never pulls
// one. The container shares the machine's network: the lab listens on loopback.
func (r *Run) docker(ctx context.Context, c Container, endpoint string) (Exit, error) {
	name := filepath.Base(c.Root) // no other job has the directory
	args := []string{"run", "--rm", "--name", name, "--pull=never", "--network=host", "--volume", c.Root + ":" + c.Mount,
		// What the code writes must be the lab's to remove.
		"--user", fmt.Sprintf("%d:%d", os.Getuid(), os.Getgid())}
	inside := slices.Concat(c.Requested, c.Environ, r.credentials().Environ(endpoint))
	names := make([]string, 0, len(inside))
	for _, setting := range inside {
		key, _, _ := strings.Cut(setting, "=")
		names = append(names, key)
		args = append(args, "--env", key) // its value is in the engine client's environment, not on its command line
	}
	inner := c.Args
	if len(c.Entrypoint) > 0 {
		args = append(args, "--entrypoint", c.Entrypoint[0])
		inner = slices.Concat(c.Entrypoint[1:], c.Args)
	}
	cmd := exec.CommandContext(ctx, "docker", append(append(args, c.Image.Docker), inner...)...)
	own := slices.DeleteFunc(os.Environ(), func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		return slices.Contains(names, name)
	})
	cmd.Env = append(own, inside...)
	// A signal to the engine's client is not one to the container's first
	// process, which ignores what it does not handle.
	ask := func(*exec.Cmd) error {
		return exec.Command("docker", "stop", "--time", strconv.Itoa(int(c.Grace.Seconds())), name).Run()
	}
	kill := func(cmd *exec.Cmd) error {
		_ = exec.Command("docker", "kill", name).Run() // there may be no container yet
		return cmd.Process.Kill()
	}
	return r.wait(cmd, c, ask, kill)
}
