package harness

import (
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Env is the environment that has any AWS SDK or tool call the lab as the
// client does. It is the test's own, except that nothing of its AWS settings is
// left: neither AWS_* variables nor configuration files.
func (c *Client) Env() []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	env = append(env,
		"AWS_ENDPOINT_URL="+*c.Config.BaseEndpoint,
		"AWS_REGION="+c.Config.Region,
		"AWS_DEFAULT_REGION="+c.Config.Region,
		"AWS_CONFIG_FILE="+os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
	)
	if key := c.Credential; key.AccessKeyID != "" {
		env = append(env, "AWS_ACCESS_KEY_ID="+key.AccessKeyID, "AWS_SECRET_ACCESS_KEY="+key.Secret)
		if key.Token != "" {
			env = append(env, "AWS_SESSION_TOKEN="+key.Token)
		}
	}
	return env
}

// Command is exec.Command with the client's Env: an unmodified program that
// acts as the client's principal. Refused tells what it was refused.
func (c *Client) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = c.Env()
	return cmd
}
