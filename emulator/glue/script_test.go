package glue_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

// python runs scripts with the machine's own.
func python(t *testing.T, text string) func(*world.World) {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("python3 is not installed")
		}
		t.Skip("python3 is not installed")
	}
	return func(w *world.World) {
		w.Images = map[string]*world.Image{script: {Command: []string{path}}}
		w.Accounts[owner].Buckets["code"].Objects["scripts/orders.py"] = &world.Object{Body: text}
	}
}

func TestScriptsOfTheJob(t *testing.T) {
	t.Parallel()
	seen := filepath.Join(t.TempDir(), "seen")
	for _, tc := range []struct {
		name, script, message string
		state                 types.JobRunState
	}{
		{"a script gets its arguments and its libraries", `
import os, sys, tools
with open("` + seen + `", "w") as f:
    print(os.path.basename(sys.argv[0]), *sys.argv[1:2], *sys.argv[3:4], *sys.argv[5:], tools.name, os.environ["AWS_REGION"], file=f)
`, "", types.JobRunStateSucceeded},
		{"an exception is the message", "class NoSuchTable(Exception): pass\nraise NoSuchTable('orders: none')", "NoSuchTable: orders: none", types.JobRunStateFailed},
		{"the last of several exceptions", "try:\n  1/0\nexcept Exception:\n  raise ValueError('bad input')", "ValueError: bad input", types.JobRunStateFailed},
		{"an exit status alone", "import sys; print('Error: no'); sys.exit(3)", "Command failed with exit code 3", types.JobRunStateFailed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, python(t, tc.script))
			in := etl()
			in.DefaultArguments = map[string]string{"--extra-py-files": "s3://code/lib/tools.py", "--mode": "full"}
			in.NonOverridableArguments = map[string]string{"--owner": "us"}
			l.must(in)
			run, card := l.ran(&sdk.StartJobRunInput{Arguments: map[string]string{"--mode": "delta", "--owner": "them"}})
			if run.JobRunState != tc.state || aws.ToString(run.ErrorMessage) != tc.message {
				t.Errorf("%s: %q at %s", run.JobRunState, aws.ToString(run.ErrorMessage), card.Stage)
			}
		})
	}
	t.Cleanup(func() {
		text, _ := os.ReadFile(seen)
		want := "orders.py --JOB_NAME --JOB_RUN_ID --extra-py-files s3://code/lib/tools.py --mode delta --owner us tools us-east-1\n"
		if string(text) != want {
			t.Errorf("the script saw %q, want %q", text, want)
		}
	})
}

