package s3control

import (
	"strings"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// allowGrantsTags is allowTags for an instance, a location or a grant.
func (q *request) allowGrantsTags(context authz.Context) (tagged, error) {
	of := q.grantsTags()
	var tags *map[string]string
	if a, ok := q.x.World.Account(q.account); ok {
		tags = of(a)
	}
	var had map[string]string
	if tags != nil {
		had = *tags
	}
	if err := q.ask(q.onGrants(q.account, q.name, had, context)); err != nil {
		return nil, err
	}
	if tags == nil {
		return nil, noSuchResource()
	}
	return of, nil
}

// grantsTags finds what the request's ARN names in the instance.
func (q *request) grantsTags() tagged {
	rest, ok := strings.CutPrefix(q.name, q.instanceARN())
	kind, id, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	return func(a *world.Account) *map[string]string {
		g := a.AccessGrants
		switch {
		case !ok || g == nil || g.Region != q.x.Region:
		case rest == "":
			return &g.Tags
		case kind == "location" && g.Locations[id] != nil:
			return &g.Locations[id].Tags
		case kind == "grant" && g.Grants[id] != nil:
			return &g.Grants[id].Tags
		}
		return nil
	}
}
