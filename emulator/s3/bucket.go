package s3

import (
	"encoding/xml"
	"errors"
	"slices"
	"strconv"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

type bucketsXML struct {
	XMLName xml.Name    `xml:"ListAllMyBucketsResult"`
	Xmlns   string      `xml:"xmlns,attr"`
	Owner   ownerXML    `xml:"Owner"`
	Buckets []bucketXML `xml:"Buckets>Bucket"`
	Token   string      `xml:"ContinuationToken,omitempty"`
	Prefix  string      `xml:"Prefix,omitempty"`
}

type bucketXML struct {
	Name    string `xml:"Name"`
	Created string `xml:"CreationDate"`
	// Region is there when the listing is paginated or filtered.
	Region string `xml:"BucketRegion,omitempty"`
	ARN    string `xml:"BucketArn,omitempty"`
}

// listBuckets lists the buckets of the caller's account.
func (q *request) listBuckets() error {
	account := q.x.Identity.Principal.Caller.Account
	if err := q.ask(gate.Question{Action: q.op.action, Resource: "*", WildcardOnly: true}); err != nil {
		return err
	}
	limit := 10000
	paged := q.query.Has("max-buckets")
	if paged {
		n, err := strconv.Atoi(q.query.Get("max-buckets"))
		if err != nil || n < 1 || n > 10000 {
			return invalidArgument("Argument max-buckets must be an integer between 1 and 10000", "max-buckets", q.query.Get("max-buckets"))
		}
		limit = n
	}
	if in := q.query.Get("bucket-region"); in != "" && in != "us-east-1" && (in == "EU" || !isRegion(in)) {
		return invalidArgument("Argument value "+in+" is not a valid AWS Region", "bucket-region", in)
	}
	after, err := decodeToken(q.query.Get("continuation-token"))
	if err != nil {
		return err
	}
	doc := bucketsXML{Xmlns: namespace, Owner: *q.person(canonicalID(q.x.World, account)), Prefix: q.query.Get("prefix"), Buckets: []bucketXML{}}
	if a := q.x.World.Accounts[account]; a != nil {
		for _, name := range sortedKeys(a.Buckets) {
			b := a.Buckets[name]
			if name <= after || !q.lists(b) {
				continue
			}
			if len(doc.Buckets) == limit {
				doc.Token = encodeToken(doc.Buckets[limit-1].Name)
				break
			}
			row := bucketXML{Name: name, Created: iso(b.Created)}
			if paged || q.query.Has("prefix") || q.query.Has("bucket-region") {
				row.Region, row.ARN = q.regionOf(b), bucketARN(name)
			}
			doc.Buckets = append(doc.Buckets, row)
		}
	}
	return q.reply(doc)
}

// lists applies ListBuckets' filters.
func (q *request) lists(b *world.Bucket) bool {
	prefix, region := q.query.Get("prefix"), q.query.Get("bucket-region")
	return len(b.Name) >= len(prefix) && b.Name[:len(prefix)] == prefix && (region == "" || region == q.regionOf(b))
}

func (q *request) regionOf(b *world.Bucket) string {
	if b.Region != "" {
		return b.Region
	}
	return q.x.World.Region
}

func (q *request) headBucket() error {
	q.w.Header().Set("x-amz-bucket-region", q.regionOf(q.bucket))
	if err := q.allowBucket(); err != nil {
		return err
	}
	q.w.Header().Set("x-amz-access-point-alias", strconv.FormatBool(q.alias))
	q.w.Header().Set("x-amz-bucket-arn", bucketARN(q.name))
	q.w.Header().Set("Content-Type", "application/xml")
	return q.ok()
}

type locationXML struct {
	XMLName xml.Name `xml:"LocationConstraint"`
	Xmlns   string   `xml:"xmlns,attr"`
	Region  string   `xml:",chardata"`
}

// getBucketLocation says nothing for us-east-1, as ever.
func (q *request) getBucketLocation() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	doc := locationXML{Xmlns: namespace, Region: q.regionOf(q.bucket)}
	if doc.Region == "us-east-1" {
		doc.Region = ""
	}
	return q.reply(doc)
}

// deleteBucket removes an empty bucket: first from the index, which tells
// whether it is empty, then from the world.
func (q *request) deleteBucket() error {
	if err := q.allowBucket(); err != nil {
		return err
	}
	q.s.naming.Lock()
	defer q.s.naming.Unlock()
	if hasAccessPoints(q.s.worlds.Load(), q.name) {
		return failure(400, "BucketHasAccessPointsAttached", "The bucket you tried to delete has access points attached. Delete your access points before deleting the bucket.", "BucketName", q.name)
	}
	err := q.s.index.DropBucket(q.name)
	if errors.Is(err, index.ErrBucketNotEmpty) {
		message := "The bucket you tried to delete is not empty"
		if q.bucket.Versioning != "" {
			message += ". You must delete all versions in the bucket."
		}
		return failure(409, "BucketNotEmpty", message, "BucketName", q.name)
	}
	if err != nil && !errors.Is(err, index.ErrNoSuchBucket) {
		return err
	}
	err = q.changeWorld(func(w *world.World) error {
		b := ownBucket(w, q.name)
		if b == nil {
			return noSuchBucket(q.name)
		}
		delete(w.Accounts[b.Account].Buckets, q.name)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

// regions are what CreateBucket takes as a LocationConstraint.
var regions = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-central-1",
	"ca-west-1", "EU", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
	"eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-2", "us-gov-east-1",
	"us-gov-west-1", "us-west-1", "us-west-2",
}

func isRegion(name string) bool { return slices.Contains(regions, name) }
