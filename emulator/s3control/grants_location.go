package s3control

import (
	"encoding/xml"
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type createLocationXML struct {
	XMLName xml.Name `xml:"CreateAccessGrantsLocationRequest"`
	Scope   string   `xml:"LocationScope"`
	Role    string   `xml:"IAMRoleArn"`
	Tags    []tagXML `xml:"Tags>Tag"`
}

type updateLocationXML struct {
	XMLName xml.Name `xml:"UpdateAccessGrantsLocationRequest"`
	Role    string   `xml:"IAMRoleArn"`
}

type locationXML struct {
	XMLName xml.Name
	Xmlns   string `xml:"xmlns,attr,omitempty"`
	Created string `xml:"CreatedAt"`
	ID      string `xml:"AccessGrantsLocationId"`
	ARN     string `xml:"AccessGrantsLocationArn"`
	Scope   string `xml:"LocationScope"`
	Role    string `xml:"IAMRoleArn"`
}

func locationOf(l *world.GrantsLocation, element string) locationXML {
	return locationXML{XMLName: xml.Name{Local: element}, Created: timeOf(l.Created), ID: l.ID, ARN: l.ARN, Scope: l.Scope, Role: l.Role}
}

// createGrantsLocation is
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessGrantsLocation.html.
func (q *request) createGrantsLocation() error {
	var doc createLocationXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if _, err := q.allowInstance(requestTagsOf(doc.Tags)); err != nil {
		return err
	}
	if err := q.allowTagging(q.instanceARN(), doc.Tags); err != nil {
		return err
	}
	if err := q.passRole(doc.Role); err != nil {
		return err
	}
	if !q.hasScope(doc.Scope) {
		return invalidLocation()
	}
	if err := checkTags(doc.Tags); err != nil {
		return err
	}
	id := world.DefaultLocation
	err := q.changeInstance(func(a *world.Account, g *world.AccessGrants) error {
		for _, l := range g.Locations {
			if l.Scope == doc.Scope {
				return locationExists()
			}
		}
		if doc.Scope != "s3://" {
			id = a.MakeID(g.ARN + "/location")
		}
		if g.Locations == nil {
			g.Locations = map[string]*world.GrantsLocation{}
		}
		g.Locations[id] = &world.GrantsLocation{Scope: doc.Scope, Role: doc.Role, Tags: tagMap(doc.Tags), Created: q.x.Now}
		return nil
	})
	if err != nil {
		return err
	}
	made := &world.GrantsLocation{ID: id, ARN: q.instanceARN() + "/location/" + id, Scope: doc.Scope, Role: doc.Role, Created: q.x.Now}
	out := locationOf(made, "CreateAccessGrantsLocationResult")
	out.Xmlns = namespace
	return q.reply(out)
}

func requestTagsOf(tags []tagXML) authz.Context {
	if len(tags) == 0 {
		return nil
	}
	return requestTags(tagMap(tags))
}

// passRole asks whether the caller may hand the role to S3 Access Grants, and
// that it exists.
func (q *request) passRole(arn string) error {
	c := authz.Context{"iam:PassedToService": authz.One(grantsService), "aws:RequestedRegion": authz.One("us-east-1")}
	role, exists := q.x.World.Role(arn)
	if exists {
		for key, value := range role.Tags {
			c["aws:ResourceTag/"+key], c["iam:ResourceTag/"+key] = authz.One(value), authz.One(value)
		}
	}
	if !world.ValidLocationRole(arn) {
		return invalidRole()
	}
	account := strings.Split(arn, ":")[4]
	if err := q.ask(gate.Question{Action: "iam:PassRole", Resource: arn, ResourceAccount: account, Context: c}); err != nil {
		return err
	}
	if !exists || account != q.account {
		return invalidRole()
	}
	return nil
}

// hasScope: a location can be there: its bucket is the account's, and in the
// Region.
func (q *request) hasScope(scope string) bool {
	if !world.ValidLocationScope(scope) {
		return false
	}
	name := bucketOf(scope)
	if name == "" {
		return scope == "s3://"
	}
	b, ok := q.x.World.Bucket(name)
	return ok && b.Account == q.account && b.Region == q.x.Region
}

// bucketOf is the bucket of an S3 URI.
func bucketOf(uri string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(uri, "s3://"), "/")
	return strings.TrimSuffix(name, "*")
}

