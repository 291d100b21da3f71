package job

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// docker runs an image that the machine's container engine has. It never pulls
// one. The container shares the machine's network: the lab listens on loopback.
func (r *Run) docker(ctx context.Context, c Container, endpoint string) (Exit, error) {
	args := []string{"run", "--rm", "--init", "--pull=never", "--network=host", "--volume", c.Root + ":" + c.Mount}
	inside := append(r.credentials().Environ(endpoint), c.Environ...)
	names := make([]string, 0, len(inside))
	for _, setting := range inside {
		name, _, _ := strings.Cut(setting, "=")
		names = append(names, name)
		args = append(args, "--env", name) // its value is in the engine client's environment, not on its command line
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
	return r.wait(cmd, c)
}
