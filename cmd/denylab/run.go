package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/environ"
	"github.com/denylab/denylab/scenarios"
)

type runOptions struct {
	cast cast
	as   string
	via  string
}

func newRun(c *console) *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run --as PRINCIPAL [--world FILE | --scenario ID [--cured]] -- COMMAND [ARG…]",
		Short: "Run any program against a lab of its own, and explain what it was refused",
		Long: `Run starts a lab, runs COMMAND with the environment that points every AWS SDK at
it as PRINCIPAL, and explains each refusal when the command has ended.
It exits with the command's status.`,
		Example: `  denylab run --scenario training-getobject-missing --as role/SageMakerExecutionRole/SageMaker -- python3 train.py`,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runProgram(cmd.Context(), c, o, args) },
	}
	o.cast.flags(cmd)
	cmd.Flags().StringVar(&o.as, "as", "root", "principal: role/NAME[/SESSION], user/NAME or root, with ACCOUNT: before it where needed")
	cmd.Flags().StringVar(&o.via, "via", "", "VPC endpoint the calls arrive through")
	return cmd
}

func runProgram(ctx context.Context, c *console, o runOptions, args []string) error {
	w, from, err := o.cast.load(c)
	if err != nil {
		return err
	}
	lab, err := emulator.New(atItsTime(from, emulator.Options{World: w, Version: versionText()}))
	if err != nil {
		return cannot(err)
	}
	creds, err := lab.CredentialsAs(o.as)
	if err != nil {
		return usage("--as: %v", err)
	}
	if _, ok := lab.World().Endpoint(o.via); o.via != "" && !ok {
		return usage("--via %s: the world has no such VPC endpoint", o.via)
	}
	s, err := listen(lab, "127.0.0.1:0")
	if err != nil {
		return err
	}
	key := environ.Credentials{
		AccessKeyID: creds.AccessKeyID, SecretAccessKey: creds.Secret,
		SessionToken: creds.Token, Region: lab.World().Region,
	}
	status := c.program(ctx, args, key.Instead(c.env, endpointVia(s.url, o.via)))
	explained := c.refusals(ctx, lab)
	return errors.Join(status, explained, s.stop())
}

// atItsTime gives a lab the clock of the scenario it comes from, if any. The
// program signs with the machine's time all the same.
func atItsTime(from *scenarios.Scenario, o emulator.Options) emulator.Options {
	if from != nil {
		o.Clock, o.SigningClock = func() time.Time { return from.Clock }, time.Now
		o.Consistency = from.Consistency
	}
	return o
}

// program runs args and turns its exit status into an error.
func (c *console) program(ctx context.Context, args, env []string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, c.in, c.out, c.err
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return &failure{exit.ExitCode(), fmt.Errorf("%s ended with status %d", args[0], exit.ExitCode())}
	default:
		return cannot(fmt.Errorf("cannot run %s: %w", args[0], err))
	}
}

// refusals explains, on standard error, every refused call of the lab's
// journal: the program's own output stays its own.
func (c *console) refusals(ctx context.Context, lab *emulator.Lab) error {
	for _, e := range lab.Journal().Entries() {
		if e.Refused() == nil {
			continue
		}
		calls, _, err := lab.ExplainExchange(ctx, e.ID)
		if err != nil {
			return cannot(err)
		}
		for _, x := range calls {
			if x.Sent == nil {
				continue
			}
			fmt.Fprintln(c.err)
			if err := x.Text(c.err, c.color(c.err)); err != nil {
				return err
			}
		}
	}
	return nil
}
