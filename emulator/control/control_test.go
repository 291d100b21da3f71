package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/control"
	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A fake is a lab with two exchanges, of which only the first asked anything.
type fake struct {
	journal *journal.Journal
	fails   error
	breaks  error // in the middle of a snapshot
	resets  int
	jobs    job.Board
}

func newFake() *fake {
	f := &fake{journal: journal.New(10)}
	f.journal.Add(&journal.Entry{ID: "000001-aaaaaaaa", Service: "s3", Status: 403, Code: "AccessDenied", Asked: []journal.Asked{{Action: "s3:GetObject"}}})
	f.journal.Add(&journal.Entry{ID: "000002-bbbbbbbb", Service: "s3", Status: 403, Code: "SignatureDoesNotMatch", Message: "Check your key.", Asked: []journal.Asked{}})
	return f
}

func (f *fake) Journal() *journal.Journal { return f.journal }
func (f *fake) World() *world.World       { return world.Default() }

func (f *fake) Reset() error {
	f.resets++
	return f.fails
}

func (f *fake) WriteSnapshot(w io.Writer) error {
	if f.fails != nil {
		return f.fails
	}
	_, err := io.WriteString(w, "an archive")
	if f.breaks != nil {
		return f.breaks
	}
	return err
}

func (f *fake) ExplainExchange(_ context.Context, id string) ([]explain.Explanation, bool, error) {
	if f.fails != nil {
		return nil, true, f.fails
	}
	e, ok := f.journal.Entry(id)
	if !ok || len(e.Asked) == 0 {
		return nil, ok, nil
	}
	return []explain.Explanation{{ID: id, Action: "s3:GetObject", Verdict: authz.ImplicitDeny}}, true, nil
}

func (f *fake) Jobs() *job.Board { return &f.jobs }

func (f *fake) CredentialsAs(ref string) (world.Credential, error) {
	p, err := f.World().Principal(ref)
	if err != nil {
		return world.Credential{}, err
	}
	if p.Caller.Kind == authz.Anonymous {
		return world.Credential{Principal: p}, nil
	}
	return world.Credential{AccessKeyID: "ASIAEXAMPLE", Secret: "secret", Token: "token",
		ExpiresAt: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Principal: p}, nil
}

func ask(f *fake, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, nil)
	control.New(f, "1.2.3").ServeHTTP(w, r, strings.TrimPrefix(r.URL.Path, "/_denylab/"))
	return w
}

