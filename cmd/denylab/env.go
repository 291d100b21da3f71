package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/control"
)

func newEnv(c *console) *cobra.Command {
	var as, endpoint, via string
	cmd := &cobra.Command{
		Use:   "env --as PRINCIPAL",
		Short: "Print the AWS_* exports that make a shell call a running lab as a principal",
		Example: `  eval "$(denylab env --as role/SageMakerExecutionRole)"
  aws s3 ls`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			creds, err := remote{endpoint}.credentials(cmd.Context(), as)
			if err != nil {
				return err
			}
			for _, v := range awsEnv(creds, endpoint, via) {
				name, value, _ := strings.Cut(v, "=")
				if value == "" {
					fmt.Fprintf(c.out, "unset %s\n", name)
					continue
				}
				fmt.Fprintf(c.out, "export %s=%s\n", name, shellQuote(value))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&as, "as", "root", "principal: role/NAME[/SESSION], user/NAME or root, with ACCOUNT: before it where needed")
	cmd.Flags().StringVar(&via, "via", "", "VPC endpoint the calls arrive through")
	endpointFlag(cmd, &endpoint)
	return cmd
}

// awsEnv is the environment that points any AWS SDK at the lab as a principal.
// An empty value means that the variable must not be set.
func awsEnv(c control.Credentials, endpoint, via string) []string {
	endpoint = strings.TrimSuffix(endpoint, "/")
	if via != "" {
		endpoint += emulator.EndpointPath(via)
	}
	return []string{
		"AWS_ACCESS_KEY_ID=" + c.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY=" + c.SecretAccessKey,
		"AWS_SESSION_TOKEN=" + c.SessionToken,
		"AWS_REGION=" + c.Region,
		"AWS_DEFAULT_REGION=" + c.Region,
		"AWS_ENDPOINT_URL=" + endpoint,
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_PROFILE=",
	}
}

func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
