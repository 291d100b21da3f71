package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/cmd/denylab/simulate"
	"github.com/denylab/denylab/rego/engine"
)

func newSimulate(c *console) *cobra.Command {
	var trace, input bool
	cmd := &cobra.Command{
		Use:   "simulate [FILE…]",
		Short: "Answer authorization questions that carry their own policies, one JSON object a line",
		Long: `Answer authorization questions, one JSON object a line, without a world or a
server: each carries every policy that applies. Without FILE they are read from
standard input. One answer is printed for each line, in order; a line that cannot
be read is answered by its error, and the exit status is then 2.

With --input the answer to a line is the rules' input document for its question,
for an OPA that holds the bundle ('denylab bundle').`,
		Example: `  denylab simulate cases.jsonl
  denylab simulate --trace < cases.jsonl
  denylab simulate --input case.jsonl | opa eval --bundle denylab.tar.gz --stdin-input data.denylab.decision.result`,
		RunE: func(cmd *cobra.Command, files []string) error {
			if trace && input {
				return usage("--input is not an answer that --trace could add to: give one of them")
			}
			rules, err := engine.Default()
			if err != nil {
				return cannot(err)
			}
			s := &simulate.Simulator{Engine: rules, Trace: trace, Input: input}
			return c.inputs(files, func(in io.Reader) (int, error) { return s.Stream(cmd.Context(), in, c.out) })
		},
	}
	cmd.Flags().BoolVar(&trace, "trace", false, "add findings, near misses and missing context keys")
	cmd.Flags().BoolVar(&input, "input", false, "print the rules' input document instead of an answer")
	return cmd
}

// inputs gives each file to read, or standard input when there is none. read
// counts the lines that it could not read.
func (c *console) inputs(files []string, read func(io.Reader) (int, error)) error {
	unreadable := 0
	each := func(in io.Reader) error {
		n, err := read(in)
		unreadable += n
		return err
	}
	if len(files) == 0 {
		if err := each(c.in); err != nil {
			return cannot(err)
		}
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return &failure{exitUsage, err}
		}
		if err := errors.Join(each(f), f.Close()); err != nil {
			return cannot(err)
		}
	}
	if unreadable > 0 {
		return &failure{exitUsage, fmt.Errorf("%d lines could not be read", unreadable)}
	}
	return nil
}
