package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/scenarios"
)

// load reads the scenarios that patterns name: ids, topics and rows of the
// catalogue, or files and folders of the user.
func (c *console) load(patterns []string) ([]*scenarios.Scenario, error) {
	var all []*scenarios.Scenario
	var ours []string
	for _, p := range patterns {
		if !userFile(p) {
			ours = append(ours, p)
			continue
		}
		loaded, diags := fromUser(p)
		if err := c.diagnosed(diags); err != nil {
			return nil, err
		}
		all = append(all, loaded...)
	}
	if len(ours) == 0 && len(patterns) > 0 {
		return all, nil
	}
	loaded, diags := scenarios.Load(scenarios.Catalogue(), ours...)
	if err := c.diagnosed(diags); err != nil {
		return nil, err
	}
	return append(all, loaded...), nil
}

// userFile says whether pattern is a YAML file or a folder of the user's.
func userFile(pattern string) bool {
	info, err := os.Stat(pattern)
	return err == nil && (info.IsDir() || strings.HasSuffix(pattern, ".yaml") || strings.HasSuffix(pattern, ".yml"))
}

// fromUser reads the scenarios of a file or folder.
func fromUser(name string) ([]*scenarios.Scenario, scenarios.Diagnostics) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return scenarios.Load(scenarios.Dir(name))
	}
	s, diags := scenarios.FromFile(name)
	if s == nil {
		return nil, diags
	}
	return []*scenarios.Scenario{s}, diags
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
