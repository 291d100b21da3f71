package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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
	var all scenarios.Diagnostics
	checked := 0
	count := func(fsys fs.FS, name string) {
		if asWorld {
			_, diags := scenarios.LoadWorld(fsys, name)
			all, checked = append(all, diags...), checked+1
			return
		}
		loaded, diags := scenarios.Load(fsys, name)
		all, checked = append(all, diags...), checked+len(loaded)
	}
	for _, arg := range args {
		fsys, name, ok := userFile(arg)
		if !ok {
			return usage("check %s: want a .yaml file or a folder that exists", arg)
		}
		if asWorld && name == "*" {
			return usage("check --world %s: want world files, not a folder", filepath.Clean(arg))
		}
		count(fsys, name)
	}
	if len(args) == 0 {
		if asWorld {
			return usage("check --world wants world files")
		}
		count(scenarios.Catalogue(), "*")
	}
	return c.summarize(all, checked)
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
