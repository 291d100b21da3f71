package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/spf13/cobra"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

func newJob(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "job",
		Short: "Run a SageMaker job to its end, and explain its failure",
	}
	cmd.AddCommand(newJobRun(c))
	return cmd
}

type jobRunOptions struct {
	cast cast
	as   string
}

func newJobRun(c *console) *cobra.Command {
	var o jobRunOptions
	cmd := &cobra.Command{
		Use:   "run REQUEST.json --as CALLER [--world FILE | --scenario ID [--cured]]",
		Short: "Run the job of a request, in a lab of its own",
		Long: `Run starts a lab, sends the request as CALLER and waits for the job's end. Then it
prints the stage table (who called what, and what every policy said of it), what
the job's code printed, and the explanation of what failed it.

REQUEST.json is the input of a Create…Job operation, as
'aws sagemaker create-training-job --generate-cli-skeleton' writes it, or the event
of it in CloudTrail. "-" reads it from standard input.

The world's image map says what runs for the images that the request names; it may
name programs of this machine, which run with your rights.

It exits with status 1 when the request is refused or the job fails.`,
		Example: `  denylab job run training.json --as role/Scientist --world world.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runJob(cmd.Context(), c, o, args[0]) },
	}
	o.cast.flags(cmd)
	cmd.Flags().StringVar(&o.as, "as", "root", "principal: role/NAME[/SESSION], user/NAME or root, with ACCOUNT: before it where needed")
	return cmd
}

func runJob(ctx context.Context, c *console, o jobRunOptions, file string) error {
	text, err := c.readFile(file)
	if err != nil {
		return err
	}
	request, err := readJobRequest(file, text)
	if err != nil {
		return &failure{exitUsage, err}
	}
	w, from, err := o.cast.load(c)
	if err != nil {
		return err
	}
	lab, err := emulator.New(atItsTime(from, emulator.Options{World: w, Version: versionText(), AllowExec: true}))
	if err != nil {
		return cannot(err)
	}
	s, err := listen(lab, "127.0.0.1:0")
	if err != nil {
		return err
	}
	return errors.Join(sendJob(ctx, c, lab, s.url, o.as, request), s.stop())
}

// readFile reads a file, or standard input for "-".
func (c *console) readFile(name string) ([]byte, error) {
	if name == "-" {
		text, err := io.ReadAll(c.in)
		if err != nil {
			return nil, cannot(fmt.Errorf("standard input: %w", err))
		}
		return text, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, &failure{exitUsage, err}
	}
	return text, nil
}

// sendJob sends the request and shows what came of it.
func sendJob(ctx context.Context, c *console, lab *emulator.Lab, url, as string, request *jobRequest) error {
	answer, err := request.send(ctx, lab, url, as)
	if err != nil {
		return err
	}
	if err := lab.Jobs().Idle(ctx); err != nil {
		return err
	}
	cards := lab.Jobs().Cards()
	if len(cards) == 0 {
		return c.refusedJob(ctx, lab, answer)
	}
	return c.endedJob(ctx, lab, cards[0])
}

// refusedJob explains why the request was refused.
func (c *console) refusedJob(ctx context.Context, lab *emulator.Lab, answer *jobAnswer) error {
	fmt.Fprintf(c.out, "refused: %d %s\n", answer.status, answer.body)
	if err := c.explained(ctx, lab, answer.decision); err != nil {
		return err
	}
	return errUnwanted
}

// endedJob shows a job that has ended, and explains what failed it.
func (c *console) endedJob(ctx context.Context, lab *emulator.Lab, card job.Card) error {
	if run, ok := lab.Jobs().Run(card.ID); ok {
		printed, _, _, _ := run.Log().From(0)
		_, _ = c.err.Write(printed)
	}
	if err := card.Text(c.out); err != nil {
		return err
	}
	if card.Refused != "" {
		if err := c.explained(ctx, lab, card.Refused); err != nil {
			return err
		}
	}
	if card.Reason != "" {
		return errUnwanted
	}
	return nil
}

// explained explains what was refused of an exchange.
func (c *console) explained(ctx context.Context, lab *emulator.Lab, decision string) error {
	calls, _, err := lab.ExplainExchange(ctx, decision)
	if err != nil {
		return cannot(err)
	}
	for _, x := range calls {
		if x.Allowed {
			continue
		}
		fmt.Fprintln(c.out)
		if err := x.Text(c.out, c.color(c.out)); err != nil {
			return err
		}
	}
	return nil
}

// A jobAnswer is what the lab answered to a request.
type jobAnswer struct {
	status         int
	body, decision string
}

// send signs the request as a client of AWS does.
func (r *jobRequest) send(ctx context.Context, lab *emulator.Lab, url, as string) (*jobAnswer, error) {
	key, err := lab.CredentialsAs(as)
	if err != nil {
		return nil, usage("--as: %v", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/", bytes.NewReader(r.body))
	if err != nil {
		return nil, cannot(err)
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "SageMaker."+r.operation)
	hash := sha256.Sum256(r.body)
	signing := aws.Credentials{AccessKeyID: key.AccessKeyID, SecretAccessKey: key.Secret, SessionToken: key.Token}
	if err := v4.NewSigner().SignHTTP(ctx, signing, req, hex.EncodeToString(hash[:]), "sagemaker", lab.World().Region, time.Now()); err != nil {
		return nil, cannot(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, cannot(err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing is lost
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, cannot(err)
	}
	return &jobAnswer{resp.StatusCode, string(body), resp.Header.Get(awsproto.DecisionHeader)}, nil
}
