package emulator

import (
	"context"
	"net/http"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

// Explain explains a call, asked or hypothetical. The error means that the rules
// gave no answer.
func (l *Lab) Explain(ctx context.Context, call *authz.Call) (explain.Explanation, error) {
	report, err := l.engine.Report(ctx, call)
	if err != nil {
		return explain.Explanation{}, err
	}
	x := explain.Of(call, report)
	if !x.Allowed {
		x.Next, err = explain.Next(ctx, call, report.Decision, l.engine.Decide)
	}
	return x, err
}

// ExplainExchange explains the calls of the exchange with journal id id, in
// the order in which they were asked, and then what a service was refused that
// answered it with a role of the customer's; there are none when no policy had
// a say, as over a bad signature. ok is false when the journal does not have
// the exchange.
func (l *Lab) ExplainExchange(ctx context.Context, id string) (calls []explain.Explanation, ok bool, err error) {
	e, ok := l.journal.Entry(id)
	if !ok {
		return nil, false, nil
	}
	refused := e.Refused()
	for i := range e.Asked {
		x, err := l.Explain(ctx, e.Asked[i].Call)
		if err != nil {
			return nil, true, err
		}
		x.ID = id
		if &e.Asked[i] == refused {
			x.Sent = &explain.Sent{Status: e.Status, Code: e.Code, Message: e.Message}
		}
		calls = append(calls, x)
	}
	within, err := l.explainMade(ctx, e)
	return append(calls, within...), true, err
}

// explainMade explains what the service was refused while it answered e. What
// refused e is sent as e was.
func (l *Lab) explainMade(ctx context.Context, e *journal.Entry) (calls []explain.Explanation, err error) {
	for _, id := range e.Made {
		made, ok := l.journal.Entry(id)
		if !ok || made.Refused() == nil {
			continue
		}
		x, err := l.Explain(ctx, made.Refused().Call)
		if err != nil {
			return nil, err
		}
		x.ID = id
		if e.Status >= http.StatusBadRequest && e.Refused() == nil {
			x.Sent = &explain.Sent{Status: e.Status, Code: e.Code, Message: e.Message}
		}
		calls = append(calls, x)
	}
	return calls, nil
}