func TestPages(t *testing.T) {
	const health = `{"status":"ok","version":"1.2.3"}`
	const first = `{"id":"000001-aaaaaaaa","requestId":"","time":"0001-01-01T00:00:00Z","service":"s3","operation":"","method":"","path":"","caller":"","status":403,"code":"AccessDenied",` +
		`"asked":[{"action":"s3:GetObject","resource":"","decision":{"allowed":false,"verdict":"","verdicts":null}}]}`
	for _, tc := range []struct {
		method, target string
		status         int
		want           string // JSON, or a part of the error
	}{
		{"GET", "/_denylab/health", 200, health},
		{"GET", "/_denylab/ready", 200, health},
		{"HEAD", "/_denylab/health", 200, health}, // net/http leaves the body out
		{"GET", "/_denylab/journal/000001-aaaaaaaa", 200, first},
		{"GET", "/_denylab/explain/000001-aaaaaaaa", 200, `[{"id":"000001-aaaaaaaa","as":"","action":"s3:GetObject","resource":"","allowed":false,"verdict":"implicitDeny","ladder":null}]`},
		{"GET", "/_denylab/credentials?as=root", 200, `{"accessKeyId":"ASIAEXAMPLE","secretAccessKey":"secret","sessionToken":"token","expiration":"2026-03-04T05:06:07Z","region":"us-east-1","arn":"arn:aws:iam::111122223333:root"}`},
		{"GET", "/_denylab/credentials?as=anonymous", 200, `{"accessKeyId":"","secretAccessKey":"","region":"us-east-1","arn":"anonymous"}`},

		{"GET", "/_denylab/", 404, "no such page: /_denylab/; there are health, ready, journal"},
		{"GET", "/_denylab/helth", 404, "no such page: /_denylab/helth"},
		{"POST", "/_denylab/helth", 404, "no such page: /_denylab/helth"},
		{"GET", "/_denylab/health/x", 404, "no such page: /_denylab/health/x"},
		{"GET", "/_denylab/journal/000009-cccccccc", 404, "the journal has no decision 000009-cccccccc"},
		{"GET", "/_denylab/jobs", 200, "[]"},
		{"GET", "/_denylab/jobs/fraud", 404, "there is no job fraud; /_denylab/jobs lists them"},
		{"GET", "/_denylab/logs/fraud", 404, "there is no job fraud"},
		{"GET", "/_denylab/explain/000009-cccccccc", 404, "the journal has no decision 000009-cccccccc"},
		{"GET", "/_denylab/explain", 400, "explain what? /_denylab/explain/ID"},
		{"GET", "/_denylab/explain/", 400, "explain what? /_denylab/explain/ID"},
		{"GET", "/_denylab/explain/000002-bbbbbbbb", 404, "no policy was asked about 000002-bbbbbbbb: the answer was 403 SignatureDoesNotMatch: Check your key."},
		{"GET", "/_denylab/credentials", 400, "credentials of whom? /_denylab/credentials?as=PRINCIPAL"},
		{"GET", "/_denylab/credentials?as=user/nobody", 404, `there is no user "nobody"`},
		{"POST", "/_denylab/health", 405, "/_denylab/health wants GET, not POST"},
		{"DELETE", "/_denylab/journal", 405, "/_denylab/journal wants GET, not DELETE"},
		{"GET", "/_denylab/reset", 405, "/_denylab/reset wants POST, not GET"},
		{"HEAD", "/_denylab/reset", 405, "/_denylab/reset wants POST, not HEAD"},
	} {
		t.Run(tc.method+" "+tc.target, func(t *testing.T) {
			f := newFake()
			w := ask(f, tc.method, tc.target)
			if w.Code != tc.status {
				t.Errorf("status %d, want %d", w.Code, tc.status)
			}
			if got := w.Header().Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type %q", got)
			}
			if f.resets != 0 {
				t.Error("the lab was reset")
			}
			if tc.status == 200 {
				sameJSON(t, tc.want, w.Body.String())
				return
			}
			var failure control.Failure
			if err := json.Unmarshal(w.Body.Bytes(), &failure); err != nil || !strings.Contains(failure.Error, tc.want) {
				t.Errorf("%q (%v), want an error with %q", w.Body.String(), err, tc.want)
			}
			if allow := w.Header().Get("Allow"); (tc.status == 405) != (allow != "") {
				t.Errorf("Allow %q", allow)
			}
		})
	}
}

func sameJSON(t *testing.T, want, got string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(want), &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got), &b); err != nil {
		t.Fatalf("%v in %s", err, got)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestTheJournalListsTheOldestFirst(t *testing.T) {
	var entries []journal.Entry
	if err := json.Unmarshal(ask(newFake(), "GET", "/_denylab/journal").Body.Bytes(), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || entries[0].ID != "000001-aaaaaaaa" || entries[1].ID != "000002-bbbbbbbb" {
		t.Errorf("%+v", entries)
	}
	empty := newFake()
	empty.journal.Reset()
	if got := strings.TrimSpace(ask(empty, "GET", "/_denylab/journal").Body.String()); got != "[]" {
		t.Errorf("an empty journal is %s, want []", got)
	}
}

func TestResetResets(t *testing.T) {
	f := newFake()
	w := ask(f, "POST", "/_denylab/reset")
	if w.Code != http.StatusNoContent || w.Body.Len() != 0 || f.resets != 1 {
		t.Errorf("status %d, body %q, %d resets", w.Code, w.Body, f.resets)
	}
}

func TestWhatTheLabCannotDoIsSaid(t *testing.T) {
	for _, tc := range []struct{ method, target string }{
		{"POST", "/_denylab/reset"}, {"GET", "/_denylab/explain/000001-aaaaaaaa"}, {"POST", "/_denylab/snapshot"},
	} {
		f := newFake()
		f.fails = errors.New("the disk is full")
		w := ask(f, tc.method, tc.target)
		if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "the disk is full") {
			t.Errorf("%s: %d %s", tc.target, w.Code, w.Body)
		}
	}
}

func TestASnapshotIsAnArchive(t *testing.T) {
	w := ask(newFake(), "POST", "/_denylab/snapshot")
	if w.Code != http.StatusOK || w.Body.String() != "an archive" || w.Header().Get("Content-Type") != control.SnapshotType {
		t.Errorf("status %d, %q, %q", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
}

// Half an archive must not pass for a whole one.
func TestASnapshotThatBreaksIsNotWhole(t *testing.T) {
	f := newFake()
	f.breaks = errors.New("a blob is gone")
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("the answer ended in %v", p)
		}
	}()
	ask(f, "POST", "/_denylab/snapshot")
	t.Error("the answer ended as if it were whole")
}
