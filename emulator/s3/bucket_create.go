package s3

import (
	"bytes"
	"encoding/xml"
	"errors"
	"maps"
	"net/netip"
	"regexp"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type createBucketXML struct {
	XMLName  xml.Name `xml:"CreateBucketConfiguration"`
	Location string   `xml:"LocationConstraint"`
	Bucket   struct {
		Type string `xml:"Type"`
	} `xml:"Bucket"`
	Tags []tagXML `xml:"Tags>Tag"`
}

// createBucket makes a bucket in the caller's account. Its name is global: a
// bucket of that name in another account is in the way.
func (q *request) createBucket() error {
	if err := q.newBucketName(); err != nil {
		return err
	}
	config, err := q.createConfiguration()
	if err != nil {
		return err
	}
	b, err := q.newBucket(config)
	if err != nil {
		return err
	}
	if err := q.ask(q.createQuestions(b, config)...); err != nil {
		return err
	}
	if len(config.Tags) != len(b.Tags) { // what AWS answers to a tag that is there twice
		return internal(errors.New("duplicate tag"))
	}
	if refusal := checkGrantees(q.x.World, q.acl.grants, "id"); refusal != nil {
		return refusal
	}
	if err := q.publishBucket(b); err != nil {
		return err
	}
	q.w.Header().Set("Location", "/"+q.name)
	q.w.Header().Set("x-amz-bucket-arn", bucketARN(q.name))
	return q.ok()
}

// publishBucket adds the bucket to the world and to the index. The world
// decides who was first.
func (q *request) publishBucket(b *world.Bucket) error {
	q.s.naming.Lock()
	defer q.s.naming.Unlock()
	err := q.changeWorld(func(w *world.World) error {
		account, exists := w.Accounts[b.Account]
		switch old := ownBucket(w, q.name); {
		case old != nil && old.Account == b.Account && recreates(q.x.Region, old):
			if old.ACL = b.ACL; old.Ownership == world.BucketOwnerEnforced {
				old.ACL = nil
			}
			return nil
		case old != nil && old.Account == b.Account:
			return failure(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", "BucketName", q.name)
		case old != nil:
			return failure(409, "BucketAlreadyExists", "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", "BucketName", q.name)
		case !exists: // an anonymous caller that the rules let through
			return accessDenied()
		case account.Buckets == nil:
			account.Buckets = map[string]*world.Bucket{}
		}
		account.Buckets[q.name] = b
		return nil
	})
	if err != nil {
		return err
	}
	// A bucket that Lab.Change took out of the world left its objects behind:
	// they are found again when it is made again.
	if err := q.s.index.CreateBucket(q.name); err != nil && !errors.Is(err, index.ErrBucketExists) {
		return err
	}
	return nil
}

// recreates: in us-east-1, and only there, the owner may make a bucket again.
// It keeps everything but its ACL, which is reset
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, on
// BucketAlreadyOwnedByYou).
func recreates(region string, old *world.Bucket) bool {
	return region == "us-east-1" && old.Region == region
}

func (q *request) createConfiguration() (createBucketXML, error) {
	var config createBucketXML
	body, err := q.readBody()
	if err != nil {
		return config, err
	}
	if len(body) > 0 && decodeXML(bytes.NewReader(body), &config) != nil {
		return config, malformedXML()
	}
	home := q.x.Region
	location := config.Location
	switch {
	case config.Bucket.Type != "":
		return config, notImplemented("Bucket", config.Bucket.Type)
	case location == "" && home == "us-east-1":
	case location == "":
		return config, failure(400, "IllegalLocationConstraintException", "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")
	case !isRegion(location) && home == "us-east-1":
		return config, failure(400, "InvalidLocationConstraint", "The specified location-constraint is not valid", "LocationConstraint", location)
	case location != home && home != "us-east-1":
		return config, failure(400, "IllegalLocationConstraintException", "The "+location+" location constraint is incompatible for the region specific endpoint this request was sent to.")
	}
	return config, nil
}

// newBucket is the bucket the request describes, with the world's settings for
// everything else.
func (q *request) newBucket(config createBucketXML) (*world.Bucket, error) {
	h := q.r.Header
	var refusal *awsproto.Error
	if q.acl, refusal = aclFromHeaders(h); refusal != nil {
		return nil, refusal
	}
	b := &world.Bucket{
		Name: q.name, Account: q.x.Identity.Principal.Caller.Account, Created: q.x.Now,
		Region: config.Location,
	}
	if q.wantsLock() {
		b.ObjectLock, b.Versioning = &world.ObjectLock{}, index.VersioningEnabled
	}
	if b.Region == "EU" {
		b.Region = "eu-west-1"
	}
	if _, sent := h["X-Amz-Object-Ownership"]; sent {
		b.Ownership = h.Get("X-Amz-Object-Ownership")
		if b.Ownership != world.BucketOwnerEnforced && b.Ownership != world.BucketOwnerPreferred && b.Ownership != world.ObjectWriter {
			return nil, failure(400, "InvalidArgument", "Invalid x-amz-object-ownership header: "+b.Ownership, "ArgumentName", "x-amz-object-ownership")
		}
	}
	if q.acl.given() && q.acl.canned != "private" {
		owner := canonicalID(q.x.World, b.Account)
		b.ACL = worldACL(q.acl.spell(owner, owner))
	}
	if len(config.Tags) > 0 {
		if b.Tags, refusal = newBucketTags(config.Tags); refusal != nil {
			return nil, refusal
		}
	}
	q.x.World.FillBucket(b)
	return b, nil
}

// createQuestions are what creating b needs permission for. No bucket policy
// has a say yet.
func (q *request) createQuestions(b *world.Bucket, config createBucketXML) []gate.Question {
	h := q.r.Header
	on := subject{bucket: b}
	actions := []string{q.op.action}
	if q.acl.given() && q.acl.canned != "private" {
		actions = append(actions, "s3:PutBucketAcl")
	}
	if q.wantsLock() {
		actions = append(actions, "s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning")
	}
	if h.Get("X-Amz-Object-Ownership") != "" {
		actions = append(actions, "s3:PutBucketOwnershipControls")
	}
	if len(b.Tags) > 0 {
		actions = append(actions, "s3:TagResource")
	}
	extra := authz.Context{}
	for k, v := range b.Tags {
		extra["aws:RequestTag/"+k] = authz.One(v)
	}
	if len(b.Tags) > 0 {
		extra["aws:TagKeys"] = authz.Many(sortedKeys(b.Tags)...)
	}
	if config.Location != "" {
		extra["s3:LocationConstraint"] = authz.One(config.Location)
	}
	questions := make([]gate.Question, 0, len(actions))
	for _, a := range actions {
		question := q.question(a, on)
		maps.Copy(question.Context, extra)
		questions = append(questions, question)
	}
	return questions
}

// wantsLock: the new bucket is to have Object Lock, and with it versions.
func (q *request) wantsLock() bool {
	return strings.EqualFold(q.r.Header.Get("X-Amz-Bucket-Object-Lock-Enabled"), "true")
}

var bucketNames = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// newBucketName refuses names that no new bucket may have
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
func (q *request) newBucketName() error {
	name := q.name
	_, err := netip.ParseAddr(name)
	if bucketNames.MatchString(name) && err != nil && !strings.Contains(name, "..") &&
		!strings.HasPrefix(name, "xn--") && !strings.HasPrefix(name, "sthree-") &&
		!strings.HasSuffix(name, "-s3alias") && !strings.HasSuffix(name, "--ol-s3") && !strings.HasSuffix(name, "--x-s3") && !strings.HasSuffix(name, ".mrap") {
		return nil
	}
	return failure(400, "InvalidBucketName", "The specified bucket is not valid.", "BucketName", name)
}
