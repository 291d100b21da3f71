package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
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
			fmt.Fprintln(c.out, "unset", strings.Join(ofAnother, " "))
			for _, v := range creds.Environ(endpointVia(endpoint, via)) {
				name, value, _ := strings.Cut(v, "=")
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

// ofAnother are variables that must not be left over from somebody else.
var ofAnother = []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"}

// endpointVia is the endpoint of the lab at url, through a VPC endpoint if one
// is named.
func endpointVia(url, via string) string {
	url = strings.TrimSuffix(url, "/")
	if via != "" {
		url += emulator.EndpointPath(via)
	}
	return url
}

func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
