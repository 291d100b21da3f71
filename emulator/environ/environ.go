// Package environ is the environment in which any AWS SDK or tool calls a lab.
package environ

import (
	"os"
	"slices"
	"strings"
	"time"
)

// Credentials are what a client signs with; those of anonymous are empty. They
// are the answer of /_denylab/credentials?as=PRINCIPAL.
type Credentials struct {
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	// SessionToken and Expiration (in the lab's time) are a session's.
	SessionToken string    `json:"sessionToken,omitempty"`
	Expiration   time.Time `json:"expiration,omitzero"`
	// Region is the lab's.
	Region string `json:"region"`
	// ARN is whom the credentials stand for.
	ARN string `json:"arn"`
}

// Environ are the NAME=VALUE settings that point any AWS SDK or tool at the lab
// whose endpoint URL is given. Without an access key id they sign nothing.
func (c Credentials) Environ(endpoint string) []string {
	env := []string{
		"AWS_ENDPOINT_URL=" + endpoint,
		"AWS_REGION=" + c.Region,
		"AWS_DEFAULT_REGION=" + c.Region,
		"AWS_EC2_METADATA_DISABLED=true",
	}
	if c.AccessKeyID != "" {
		env = append(env, "AWS_ACCESS_KEY_ID="+c.AccessKeyID, "AWS_SECRET_ACCESS_KEY="+c.SecretAccessKey)
	}
	if c.SessionToken != "" {
		env = append(env, "AWS_SESSION_TOKEN="+c.SessionToken)
	}
	return env
}

// Instead is env with nothing left of its AWS settings, neither AWS_* variables
// nor configuration files, and Environ in their place: a program that runs in it
// cannot call AWS by mistake.
func (c Credentials) Instead(env []string, endpoint string) []string {
	own := slices.DeleteFunc(slices.Clone(env), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	own = append(own, c.Environ(endpoint)...)
	return append(own, "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
}