func TestProgramsOfTheWorld(t *testing.T) {
	t.Parallel()
	l := start(t, func(w *world.World) {
		w.Images = map[string]*world.Image{script: {Program: []string{"put s3://out/a", "get s3://data/in/a.csv"}}}
		role("Exec", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}}`))(w)
	})
	l.must(etl())
	run, card := l.ran(&sdk.StartJobRunInput{})
	if !strings.HasPrefix(aws.ToString(run.ErrorMessage), "An error occurred (AccessDenied) when calling the GetObject operation: "+session) || card.Stage != "code" || card.Refused == "" {
		t.Errorf("%s: %q %q", card.Stage, aws.ToString(run.ErrorMessage), card.Refused)
	}
}

func TestRunsStop(t *testing.T) {
	t.Parallel()
	l := start(t, python(t, "import time\nprint('waiting')\ntime.sleep(60)"))
	client, ctx := l.as(admin), t.Context()
	l.must(etl())
	started, err := client.StartJobRun(ctx, &sdk.StartJobRunInput{JobName: aws.String("orders")})
	if err != nil {
		t.Fatal(err)
	}
	run, _ := l.Jobs().Run("orders/" + *started.JobRunId)
	begun(t, run)
	_, err = client.StartJobRun(ctx, &sdk.StartJobRunInput{JobName: aws.String("orders")})
	if got, text := code(err); got != "ConcurrentRunsExceededException" || text != "Concurrent runs exceeded for orders" {
		t.Errorf("a second run: %s %s", got, text)
	}
	stop := &sdk.BatchStopJobRunInput{JobName: aws.String("orders"), JobRunIds: []string{*started.JobRunId, "jr_none"}}
	out, err := client.BatchStopJobRun(ctx, stop)
	if err != nil || len(out.SuccessfulSubmissions) != 1 || len(out.Errors) != 1 || *out.Errors[0].ErrorDetail.ErrorCode != "EntityNotFoundException" {
		t.Fatalf("%+v %v", out, err)
	}
	if err := l.Jobs().Idle(ctx); err != nil {
		t.Fatal(err)
	}
	if got, card := l.run(*started.JobRunId); got.JobRunState != types.JobRunStateStopped || got.ErrorMessage != nil || card.Status != "STOPPED" {
		t.Errorf("%+v", got)
	}
	if out, err = client.BatchStopJobRun(ctx, stop); err != nil || len(out.Errors) != 2 {
		t.Errorf("stopped again: %+v %v", out, err)
	}
}

// begun waits until the run's script prints something.
func begun(t *testing.T, run *job.Run) {
	t.Helper()
	for {
		text, _, ended, grown := run.Log().From(0)
		switch {
		case len(text) > 0:
			return
		case ended:
			t.Fatal("the run has ended")
		}
		select {
		case <-grown:
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}

func TestRunsThatAreRefused(t *testing.T) {
	t.Parallel()
	l := start(t, role("Other", deny("glue:StartJobRun")))
	l.must(etl())
	for _, tc := range []struct{ name, as, job, before, code, text string }{
		{"the caller may not", "role/Other/ann", "orders", "", "AccessDeniedException", "glue:StartJobRun on resource: arn:aws:glue:us-east-1:111122223333:job/orders with an explicit deny"},
		{"there is no job", admin, "none", "", "EntityNotFoundException", "Failed to start job run due to missing metadata."},
		{"there is no run to repeat", admin, "orders", "jr_none", "EntityNotFoundException", "jr_none"},
	} {
		in := &sdk.StartJobRunInput{JobName: &tc.job}
		if tc.before != "" {
			in.JobRunId = &tc.before
		}
		client := l.as(tc.as)
		before := l.Digest()
		_, err := client.StartJobRun(t.Context(), in)
		if got, text := code(err); got != tc.code || !strings.Contains(text, tc.text) {
			t.Errorf("%s: %s %s", tc.name, got, text)
		}
		if l.Digest() != before || len(l.Jobs().Cards()) != 0 {
			t.Errorf("%s: something has changed", tc.name)
		}
	}
}

func TestCommandsNeedLeave(t *testing.T) {
	t.Parallel()
	l := open(t, python(t, "print('hello')"), false)
	l.must(etl())
	run, card := l.ran(&sdk.StartJobRunInput{})
	if want := "Internal service exception. (" + job.ErrNotAllowed.Error() + ")"; aws.ToString(run.ErrorMessage) != want || card.Stage != "code" {
		t.Errorf("%s: %s", card.Stage, aws.ToString(run.ErrorMessage))
	}
}

func TestAResetForgetsJobsAndRuns(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	l.must(etl())
	run, _ := l.ran(&sdk.StartJobRunInput{})
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	_, err := l.as(admin).GetJobRun(t.Context(), &sdk.GetJobRunInput{JobName: aws.String("orders"), RunId: run.Id})
	if got, _ := code(err); got != "EntityNotFoundException" {
		t.Errorf("after a reset: %v", err)
	}
	l.must(etl())
	if again, _ := l.ran(&sdk.StartJobRunInput{}); *again.Id != *run.Id {
		t.Errorf("the run's id is %s, was %s", *again.Id, *run.Id)
	}
}