// allowLocation asks for the operation's action on the location of the request.
func (q *request) allowLocation() (*world.GrantsLocation, error) {
	var l *world.GrantsLocation
	var tags map[string]string
	g, ok := q.instance()
	if ok {
		if l = g.Locations[q.name]; l != nil {
			tags = l.Tags
		}
	}
	if err := q.ask(q.onGrants(q.account, q.instanceARN()+"/location/"+q.name, tags, nil)); err != nil {
		return nil, err
	}
	switch {
	case !ok:
		return nil, noInstance()
	case l == nil:
		return nil, noLocation()
	}
	return l, nil
}

func (q *request) getGrantsLocation() error {
	l, err := q.allowLocation()
	if err != nil {
		return err
	}
	doc := locationOf(l, "GetAccessGrantsLocationResult")
	doc.Xmlns = namespace
	return q.reply(doc)
}

// changeLocation changes the request's location while it is there.
func (q *request) changeLocation(change func(*world.AccessGrants, *world.GrantsLocation) error) error {
	return q.changeInstance(func(_ *world.Account, g *world.AccessGrants) error {
		l := g.Locations[q.name]
		if l == nil {
			return noLocation()
		}
		return change(g, l)
	})
}

// updateGrantsLocation gives a location another role.
func (q *request) updateGrantsLocation() error {
	var body updateLocationXML
	if err := q.readXML(&body); err != nil {
		return err
	}
	l, err := q.allowLocation()
	if err != nil {
		return err
	}
	if err := q.passRole(body.Role); err != nil {
		return err
	}
	err = q.changeLocation(func(_ *world.AccessGrants, l *world.GrantsLocation) error { l.Role = body.Role; return nil })
	if err != nil {
		return err
	}
	doc := locationOf(l, "UpdateAccessGrantsLocationResult")
	doc.Xmlns, doc.Role = namespace, body.Role
	return q.reply(doc)
}

func (q *request) deleteGrantsLocation() error {
	if _, err := q.allowLocation(); err != nil {
		return err
	}
	err := q.changeLocation(func(g *world.AccessGrants, l *world.GrantsLocation) error {
		for _, grant := range g.Grants {
			if grant.Location == l.ID {
				return locationNotEmpty()
			}
		}
		delete(g.Locations, l.ID)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

type locationsXML struct {
	XMLName xml.Name      `xml:"ListAccessGrantsLocationsResult"`
	Xmlns   string        `xml:"xmlns,attr"`
	Token   string        `xml:"NextToken,omitempty"`
	List    []locationXML `xml:"AccessGrantsLocationsList>AccessGrantsLocation"`
}

// listGrantsLocations lists locations by id, all or the one of a scope.
func (q *request) listGrantsLocations() error {
	g, err := q.allowInstance(nil)
	if err != nil {
		return err
	}
	query := q.r.URL.Query()
	var all []*world.GrantsLocation
	for _, id := range slices.Sorted(maps.Keys(g.Locations)) {
		if l := g.Locations[id]; !query.Has("locationscope") || l.Scope == query.Get("locationscope") {
			all = append(all, l)
		}
	}
	some, token, err := page(q, all, func(l *world.GrantsLocation) string { return l.ID })
	if err != nil {
		return err
	}
	doc := locationsXML{Xmlns: namespace, Token: token}
	for _, l := range some {
		doc.List = append(doc.List, locationOf(l, "AccessGrantsLocation"))
	}
	return q.reply(doc)
}
