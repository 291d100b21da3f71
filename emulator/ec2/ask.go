package ec2

import (
	_ "embed" // the table beside this file
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/denylab/denylab/emulator/authmessage"
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// A thing is what an action is about: a type of resource, as ARNs have it, and
// an id, which is * for what will be made.
type thing struct {
	kind, id string
	// tags are those that it has.
	tags map[string]string
	// keys are its condition keys beside those of its tags.
	keys authz.Context
}

func (r *request) arn(t thing) string {
	return "arn:aws:ec2:" + r.x.Region + ":" + r.accountID() + ":" + t.kind + "/" + t.id
}

// An ask is one question about one thing. A request may need several, and every
// one of them must be allowed
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html).
type ask struct {
	action string // without ec2:; empty for the operation's own
	on     thing
	// keys are condition keys of the request.
	keys authz.Context
}

// permit asks the rules about an operation, in order, and returns the first
// refusal. A dry run ends here.
func (r *request) permit(all ...ask) *awsproto.Error {
	for _, a := range all {
		if a.action == "" {
			a.action = r.x.Operation
		}
		err := r.ask(gate.Question{
			Action: "ec2:" + a.action, Resource: r.arn(a.on), ResourceAccount: r.accountID(), Context: r.keys(a),
		})
		if err != nil {
			return err
		}
	}
	return r.dry()
}

// permitAll asks about an operation that has no resource types, as those that
// describe have none.
func (r *request) permitAll() *awsproto.Error {
	err := r.ask(gate.Question{Action: "ec2:" + r.x.Operation, Resource: "*", WildcardOnly: true,
		Context: authz.Context{"ec2:Region": authz.One(r.x.Region)}})
	if err != nil {
		return err
	}
	return r.dry()
}

func (r *request) dry() *awsproto.Error {
	if r.dryRun {
		return dryRunOperation()
	}
	return nil
}

func (r *request) ask(q gate.Question) *awsproto.Error {
	call, d, err := r.x.Ask(r.ctx, q)
	switch {
	case err != nil:
		return internal()
	case d.Allowed:
		return nil
	case q.WildcardOnly: // recorded without an encoded message
		return awsproto.EC2Denial(call, d, "")
	}
	return awsproto.EC2Denial(call, d, authmessage.Encode(r.h.seed, call, d))
}

// keys are the condition keys of a question: those that AWS documents for the
// action on this type of resource, and no others.
func (r *request) keys(a ask) authz.Context {
	c := authz.Context{"ec2:Region": authz.One(r.x.Region)}
	maps.Copy(c, a.on.keys)
	for name, value := range a.on.tags {
		c["aws:ResourceTag/"+name] = authz.One(value)
		c["ec2:ResourceTag/"+name] = authz.One(value)
	}
	maps.Copy(c, a.keys)
	known := slices.Concat(documented()[a.action+"\t"], documented()[a.action+"\t"+a.on.kind])
	maps.DeleteFunc(c, func(key string, _ authz.Value) bool {
		name, _, tagged := strings.Cut(key, "/")
		if tagged {
			name += "/"
		}
		return !slices.Contains(known, name)
	})
	return c
}

//go:embed model/keys.tsv
var keysTable string

// documented are the condition keys of actions and types of resources, by both
// with a tab in between; those of the action itself have no type. A key that
// ends with a slash stands for all that begin so
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
var documented = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(keysTable) {
		if columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(columns) == 3 {
			all[columns[0]+"\t"+columns[1]] = strings.Fields(columns[2])
		}
	}
	return all
})
