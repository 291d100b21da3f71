package harness

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

// A Denial is a refused request, to be asserted on. A failed assertion prints
// the ladder: what every layer said.
type Denial struct {
	t     testing.TB
	lab   *Lab
	entry *journal.Entry
	asked *journal.Asked
	err   error
}

// Denied asserts that err is a refusal by the rules of a lab of Start. It ends
// the test when it is not.
func Denied(t testing.TB, err error) *Denial {
	t.Helper()
	if err == nil {
		t.Fatal("the call was allowed, want a refusal")
	}
	lab, id := origin(err)
	if lab == nil {
		t.Fatalf("want a refusal by a lab, got: %v", err)
	}
	return lab.denial(t, id, err)
}

// Refused asserts that the newest refusal in the lab's journal: what a program
// that the test ran was refused.
func (l *Lab) Refused(t testing.TB) *Denial {
	t.Helper()
	entries := l.Decisions()
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Refused() != nil {
			return l.denial(t, entries[i].ID, nil)
		}
	}
	t.Fatalf("nothing was refused in %d requests", len(entries))
	return nil
}

func (l *Lab) denial(t testing.TB, id string, err error) *Denial {
	t.Helper()
	entry, ok := l.lab.Journal().Entry(id)
	if !ok {
		t.Fatalf("the journal has no decision %s for: %v", id, err)
	}
	d := &Denial{t: t, lab: l, entry: entry, asked: entry.Refused(), err: err}
	if d.asked == nil {
		t.Fatalf("the rules refused nothing; the failure is another: %v", err)
	}
	return d
}

// Allowed asserts that err is nil; it prints the ladder of a refusal.
func Allowed(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if lab, id := origin(err); lab != nil {
		t.Fatalf("want success, got: %v\n%s", err, lab.ladder(id))
	}
	t.Fatalf("want success, got: %v", err)
}

// By asserts which layer refused.
func (d *Denial) By(layer authz.Layer) *Denial {
	d.t.Helper()
	return d.want("layer", string(layer), string(d.asked.Decision.Layer))
}

// Because asserts how that layer refused: authz.ExplicitDeny or
// authz.ImplicitDeny.
func (d *Denial) Because(verdict authz.Verdict) *Denial {
	d.t.Helper()
	return d.want("verdict", string(verdict), string(d.asked.Decision.Verdict))
}

// Statement asserts the deciding statement: its Sid, or "#2" for the second
// statement of its policy.
func (d *Denial) Statement(name string) *Denial {
	d.t.Helper()
	return d.want("statement", name, d.asked.Decision.Finding.Statement())
}

// Of asserts the action that was refused, which need not be the operation's
// own: a GetObject may fail for kms:Decrypt.
func (d *Denial) Of(action string) *Denial {
	d.t.Helper()
	return d.want("action", action, d.asked.Action)
}

// On asserts the ARN of the resource it was refused on.
func (d *Denial) On(resource string) *Denial {
	d.t.Helper()
	return d.want("resource", resource, d.asked.Resource)
}

// Message asserts the text that AWS sends, exactly.
func (d *Denial) Message(text string) *Denial {
	d.t.Helper()
	return d.want("message", text, d.entry.Message)
}

func (d *Denial) want(what, want, got string) *Denial {
	d.t.Helper()
	if want != got {
		d.t.Errorf("%s: want %q, got %q\n%s", what, want, got, d.lab.ladder(d.entry.ID))
	}
	return d
}

func (l *Lab) ladder(id string) string {
	calls, ok, err := l.lab.ExplainExchange(context.Background(), id)
	if err != nil || !ok {
		return ""
	}
	var b strings.Builder
	for _, x := range calls {
		_ = x.Text(&b, false) // a Builder takes everything
	}
	return b.String()
}

// origin is the lab that sent an SDK's error, and the decision's id.
func origin(err error) (*Lab, string) {
	var api smithy.APIError
	var resp *smithyhttp.ResponseError
	if !errors.As(err, &resp) || resp.Response == nil || resp.Response.Response == nil {
		return nil, ""
	}
	if !errors.As(err, &api) && resp.HTTPStatusCode() < http.StatusBadRequest {
		return nil, ""
	}
	r := resp.Response.Response
	if r.Request == nil {
		return nil, ""
	}
	lab, ok := labs.Load(r.Request.URL.Host)
	if !ok {
		return nil, ""
	}
	return lab.(*Lab), r.Header.Get(awsproto.DecisionHeader)
}
