package emulator

import (
	"context"
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/rego/authz"
)

// A Supposition is a call that nobody made.
type Supposition struct {
	// As is who would call (see Credentials), Via the VPC endpoint, if any.
	As, Via string
	// Action is service:Action, Resource an ARN or "*".
	Action, Resource string
	// Context are condition keys of the request; they win over what the lab
	// would say itself. Names compare without case.
	Context authz.Context
}

// Suppose explains what would be decided on a call: one action on one resource,
// of a request by header signature over https. A request may need more; one for
// an object that is encrypted with KMS also needs kms:Decrypt on its key. The
// error says what in the supposition does not exist.
func (l *Lab) Suppose(ctx context.Context, s Supposition) (explain.Explanation, error) {
	snapshot := l.World()
	principal, err := snapshot.Principal(s.As)
	if err != nil {
		return explain.Explanation{}, err
	}
	service, name, ok := strings.Cut(s.Action, ":")
	if !ok || service == "" || name == "" {
		return explain.Explanation{}, fmt.Errorf("action %q: want SERVICE:ACTION, such as s3:GetObject", s.Action)
	}
	x := gate.NewExchange(l, gate.Exchange{
		Identity: &caller.Identity{Principal: principal},
		World:    snapshot, Now: l.now(), Region: snapshot.Region, Secure: true, Service: service,
	})
	if principal.Caller.Kind != authz.Anonymous {
		x.Identity.AuthType, x.Identity.SignatureVersion = "REST-HEADER", "AWS4-HMAC-SHA256"
	}
	if s.Via != "" {
		e, ok := snapshot.Endpoint(s.Via)
		switch {
		case !ok:
			return explain.Explanation{}, fmt.Errorf("the world has no VPC endpoint %s", s.Via)
		case !e.Serves(service):
			return explain.Explanation{}, fmt.Errorf("VPC endpoint %s is for %s; a call of %s does not go through it", s.Via, e.Service, s.Action)
		}
		x.Endpoint = e
	}
	q, err := l.question(ctx, x, s)
	if err != nil {
		return explain.Explanation{}, err
	}
	q.SetContext(s.Context)
	call, _, err := x.Ask(ctx, q)
	if err != nil {
		return explain.Explanation{}, err
	}
	return l.Explain(ctx, call)
}

// question gathers what the resource itself adds: its policy and settings.
func (l *Lab) question(ctx context.Context, x *gate.Exchange, s Supposition) (gate.Question, error) {
	q := gate.Question{Action: s.Action, Resource: s.Resource}
	if iampolicy.WildcardOnly(s.Action) || s.Resource == "*" {
		q.Resource, q.WildcardOnly = "*", true
		return q, nil
	}
	arn := strings.SplitN(s.Resource, ":", 6)
	if len(arn) < 6 || arn[0] != "arn" {
		return q, fmt.Errorf("resource %q: want an ARN, or \"*\"", s.Resource)
	}
	q.ResourceAccount = arn[4]
	switch {
	case arn[2] == "s3" && (arn[4] == "" || strings.HasPrefix(arn[5], "accesspoint/")):
		return l.s3.Suppose(ctx, x, s.Action, s.Resource)
	case arn[2] == "kms":
		named, refusal := kms.Find(x, awsproto.JSON, s.Resource)
		if refusal != nil {
			return q, refusal
		}
		return kms.Question(x, kms.Use{Named: named, Action: s.Action}), nil
	case arn[2] == "iam" && strings.HasPrefix(s.Action, "sts:"):
		q.ResourcePolicy = []authz.Attached{}
		if role, ok := x.World.Role(s.Resource); ok && role.Trust != nil {
			q.ResourcePolicy = append(q.ResourcePolicy, authz.Attached{Name: "trust policy", Document: role.Trust.Document})
		}
	}
	return q, nil
}
