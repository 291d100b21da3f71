package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newHealth(c *console) *cobra.Command {
	var endpoint string
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask a running lab whether it is well (exit 0) or not (exit 3)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := remote{endpoint}.health(cmd.Context())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.out, "%s (denylab %s at %s)\n", h.Status, h.Version, endpoint)
			return err
		},
	}
	endpointFlag(cmd, &endpoint)
	return cmd
}

func endpointFlag(cmd *cobra.Command, endpoint *string) {
	cmd.Flags().StringVar(endpoint, "endpoint", defaultEndpoint, "URL of the running lab")
}
