package main

import (
	"github.com/spf13/cobra"

	"github.com/denylab/denylab/scenarios/schema"
)

func newSchema(c *console) *cobra.Command {
	return &cobra.Command{
		Use:       "schema [scenario|world]",
		Short:     "Print the JSON Schema of scenario or world files",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"scenario", "world"},
		RunE: func(_ *cobra.Command, args []string) error {
			text := schema.Scenario
			if len(args) > 0 && args[0] == "world" {
				text = schema.World
			}
			_, err := c.out.Write(text)
			return err
		},
	}
}
