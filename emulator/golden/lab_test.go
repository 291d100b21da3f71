package golden_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// now is the time in the lab, and when its clients sign.
var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// A lab is one without a socket. vars are what a table's texts call <name> and
// requests {name}: what is known from the start, and what answers were asked to
// keep.
type lab struct {
	*emulator.Lab
	t    testing.TB
	now  time.Time
	vars map[string]string
}

// labs are the labs of a test, by Region.
type labs struct {
	*testing.T
	started map[string]*lab
}

func (ls labs) in(home string) *lab {
	if ls.started[home] == nil {
		ls.started[home] = start(ls.T, home)
	}
	return ls.started[home]
}

func start(t *testing.T, home string) *lab {
	t.Helper()
	l := &lab{t: t}
	w := testWorld()
	w.Region = home
	var err error
	if l.Lab, err = emulator.New(emulator.Options{World: w, Clock: l.clock, SigningClock: l.clock, Seed: "golden"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func (l *lab) clock() time.Time { return l.now }

// begin forgets everything that was done to the lab.
func (l *lab) begin(t testing.TB) {
	t.Helper()
	l.t, l.now = t, now
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	l.vars = map[string]string{
		"partition": "aws", "region": region, "region_1": region, "region_2": "us-west-2", "secondary-region": "us-west-2",
		"us_east_1_region": region, "region-1": "us-east-1", "region-2": "us-east-2", "region-3": "us-west-1",
		"key-arn": keyARN, "key-id:1": keyID, "uuid:1": keyID,
	}
}

// do sends a step's request and returns the answer.
func (l *lab) do(s step) answer {
	l.t.Helper()
	if !s.clock.IsZero() {
		l.now = s.clock
	}
	r, err := http.NewRequestWithContext(l.t.Context(), s.method, "http://lab.test"+l.fill(s.target), strings.NewReader(l.fill(s.body)))
	if err != nil {
		l.t.Fatal(err)
	}
	if s.host != "" {
		r.Host = s.host
	}
	for _, h := range s.header {
		name, value, _ := strings.Cut(l.fill(h), ": ")
		r.Header.Add(name, value)
	}
	if s.sum {
		r.Header.Set("Content-MD5", sumOf(l.fill(s.body)))
	}
	if s.as != "" {
		r = l.sign(r, s)
	}
	if s.tamper != nil {
		s.tamper(r)
	}
	out := httptest.NewRecorder()
	l.ServeHTTP(out, served(l.t, r))
	a := read(l.t, r.Method, out.Result())
	for _, name := range s.keep {
		l.vars[name] = a.get(name)
	}
	return a
}

// served is a request as a server reads it.
func served(t testing.TB, r *http.Request) *http.Request {
	t.Helper()
	in := httptest.NewRequest(r.Method, r.URL.RequestURI(), http.NoBody)
	in.Host, in.Header, in.ContentLength, in.Body = r.Host, r.Header, r.ContentLength, r.Body
	if in.Body == nil {
		in.Body = io.NopCloser(strings.NewReader(""))
	}
	in.RemoteAddr = "203.0.113.7:40000"
	return in
}

var named = regexp.MustCompile(`\{([\w.-]+)\}`)

// fill puts what was kept in the place of {name}.
func (l *lab) fill(text string) string {
	return named.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := l.vars[name[1:len(name)-1]]
		if !ok {
			return name
		}
		return value
	})
}

const (
	owner  = "111111111111"
	other  = "444455556666"
	region = "us-east-1"
	keyID  = "1234abcd-12ab-34cd-56ef-1234567890ab"
	keyARN = "arn:aws:kms:" + region + ":" + owner + ":key/" + keyID
)

func document(statements ...string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}

func statement(effect, action, resource string) string {
	return fmt.Sprintf(`{"Effect":%q,"Action":%q,"Resource":%q}`, effect, action, resource)
}

func inline(p *world.Policy) map[string]*world.Policy { return map[string]*world.Policy{"inline": p} }
