package harness

import (
	"context"
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator"
)

// ladder explains the call that refused the exchange with the given id; empty
// when none did.
func ladder(lab *emulator.Lab, id string) string {
	calls, _, err := lab.ExplainExchange(context.Background(), id)
	if err != nil {
		return fmt.Sprintf("(the refusal cannot be explained: %v)", err)
	}
	var b strings.Builder
	for _, x := range calls {
		if x.Sent != nil {
			_ = x.Text(&b, false) // a Builder takes everything
		}
	}
	return b.String()
}
