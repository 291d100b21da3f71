package s3control

import (
	"encoding/xml"

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
