package s3control

import (
	"maps"
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// grantsService is S3 Access Grants when it acts by itself.
const grantsService = "access-grants.s3.amazonaws.com"

// instanceOf is the instance of an account in the request's Region.
func (q *request) instanceOf(account string) (*world.AccessGrants, bool) {
	a, ok := q.x.World.Account(account)
	if !ok || a.AccessGrants == nil || a.AccessGrants.Region != q.x.Region {
		return nil, false
	}
	return a.AccessGrants, true
}

func (q *request) instance() (*world.AccessGrants, bool) { return q.instanceOf(q.account) }

// instanceARN is that of the request's instance, whether it exists or not.
func (q *request) instanceARN() string { return world.AccessGrantsARN(q.x.Region, q.account) }

// onGrants asks about the operation's action on a resource of the instance of an
// account, or the instance itself.
func (q *request) onGrants(account, arn string, tags map[string]string, keys authz.Context) gate.Question {
	c := authz.Context{"s3:ResourceAccount": authz.One(account)}
	for key, value := range tags {
		c["aws:ResourceTag/"+key] = authz.One(value)
	}
	maps.Copy(c, keys)
	question := gate.Question{Action: q.op.action, Resource: arn, ResourceAccount: account, Context: c}
	if g, ok := q.instanceOf(account); ok && g.Policy != nil {
		question.ResourcePolicy = []authz.Attached{{Name: "access grants instance", Document: g.Policy.Document}}
	}
	return question
}

// allowInstance asks for the operation's action on the instance, and returns it.
func (q *request) allowInstance(keys authz.Context) (*world.AccessGrants, error) {
	g, ok := q.instance()
	var tags map[string]string
	if ok {
		tags = g.Tags
	}
	if err := q.ask(q.onGrants(q.account, q.instanceARN(), tags, keys)); err != nil {
		return nil, err
	}
	if !ok {
		return nil, noInstance()
	}
	return g, nil
}

// allowTagging asks whether the caller may tag what is being made.
func (q *request) allowTagging(arn string, tags []tagXML) error {
	if len(tags) == 0 {
		return nil
	}
	question := q.onGrants(q.account, arn, nil, requestTags(tagMap(tags)))
	question.Action = "s3:TagResource"
	return q.ask(question)
}

// also asks for further actions of other services, which S3 Access Grants does
// with the caller's permissions.
func (q *request) also(arn string, actions ...string) error {
	for _, action := range actions {
		err := q.ask(gate.Question{Action: action, Resource: arn, ResourceAccount: q.account, Via: grantsService})
		if err != nil {
			return err
		}
	}
	return nil
}

// changeInstance changes the account's instance while it has one.
func (q *request) changeInstance(change func(*world.Account, *world.AccessGrants) error) error {
	return q.change(func(a *world.Account) error {
		if a.AccessGrants == nil || a.AccessGrants.Region != q.x.Region {
			return noInstance()
		}
		return change(a, a.AccessGrants)
	})
}

func tagMap(tags []tagXML) map[string]string {
	if len(tags) == 0 {
		return nil
	}
	all := map[string]string{}
	for _, t := range tags {
		all[t.Key] = t.Value
	}
	return all
}

func timeOf(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// page is the part of a list after the token, the last id of the page before;
// the next token is empty at its end.
func page[T any](q *request, all []T, id func(T) string) (some []T, token string, err error) {
	limit, err := q.limit()
	if err != nil {
		return nil, "", err
	}
	after := q.r.URL.Query().Get("nextToken")
	some = slices.DeleteFunc(slices.Clone(all), func(t T) bool { return after != "" && id(t) <= after })
	if len(some) > limit {
		some = some[:limit]
		token = id(some[limit-1])
	}
	return some, token, nil
}
