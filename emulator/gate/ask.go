package gate

import (
	"context"

	"github.com/denylab/denylab/rego/authz"
)

// Ask has the rules decide q for the exchange's caller and returns the call as
// it was asked, for the wording of a refusal. An error means that no decision
// was reached; the request must then fail as an internal error.
func (x *Exchange) Ask(ctx context.Context, q Question) (*authz.Call, authz.Decision, error) {
	call := x.call(q)
	d, err := x.asker.Ask(ctx, x, call)
	return call, d, err
}

func (x *Exchange) call(q Question) *authz.Call {
	panic("being built")
}
