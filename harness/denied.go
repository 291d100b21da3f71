package harness

import (
	"errors"
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

// A Denial is a refused request, to be asserted on. The first assertion that
// fails prints the ladder of the refused call; none of them ends the test.
type Denial struct {
	t         testing.TB
	lab       *Lab
	entry     *journal.Entry
	asked     *journal.Asked
	explained bool // the ladder has been printed
}

// Denied asserts that err, of a client of a lab, is a refusal by the rules. It
// ends the test when it is not: when err is nil, or another failure such as a
// missing key or a bad signature.
func Denied(t testing.TB, err error) *Denial {
	t.Helper()
	if err == nil {
		t.Fatal("want a refusal, but the call succeeded")
	}
	lab, id := sender(err)
	if lab == nil {
		t.Fatalf("want a refusal, but no running lab of harness.Start sent this error: %v", err)
	}
	entry, ok := lab.lab.Journal().Entry(id)
	if !ok {
		t.Fatalf("the lab has forgotten decision %q: %v", id, err)
	}
	asked := lab.lab.Journal().Refusal(entry)
	if asked == nil {
		t.Fatalf("want a refusal, but the rules refused nothing: %s answered %d %s: %s", entry.Operation, entry.Status, entry.Code, entry.Message)
	}
	return &Denial{t: t, lab: lab, entry: entry, asked: asked}
}

// Refused is the newest refusal in the lab's journal, to be asserted on: what a
// program that the test ran was refused. It ends the test when nothing was.
func (l *Lab) Refused(t testing.TB) *Denial {
	t.Helper()
	entries := l.Decisions()
	for i := len(entries) - 1; i >= 0; i-- {
		if asked := entries[i].Refused(); asked != nil {
			return &Denial{t: t, lab: l, entry: entries[i], asked: asked}
		}
	}
	t.Fatalf("want a refusal, but none of the lab's %d requests was refused", len(entries))
	return nil
}

// Allowed asserts that err is nil. Else it ends the test, with the ladder when
// err is a refusal.
func Allowed(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	text := ""
	if lab, id := sender(err); lab != nil {
		text = "\n\n" + ladder(lab.lab, id)
	}
	t.Fatalf("want success, got: %v%s", err, text)
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

// Statement asserts the statement that denied: its Sid, or "#2" for the second
// statement of its policy; of a setting its name. An implicit deny has none.
func (d *Denial) Statement(name string) *Denial {
	d.t.Helper()
	return d.want("statement", name, d.asked.Decision.Finding.Statement())
}

// Of asserts the action that was refused, which need not be the operation's
// own: a GetObject may be refused for kms:Decrypt.
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
	if want == got {
		return d
	}
	text := ""
	if !d.explained {
		text, d.explained = "\n\n"+ladder(d.lab.lab, d.entry.ID), true
	}
	d.t.Errorf("%s: want %q, got %q%s", what, want, got, text)
	return d
}

// sender is the lab that sent an SDK's error, or nil, and the id it gave the
// exchange.
func sender(err error) (*Lab, string) {
	var failed *smithyhttp.ResponseError
	if !errors.As(err, &failed) || failed.Response == nil {
		return nil, ""
	}
	answer := failed.Response.Response
	if answer == nil || answer.Request == nil {
		return nil, "" // of a transport of the test's own
	}
	found, _ := labs.Load(answer.Request.URL.Host)
	lab, _ := found.(*Lab)
	return lab, answer.Header.Get(awsproto.DecisionHeader)
}
