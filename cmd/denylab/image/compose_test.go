// Package image tests the container image. It is a package of its own because
// building the image takes longer than everything else.
package image

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// TestComposeUp starts the lab as the README's workshop does, from an image
// built here: on a base image made on the spot, since none may be pulled.
func TestComposeUp(t *testing.T) {
	compose := composeCommand(t)
	const base = "denylab-base:test"
	env := append(os.Environ(), "BASE="+base, "COMPOSE_PROJECT_NAME=denylab-test", "DOCKER_BUILDKIT=0")
	in := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = "../../..", env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run := func(args ...string) string { t.Helper(); return in(compose[0], append(compose[1:], args...)...) }

	in(".ci/base-image", base)
	t.Cleanup(func() {
		run("down", "--volumes")
		in("docker", "image", "rm", "--force", base)
	})
	run("up", "--detach", "--build")
	waitHealthy(t, strings.TrimSpace(run("ps", "--quiet", "denylab")))

	client := sts.New(sts.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:4566"),
		Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""),
	})
	who, err := client.GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(who.Arn); got != "arn:aws:iam::111122223333:root" {
		t.Errorf("the lab in the container knows us as %s", got)
	}
}

// composeCommand is "docker compose" or "docker-compose".
func composeCommand(t *testing.T) []string {
	t.Helper()
	unless := needEngine(t)
	for _, c := range [][]string{{"docker", "compose"}, {"docker-compose"}} {
		if exec.Command(c[0], append(c[1:], "version")...).Run() == nil {
			return c
		}
	}
	unless("neither docker compose nor docker-compose is installed")
	return nil
}

// needEngine skips the test where no container engine runs, but not in CI, and
// returns what to do without something else that it needs.
func needEngine(t *testing.T) (unless func(format string, args ...any)) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds an image: not with -short")
	}
	unless = t.Skipf
	if os.Getenv("CI") == "true" {
		unless = t.Fatalf
	}
	if out, err := exec.Command("docker", "info").CombinedOutput(); err != nil {
		unless("no container engine runs: %v\n%s", err, out)
	}
	return unless
}

func waitHealthy(t *testing.T, container string) {
	t.Helper()
	var status string
	for range 120 {
		out, err := exec.Command("docker", "inspect", "--format", "{{.State.Health.Status}}", container).CombinedOutput()
		if status = strings.TrimSpace(string(out)); err == nil && status == "healthy" {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	logs, _ := exec.Command("docker", "logs", container).CombinedOutput()
	t.Fatalf("the container is %q, not healthy\n%s", status, logs)
}
