package scenarios

import (
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// savedTypes are the answers that steps have saved so far: zero values of the
// right types, by name.
type savedTypes map[string]reflect.Value

func (c *stepChecker) check(steps []Step, list *node) {
	c.saved = savedTypes{}
	if list == nil || list.kind != sequence {
		return
	}
	if len(list.items) == 0 {
		c.complain(list.problem("no steps"))
	}
	for i, n := range list.items {
		if i < len(steps) && n.kind == mapping {
			c.checkStep(&steps[i], n)
		}
	}
}

func (c *stepChecker) checkStep(s *Step, n *node) {
	s.at = n.place
	c.checkAs(n.get("as"), s)
	c.checkWay(n)
	if want := n.get("want"); want != nil && want.kind == mapping {
		c.checkWant(s.Want, want)
	}
	call := n.get("call")
	if call == nil || call.kind != text {
		return
	}
	op, problem := findOperation(call)
	if problem != nil {
		c.complain(*problem)
		return
	}
	c.checkPresigned(n.get("presigned"), s, op)
	f := filler{saved: c.saved.get}
	f.input(op, s.With)
	c.problems = append(c.problems, f.problems...)
	if save := n.get("save"); save != nil && save.text != "" {
		if _, twice := c.saved[save.text]; twice {
			c.complain(save.problem("an earlier step saves %q already", save.text))
		}
		c.saved[save.text] = reflect.Zero(s.savedType(op))
	}
}

func (s savedTypes) get(name string) (reflect.Value, bool) {
	v, ok := s[name]
	return v, ok
}

// checkWay checks where the call comes from.
func (c *stepChecker) checkWay(n *node) {
	via, from := n.get("via"), n.get("from")
	if via != nil && strings.HasPrefix(via.text, "saved/") {
		c.checkSavedVia(via, strings.TrimPrefix(via.text, "saved/"))
	} else if via != nil && c.world != nil {
		if _, ok := c.world.Endpoint(via.text); !ok {
			c.complain(via.problem("no VPC endpoint %q in the world%s", via.text, didYouMean(via.text, endpointIDs(c.world))))
		}
	}
	if from == nil {
		return
	}
	if _, err := netip.ParseAddr(from.text); err != nil {
		c.complain(from.problem("%q is no IP address", from.text).hint("write one such as 203.0.113.9"))
	}
	if via != nil {
		c.complain(from.problem("a call through a VPC endpoint comes from no public address").
			hint("keep via or from; the private address is the endpoint's sourceIp"))
	}
}

// checkPresigned checks that the call can be made by a presigned URL.
func (c *stepChecker) checkPresigned(n *node, s *Step, op operation) {
	switch {
	case n == nil || n.kind != mapping:
	case op.service != "s3":
		c.complain(n.problem("%s has no presigned URLs", op.service).hint("only s3 has; leave presigned out"))
	case s.As == "anonymous":
		c.complain(n.problem("anonymous signs no URL").hint("as is who signs; whoever follows the URL needs no credentials"))
	}
}

// checkAs checks that the principal exists, or that the credentials will.
func (c *stepChecker) checkAs(as *node, s *Step) {
	if as == nil || as.kind != text {
		return
	}
	if name, ok := strings.CutPrefix(as.text, "saved/"); ok {
		c.checkSaved(as, name)
		if s.Session != nil {
			c.complain(as.problem("saved credentials carry their own session").hint("give the session to the call that issues them"))
		}
		return
	}
	if c.world != nil {
		c.checkPrincipal(as, s.Session != nil)
		c.checkDirectoryUser(as, s.Session)
	}
}

// checkDirectoryUser checks that the world has whose session it is.
func (c *stepChecker) checkDirectoryUser(as *node, s *Session) {
	if s == nil || s.DirectoryUser == "" {
		return
	}
	if _, err := c.world.ContextOf(s.DirectoryUser); err != nil {
		c.complain(as.problem("%v", err).hint("declare the user in world.identityCenter.users"))
	}
}

// checkPrincipal checks that the lab can mint credentials of the principal.
func (c *stepChecker) checkPrincipal(as *node, session bool) {
	p, err := c.world.Principal(as.text)
	var ref *world.RefError
	switch {
	case errors.As(err, &ref):
		c.complain(as.problem("%s", ref.Message).hint("%s", ref.Hint))
	case err != nil:
		c.complain(as.problem("%v", err))
	case p.Caller.Kind == authz.Service:
		c.complain(as.problem("%s has no credentials to sign with", as.text).
			hint("a step is called by a role, a user, root or anonymous"))
	case session && p.Role == nil:
		c.complain(as.problem("only a role's session carries a session policy, tags or a source identity").
			hint("use a role, or sts.GetFederationToken with save:"))
	}
}

func (c *stepChecker) checkSaved(as *node, name string) {
	answer, ok := c.saved[name]
	switch {
	case !ok:
		c.complain(as.problem("no earlier step saves %q", name).hint("give that step save: %s", name))
	case !answer.FieldByName("Credentials").IsValid():
		c.complain(as.problem("the answer saved as %q has no Credentials", name).
			hint("sts.AssumeRole, sts.GetSessionToken and the like return them"))
	}
}

func (c *stepChecker) checkWant(w *Want, n *node) {
	if layer := n.get("layer"); layer != nil && !slices.Contains(authz.Layers(), authz.Layer(layer.text)) {
		c.oneOf(layer, "a layer", strs(authz.Layers()))
	}
	verdicts := []authz.Verdict{authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny}
	if v := n.get("verdict"); v != nil && !slices.Contains(verdicts, authz.Verdict(v.text)) {
		c.oneOf(v, "a verdict", strs(verdicts))
	}
	if s := n.get("status"); s != nil && w != nil && w.Status != 0 && (w.Status < 200 || w.Status > 599) {
		c.complain(s.problem("status must be an HTTP status, 200 to 599, not %d", w.Status))
	}
}

func (c *stepChecker) oneOf(n *node, what string, words []string) {
	c.complain(n.problem("%q is not %s%s", n.text, what, didYouMean(n.text, words)).
		hint("%s is one of %s", what, strings.Join(words, ", ")))
}

func strs[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}

func endpointIDs(w *world.World) []string {
	var out []string
	for _, a := range w.Accounts {
		for _, v := range a.VPCs {
			for id := range v.Endpoints {
				out = append(out, id)
			}
		}
	}
	return out
}
