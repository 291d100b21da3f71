package harness

import (
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Env is the environment of the test's process with every AWS_* variable
// replaced by those that point any AWS SDK at the lab as a principal.
func (l *Lab) Env(principal string, manners ...Manner) []string {
	l.t.Helper()
	c := l.As(principal, manners...)
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	env = append(env,
		"AWS_ACCESS_KEY_ID="+c.Credential.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY="+c.Credential.Secret,
		"AWS_REGION="+c.Config.Region,
		"AWS_DEFAULT_REGION="+c.Config.Region,
		"AWS_ENDPOINT_URL="+*c.Config.BaseEndpoint,
		"AWS_EC2_METADATA_DISABLED=true",
	)
	if c.Credential.Token != "" {
		env = append(env, "AWS_SESSION_TOKEN="+c.Credential.Token)
	}
	return env
}

// Command is exec.Command with Env(principal): an unmodified program that acts
// as the principal.
func (l *Lab) Command(principal, name string, args ...string) *exec.Cmd {
	l.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = l.Env(principal)
	return cmd
}
