package harness_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/harness"
)

// TestEnv: nothing of the AWS settings of who runs the tests reaches a program,
// and everything else does.
func TestEnv(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_PROFILE": "production", "AWS_ENDPOINT_URL_S3": "https://s3.amazonaws.com", "AWS_SESSION_TOKEN": "of somebody",
		"AWS_CA_BUNDLE": "/nowhere", "AWS_CONFIG_FILE": "/home/me/.aws/config", "OTHER": "kept",
	} {
		t.Setenv(name, value)
	}
	lab := harness.Start(t, harness.Scenario("glue-endpoint-without-put"))
	role := lab.As("role/GlueJobRole/GlueJobRunnerSession", harness.Via("vpce-0abcdef1234567890"))
	key := role.Credential
	settings := []string{
		"AWS_CONFIG_FILE=" + os.DevNull,
		"AWS_DEFAULT_REGION=us-west-2",
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_REGION=us-west-2",
		"AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
	}
	for name, c := range map[string]struct {
		client *harness.Client
		want   []string
	}{
		"role, through an endpoint": {role, append(slices.Clone(settings),
			"AWS_ENDPOINT_URL="+lab.URL()+"/_denylab/vpce/vpce-0abcdef1234567890",
			"AWS_ACCESS_KEY_ID="+key.AccessKeyID, "AWS_SECRET_ACCESS_KEY="+key.Secret, "AWS_SESSION_TOKEN="+key.Token)},
		"root": {lab.As("root"), append(slices.Clone(settings), "AWS_ENDPOINT_URL="+lab.URL(),
			"AWS_ACCESS_KEY_ID="+lab.As("root").Credential.AccessKeyID, "AWS_SECRET_ACCESS_KEY="+lab.As("root").Credential.Secret)},
		"nobody": {lab.Anonymous(), append(slices.Clone(settings), "AWS_ENDPOINT_URL="+lab.URL())},
	} {
		var got []string
		for _, v := range c.client.Command("program").Env {
			if strings.HasPrefix(v, "AWS_") {
				got = append(got, v)
			}
		}
		slices.Sort(c.want)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if !slices.Contains(c.client.Env(), "OTHER=kept") {
			t.Errorf("%s: what is not AWS's is lost", name)
		}
	}
}
