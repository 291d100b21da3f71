package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/control"
	"github.com/denylab/denylab/emulator/environ"
	"github.com/denylab/denylab/emulator/explain"
)

// defaultEndpoint is where "denylab serve" listens unless told otherwise.
const defaultEndpoint = "http://127.0.0.1:4566"

// A remote is a running lab, seen through its own interface.
type remote struct{ endpoint string }

func (r remote) get(ctx context.Context, path string, into any) error {
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	body, err := r.ask(ctx, http.MethodGet, path)
	if err != nil {
		return err
	}
	defer body.Close() //nolint:errcheck // nothing is lost
	if err := json.NewDecoder(body).Decode(into); err != nil {
		return cannot(fmt.Errorf("%s does not answer as a lab does: %w", r.endpoint, err))
	}
	return nil
}

// ask returns the body of the answer, which must be closed.
func (r remote) ask(ctx context.Context, method, path string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(r.endpoint, "/")+"/_denylab/"+path, nil)
	if err != nil {
		return nil, usage("--endpoint %s: %v", r.endpoint, err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, cannot(fmt.Errorf("no lab answers at %s; start one with 'denylab serve', or name another with --endpoint: %w", r.endpoint, err))
	}
	if resp.StatusCode == http.StatusOK {
		return resp.Body, nil
	}
	defer resp.Body.Close() //nolint:errcheck // nothing is lost
	var f control.Failure
	if err := json.NewDecoder(resp.Body).Decode(&f); err != nil || f.Error == "" {
		f.Error = "the answer was " + resp.Status + "; is it a denylab?"
	}
	return nil, cannot(fmt.Errorf("%s: %s", r.endpoint, f.Error))
}

func (r remote) health(ctx context.Context) (control.Health, error) {
	var h control.Health
	err := r.get(ctx, "health", &h)
	if err == nil && h.Status != "ok" {
		err = cannot(errors.New(r.endpoint + " is not well: " + h.Status))
	}
	return h, err
}

func (r remote) credentials(ctx context.Context, as string) (environ.Credentials, error) {
	var c environ.Credentials
	return c, r.get(ctx, "credentials?as="+url.QueryEscape(as), &c)
}

func (r remote) explain(ctx context.Context, id string) ([]explain.Explanation, error) {
	var calls []explain.Explanation
	return calls, r.get(ctx, "explain/"+url.PathEscape(id), &calls)
}
