package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/scenarios"
)

// load reads the scenarios that patterns name: ids, topics and rows of the
// catalogue, or files and folders of the user.
func (c *console) load(patterns []string) ([]*scenarios.Scenario, error) {
	found, diags := scenarios.Named(patterns...)
	return found, c.diagnosed(diags)
}

// oneScenario reads the scenario with the given id or file.
func (c *console) oneScenario(id string) (*scenarios.Scenario, error) {
	found, err := c.load([]string{id})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, usage("no scenario %s; 'denylab list' shows them all", id)
	case len(found) > 1:
		return nil, usage("%s names %d scenarios; give the id of one", id, len(found))
	}
	return found[0], nil
}

// diagnosed prints warnings, and turns errors into a failure.
func (c *console) diagnosed(diags scenarios.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == scenarios.Warning {
			fmt.Fprintln(c.err, d)
		}
	}
	if err := diags.Err(); err != nil {
		return &failure{exitUsage, errors.New("fixtures with errors\n" + err.Error())}
	}
	return nil
}

func completeScenarios(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
	all, _ := scenarios.Load(scenarios.Catalogue())
	var ids []string
	for _, s := range all {
		if strings.HasPrefix(s.ID, prefix) {
			ids = append(ids, s.ID+"\t"+s.Title)
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}
