package sagemaker

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
)

// call calls an operation of SageMaker as the pipeline's role. The answer is as
// the wire has it. The error is a *job.Refusal, or the lab's own trouble.
func (s *stepRun) call(operation string, in any) (map[string]any, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	var out any
	var made []string
	refusal, err := s.Do(stageOf(s.of), "sagemaker", operation, func(x *gate.Exchange) (failure *awsproto.Error) {
		x.Identity.Credential = &s.Session
		out, failure = s.h.answer(context.WithoutCancel(s.ctx), x, operation, body)
		made = x.Made
		return failure
	})
	if err != nil {
		return nil, err
	}
	if refusal != nil {
		for _, id := range made { // what the service was refused decides
			s.Note(stageOf(s.of), id)
		}
		return nil, refusal
	}
	return tree(out)
}

// answer answers a request that came without HTTP.
func (h *Handler) answer(ctx context.Context, x *gate.Exchange, operation string, body []byte) (any, *awsproto.Error) {
	op, ok := h.operations[operation]
	if !ok {
		return nil, awsproto.NotEmulated("SageMaker", operation)
	}
	return op(&request{h: h, ctx: ctx, x: x}, body)
}

// tree is an output as encoding/json reads it from the wire, numbers as written.
func tree(out any) (map[string]any, error) {
	text, err := awsproto.EncodeJSONOutput(out)
	if err != nil {
		return nil, err
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	var members map[string]any
	return members, in.Decode(&members)
}

// text is a member that is a string; empty for what is none.
func text(members map[string]any, name string) string {
	s, _ := members[name].(string)
	return s
}

// refusalIn is the refusal that an error is; nil for another error.
func refusalIn(err error) *job.Refusal {
	refusal, _ := err.(*job.Refusal)
	return refusal
}
