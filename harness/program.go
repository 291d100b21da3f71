package harness

import (
	"os"
	"os/exec"

	"github.com/denylab/denylab/emulator/environ"
)

// Env is the environment that has any AWS SDK or tool call the lab as the
// client does. It is the test's own, except that nothing of its AWS settings is
// left: neither AWS_* variables nor configuration files.
func (c *Client) Env() []string {
	key := environ.Credentials{
		AccessKeyID: c.Credential.AccessKeyID, SecretAccessKey: c.Credential.Secret,
		SessionToken: c.Credential.Token, Region: c.Config.Region,
	}
	return key.Instead(os.Environ(), *c.Config.BaseEndpoint)
}

// Command is exec.Command with the client's Env: an unmodified program that
// acts as the client's principal. Refused tells what it was refused.
func (c *Client) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = c.Env()
	return cmd
}
