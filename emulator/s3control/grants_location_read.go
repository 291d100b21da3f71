package s3control

import (
	"encoding/xml"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

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
