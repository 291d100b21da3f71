package s3control

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/world"
)

// instanceID is the id of every instance.
const instanceID = "default"

type createInstanceXML struct {
	XMLName        xml.Name `xml:"CreateAccessGrantsInstanceRequest"`
	IdentityCenter string   `xml:"IdentityCenterArn"`
	Tags           []tagXML `xml:"Tags>Tag"`
}

type instanceXML struct {
	XMLName     xml.Name
	Xmlns       string `xml:"xmlns,attr,omitempty"`
	Created     string `xml:"CreatedAt,omitempty"`
	ID          string `xml:"AccessGrantsInstanceId"`
	ARN         string `xml:"AccessGrantsInstanceArn"`
	Center      string `xml:"IdentityCenterArn,omitempty"`
	Instance    string `xml:"IdentityCenterInstanceArn,omitempty"`
	Application string `xml:"IdentityCenterApplicationArn,omitempty"`
}

// instanceDoc describes an instance. The application that stands for it in IAM
// Identity Center has an ARN of its own, which older clients know by another
// name.
func (q *request) instanceDoc(g *world.AccessGrants, element string) instanceXML {
	doc := instanceXML{XMLName: xml.Name{Local: element}, Created: timeOf(g.Created), ID: instanceID, ARN: g.ARN}
	if c := q.x.World.IdentityCenter; g.IdentityCenter && c != nil {
		doc.Instance = c.InstanceARN()
		doc.Application = c.ApplicationARN(g.ARN)
		doc.Center = doc.Application
	}
	return doc
}

// createGrantsInstance is
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessGrantsInstance.html.
func (q *request) createGrantsInstance() error {
	var doc createInstanceXML
	if q.r.ContentLength != 0 { // clients with nothing to say send nothing
		if err := q.readXML(&doc); err != nil {
			return err
		}
	}
	if err := q.ask(q.onGrants(q.account, q.instanceARN(), nil, requestTagsOf(doc.Tags))); err != nil {
		return err
	}
	if err := q.allowTagging(q.instanceARN(), doc.Tags); err != nil {
		return err
	}
	if err := q.allowCenter(doc.IdentityCenter); err != nil {
		return err
	}
	if err := checkTags(doc.Tags); err != nil {
		return err
	}
	err := q.change(func(a *world.Account) error {
		if a.AccessGrants != nil {
			return instanceExists()
		}
		a.AccessGrants = &world.AccessGrants{Region: q.x.Region, IdentityCenter: doc.IdentityCenter != "", Tags: tagMap(doc.Tags), Created: q.x.Now}
		return nil
	})
	if err != nil {
		return err
	}
	made := &world.AccessGrants{ARN: q.instanceARN(), IdentityCenter: doc.IdentityCenter != "", Created: q.x.Now}
	out := q.instanceDoc(made, "CreateAccessGrantsInstanceResult")
	out.Xmlns = namespace
	return q.reply(out)
}

// allowCenter asks what it takes to make an application of IAM Identity Center,
// and that the instance is the world's.
func (q *request) allowCenter(arn string) error {
	if arn == "" {
		return nil
	}
	err := q.also(arn, "sso:DescribeInstance", "sso:CreateApplication", "sso:PutApplicationGrant", "sso:PutApplicationAuthenticationMethod")
	if err != nil {
		return err
	}
	if c := q.x.World.IdentityCenter; c == nil || c.InstanceARN() != arn {
		return invalidIdentityCenter()
	}
	return nil
}

func (q *request) getGrantsInstance() error {
	g, err := q.allowInstance(nil)
	if err != nil {
		return err
	}
	doc := q.instanceDoc(g, "GetAccessGrantsInstanceResult")
	doc.Xmlns = namespace
	return q.reply(doc)
}

// deleteGrantsInstance removes an instance without locations, and its policy.
func (q *request) deleteGrantsInstance() error {
	if _, err := q.allowInstance(nil); err != nil {
		return err
	}
	err := q.changeInstance(func(a *world.Account, g *world.AccessGrants) error {
		if len(g.Locations) > 0 {
			return instanceNotEmpty()
		}
		a.AccessGrants = nil
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

type instancesXML struct {
	XMLName xml.Name      `xml:"ListAccessGrantsInstancesResult"`
	Xmlns   string        `xml:"xmlns,attr"`
	List    []instanceXML `xml:"AccessGrantsInstancesList>AccessGrantsInstance"`
}

// listGrantsInstances lists the instance of the account in the Region.
func (q *request) listGrantsInstances() error {
	if err := q.allowAccount(); err != nil {
		return err
	}
	if _, err := q.limit(); err != nil {
		return err
	}
	doc := instancesXML{Xmlns: namespace}
	if g, ok := q.instance(); ok {
		doc.List = append(doc.List, q.instanceDoc(g, "AccessGrantsInstance"))
	}
	return q.reply(doc)
}
