package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/scenarios"
)

func newCheck(c *console) *cobra.Command {
	var asWorld bool
	cmd := &cobra.Command{
		Use:   "check [FILE|FOLDER…]",
		Short: "Check scenario files (or --world files): exit 0 without errors, 2 with",
		Long: `Check fixtures without running them: unknown fields, dangling references,
malformed policies, actions that do not exist, duplicate names. Without an
argument the built-in catalogue is checked.`,
		RunE: func(_ *cobra.Command, args []string) error { return check(c, args, asWorld) },
	}
	cmd.Flags().BoolVar(&asWorld, "world", false, "the files are worlds")
	return cmd
}

func check(c *console, args []string, asWorld bool) error {
	for _, arg := range args {
		if !scenarios.OnDisk(arg) {
			return usage("check %s: want a .yaml file or a folder that exists", arg)
		}
	}
	if !asWorld {
		loaded, diags := scenarios.Named(args...)
		return c.summarize(diags, len(loaded))
	}
	if len(args) == 0 {
		return usage("check --world wants world files")
	}
	var all scenarios.Diagnostics
	for _, arg := range args {
		_, diags := scenarios.WorldFromFile(arg)
		all = append(all, diags...)
	}
	return c.summarize(all, len(args))
}

func (c *console) summarize(all scenarios.Diagnostics, checked int) error {
	problems, warnings := 0, 0
	for _, d := range all {
		fmt.Fprintln(c.out, d)
		if d.Severity == scenarios.Warning {
			warnings++
		} else {
			problems++
		}
	}
	fmt.Fprintf(c.out, "%d checked, %d errors, %d warnings\n", checked, problems, warnings)
	if problems > 0 {
		return &failure{exitUsage, fmt.Errorf("%d errors in fixtures", problems)}
	}
	if checked == 0 {
		return &failure{exitUsage, fmt.Errorf("nothing was checked: %w", os.ErrNotExist)}
	}
	return nil
}
