package plan

import (
	"context"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A cancel tells built-in functions that take long when to give up.
type cancel struct{ ctx context.Context }

// Cancel does nothing: the context's owner cancels it.
func (cancel) Cancel() {}

func (c cancel) Cancelled() bool { return c.ctx.Err() != nil }

var capabilities = sync.OnceValue(func() *ast.Capabilities { return ast.CapabilitiesForThisVersion() })
