package sts

import (
	"fmt"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// sessionPolicies are the policies that limit a session that is being asked
// for (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session).
type sessionPolicies struct {
	inline string
	arns   []string
}

// packedLimit is the space for session policies and tags, in bytes. AWS packs
// them in a binary form that it does not publish; here every byte counts as
// one and a policy of the greatest length fills the space exactly.
// UNVERIFIED.
const packedLimit = 2048

func (p *parameters) readPolicies() *sessionPolicies {
	s := &sessionPolicies{inline: p.text("Policy", false, 1, packedLimit, nil)}
	for _, m := range p.form.Structs("PolicyArns") {
		s.arns = append(s.arns, m.Get("arn"))
	}
	p.list("PolicyArns", s.arns, 10, 20, 2048)
	return s
}

// attached resolves the policies; nil when none were passed, as opposed to
// policies that allow nothing. account is where managed policies must be.
func (s *sessionPolicies) attached(w *world.World, account string) ([]authz.Attached, *awsproto.Error) {
	var out []authz.Attached
	if s.inline != "" {
		doc, problems := iampolicy.Check([]byte(s.inline), "", iampolicy.Session)
		if len(problems) > 0 {
			return nil, failure(problems[0].Code, problems[0].Message)
		}
		out = append(out, authz.Attached{Name: "session policy", Document: doc})
	}
	for _, arn := range s.arns {
		p, ok := w.ManagedPolicy(arn, account)
		if !ok || p.ARN != arn { // a name is no ARN
			return nil, noSuchSessionPolicy(arn)
		}
		out = append(out, p)
	}
	return out, nil
}

// packed is the percentage of the space that policies and tags take, or the
// error that they do not fit; 0 when there are none.
func packed(s *sessionPolicies, t *sessionTags) (int, *awsproto.Error) {
	policies := iampolicy.Size([]byte(s.inline))
	for _, arn := range s.arns {
		policies += len(arn)
	}
	percent := func(n int) int { return (100*n + packedLimit - 1) / packedLimit }
	total := percent(policies + t.size())
	switch {
	case total <= 100:
		return total, nil
	case policies == 0:
		return 0, tooLarge("Packed size of session tags consumes %d%% of allotted space.", total)
	default:
		return 0, tooLarge("Packed policy consumes %d%% of allotted space, please use smaller policy.", total)
	}
}

func tooLarge(format string, percent int) *awsproto.Error {
	return failure("PackedPolicyTooLarge", fmt.Sprintf(format, percent))
}
