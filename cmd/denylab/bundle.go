package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/rego/policy"
)

func newBundle(c *console) *cobra.Command {
	var output string
	var tests bool
	cmd := &cobra.Command{
		Use:   "bundle [-o FILE]",
		Short: "Write the rules as a bundle that any OPA loads",
		Long: `Write the rules as an OPA bundle: a gzipped tar archive that opa run, opa eval and
opa exec load as it is, and that an OPA server fetches like any other. The rules use
no built-in functions of their own, so every OPA decides as the lab does:
data.denylab.decision.result is the decision on an input document,
data.denylab.report.result everything the rules know about it.

'denylab simulate --input' writes input documents. The same rules give the same bytes.`,
		Example: `  denylab bundle -o denylab.tar.gz
  denylab simulate --input case.jsonl | opa eval --bundle denylab.tar.gz --stdin-input data.denylab.decision.result
  denylab bundle --tests -o denylab.tar.gz && opa test --bundle denylab.tar.gz`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if output == "" && terminal(c.out) {
				return usage("a bundle is not for a terminal: name a file with -o, or redirect the output")
			}
			out, done, err := c.output(output)
			if err != nil {
				return err
			}
			if err := errors.Join(policy.WriteBundle(out, tests), done()); err != nil {
				return cannot(err)
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "file to write the bundle to (default: standard output)")
	cmd.Flags().BoolVar(&tests, "tests", false, "add the rules' own tests, for opa test")
	return cmd
}
