package s3control

import (
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/world"
)

type vpcXML struct {
	ID string `xml:"VpcId"`
}

func vpcOf(p *world.AccessPoint) *vpcXML {
	if p.VPC == "" {
		return nil
	}
	return &vpcXML{p.VPC}
}

type createXML struct {
	XMLName xml.Name  `xml:"CreateAccessPointRequest"`
	Bucket  string    `xml:"Bucket"`
	VPC     *vpcXML   `xml:"VpcConfiguration"`
	Block   *blockXML `xml:"PublicAccessBlockConfiguration"`
	// BucketAccount must name the owner of another account's bucket.
	BucketAccount string `xml:"BucketAccountId"`
	Scope         *struct {
		Inner string `xml:",innerxml"`
	} `xml:"Scope"`
	Tags []struct {
		Key string `xml:"Key"`
	} `xml:"Tags>Tag"`
}

type createdXML struct {
	XMLName xml.Name `xml:"CreateAccessPointResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	ARN     string   `xml:"AccessPointArn"`
	Alias   string   `xml:"Alias"`
}

// createAccessPoint makes an access point. Anybody may make one for any
// account's bucket: it opens nothing until the bucket permits
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessPoint.html).
func (q *request) createAccessPoint() error {
	var doc createXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	made := &world.AccessPoint{Name: q.name, Bucket: doc.Bucket, Created: q.x.Now}
	if doc.VPC != nil {
		made.VPC = doc.VPC.ID
	}
	if doc.Block != nil {
		settings := doc.Block.settings()
		made.PublicAccessBlock = &settings
	}
	b, exists := q.x.World.Bucket(doc.Bucket)
	if exists {
		made.ARN = world.AccessPointARN(b.Region, q.account, q.name)
	}
	if err := q.ask(q.question(made)); err != nil {
		return err
	}
	switch {
	case doc.Scope != nil:
		return notEmulated("CreateAccessPoint with a Scope")
	case len(doc.Tags) > 0:
		return notEmulated("CreateAccessPoint with Tags")
	case !exists:
		return failure(400, "InvalidRequest", "Amazon S3 AccessPoint can only be created for existing bucket")
	case doc.BucketAccount != "" && doc.BucketAccount != b.Account, doc.BucketAccount == "" && b.Account != q.account:
		return failure(403, "AccessDenied", "Access Denied")
	case doc.VPC != nil && !world.ValidVPC(doc.VPC.ID):
		return failure(400, "InvalidRequest", "The VPC id "+doc.VPC.ID+" is not valid")
	}
	err := q.change(func(a *world.Account) error {
		if a.AccessPoints[q.name] != nil {
			return failure(409, "AccessPointAlreadyOwnedByYou", "Your previous request to create the named accesspoint succeeded and you already own it.")
		}
		if a.AccessPoints == nil {
			a.AccessPoints = map[string]*world.AccessPoint{}
		}
		a.AccessPoints[q.name] = made
		return nil
	})
	if err != nil {
		return err
	}
	p, _ := q.s.worlds.Load().AccessPoint(q.account, q.name)
	if p == nil { // deleted already
		return noSuchAccessPoint(q.name)
	}
	return q.reply(createdXML{Xmlns: namespace, ARN: p.ARN, Alias: p.Alias})
}

type pointXML struct {
	XMLName   xml.Name
	Xmlns     string    `xml:"xmlns,attr,omitempty"`
	Name      string    `xml:"Name"`
	Bucket    string    `xml:"Bucket"`
	Origin    string    `xml:"NetworkOrigin"`
	VPC       *vpcXML   `xml:"VpcConfiguration"`
	Block     *blockXML `xml:"PublicAccessBlockConfiguration"`
	Created   string    `xml:"CreationDate,omitempty"`
	Alias     string    `xml:"Alias"`
	ARN       string    `xml:"AccessPointArn"`
	Endpoints *hostsXML `xml:"Endpoints"`
	// BucketAccount is the owner of the bucket.
	BucketAccount string `xml:"BucketAccountId,omitempty"`
}

type hostsXML struct {
	Entries []hostXML `xml:"entry"`
}

type hostXML struct {
	Key   string `xml:"key"`
	Value string `xml:"value"`
}

func (q *request) pointOf(p *world.AccessPoint, element string) pointXML {
	doc := pointXML{
		XMLName: xml.Name{Local: element}, Name: p.Name, Bucket: p.Bucket, Origin: p.NetworkOrigin(), VPC: vpcOf(p), Alias: p.Alias, ARN: p.ARN,
	}
	if b, ok := q.x.World.Bucket(p.Bucket); ok {
		doc.BucketAccount = b.Account
	}
	return doc
}

func (q *request) getAccessPoint() error {
	p, err := q.existing()
	if err != nil {
		return err
	}
	doc := q.pointOf(p, "GetAccessPointResult")
	block := blockOf(*p.PublicAccessBlock)
	doc.Xmlns, doc.Block, doc.Created = namespace, &block, p.Created.UTC().Format(time.RFC3339)
	doc.Endpoints = &hostsXML{Entries: []hostXML{
		{"ipv4", "s3-accesspoint." + p.Region + ".amazonaws.com"},
		{"dualstack", "s3-accesspoint.dualstack." + p.Region + ".amazonaws.com"},
		{"fips", "s3-accesspoint-fips." + p.Region + ".amazonaws.com"},
		{"fips_dualstack", "s3-accesspoint-fips.dualstack." + p.Region + ".amazonaws.com"},
	}}
	return q.reply(doc)
}

// deleteAccessPoint removes an access point and its policy; the bucket stays as
// it is.
func (q *request) deleteAccessPoint() error {
	if _, err := q.existing(); err != nil {
		return err
	}
	err := q.changePoint(func(a *world.Account) error { delete(a.AccessPoints, q.name); return nil })
	if err != nil {
		return err
	}
	return q.noContent()
}

type listXML struct {
	XMLName xml.Name   `xml:"ListAccessPointsResult"`
	Xmlns   string     `xml:"xmlns,attr"`
	Points  []pointXML `xml:"AccessPointList>AccessPoint"`
	Token   string     `xml:"NextToken,omitempty"`
}

// mostListed is the largest page of a list, and the usual one.
const mostListed = 1000

// limit is the most that the page of a list has.
func (q *request) limit() (int, error) {
	text := q.r.URL.Query().Get("maxResults")
	if text == "" {
		return mostListed, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < 0 || n > mostListed:
		return 0, failure(400, "InvalidRequest", "maxResults must be an integer between 0 and 1000")
	case n == 0:
		return mostListed, nil
	}
	return n, nil
}

// listAccessPoints lists the access points of an account, by name, all or
// those of one bucket. The token of a page is the last name on it.
func (q *request) listAccessPoints() error {
	if err := q.allowAccount(); err != nil {
		return err
	}
	query := q.r.URL.Query()
	limit, err := q.limit()
	if err != nil {
		return err
	}
	doc := listXML{Xmlns: namespace}
	a, ok := q.x.World.Account(q.account)
	if !ok {
		return q.reply(doc)
	}
	for _, name := range slices.Sorted(maps.Keys(a.AccessPoints)) {
		p := a.AccessPoints[name]
		if name <= query.Get("nextToken") || query.Has("bucket") && p.Bucket != query.Get("bucket") {
			continue
		}
		if len(doc.Points) == limit {
			doc.Token = doc.Points[limit-1].Name
			break
		}
		doc.Points = append(doc.Points, q.pointOf(p, "AccessPoint"))
	}
	return q.reply(doc)
}
