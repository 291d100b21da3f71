package s3control

import (
	"encoding/xml"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxTags, maxTagKey and maxTagValue are AWS's limits, lengths in characters
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_Tag.html).
const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

type tagXML struct {
	Key   string `xml:"Key"`
	Value string `xml:"Value"`
}

type tagResourceXML struct {
	XMLName xml.Name `xml:"TagResourceRequest"`
	Tags    []tagXML `xml:"Tags>Tag"`
}

type tagsXML struct {
	XMLName xml.Name `xml:"ListTagsForResourceResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	Tags    []tagXML `xml:"Tags>Tag"`
}

// tagResource adds tags, also to a bucket whose tags decide over access
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html).
func (q *request) tagResource() error {
	var doc tagResourceXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if len(doc.Tags) == 0 {
		return malformedXML()
	}
	tags := make(map[string]string, len(doc.Tags))
	for _, t := range doc.Tags {
		tags[t.Key] = t.Value
	}
	return q.retag(requestTags(tags), func(had map[string]string) (map[string]string, error) {
		if err := checkTags(doc.Tags); err != nil {
			return nil, err
		}
		all := maps.Clone(had)
		if all == nil {
			all = map[string]string{}
		}
		maps.Copy(all, tags)
		if len(all) > maxTags {
			return nil, tooManyTags()
		}
		return all, nil
	})
}

// untagResource takes tags away
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_UntagResource.html).
func (q *request) untagResource() error {
	keys := q.r.URL.Query()["tagKeys"]
	context := authz.Context{}
	if len(keys) > 0 {
		context["aws:TagKeys"] = authz.Many(keys...)
	}
	return q.retag(context, func(had map[string]string) (map[string]string, error) {
		left := maps.Clone(had)
		maps.DeleteFunc(left, func(key, _ string) bool { return slices.Contains(keys, key) })
		return left, nil
	})
}

// listTagsForResource is
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListTagsForResource.html.
func (q *request) listTagsForResource() error {
	of, err := q.allowTags(nil)
	if err != nil {
		return err
	}
	a, _ := q.x.World.Account(q.account) // it has what has the tags
	tags := *of(a)
	doc := tagsXML{Xmlns: namespace, Tags: []tagXML{}}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		doc.Tags = append(doc.Tags, tagXML{key, tags[key]})
	}
	return q.reply(doc)
}

// retag asks for the operation's action and changes the tags.
func (q *request) retag(context authz.Context, change func(map[string]string) (map[string]string, error)) error {
	of, err := q.allowTags(context)
	if err != nil {
		return err
	}
	err = q.change(func(a *world.Account) error {
		tags := of(a)
		if tags == nil {
			return noSuchResource()
		}
		next, err := change(*tags)
		if err == nil {
			*tags = next
		}
		return err
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

// A tagged finds the tags of a resource in its account; nil when it is gone.
type tagged func(*world.Account) *map[string]string

// allowTags asks for the operation's action on what the request's ARN names:
// a bucket, or something of S3 Access Grants.
func (q *request) allowTags(context authz.Context) (tagged, error) {
	if strings.Contains(q.name, ":access-grants/") {
		return q.allowGrantsTags(context)
	}
	if _, err := q.allowBucket(context); err != nil {
		return nil, err
	}
	return func(a *world.Account) *map[string]string {
		if b := a.Buckets[q.name]; b != nil {
			return &b.Tags
		}
		return nil
	}, nil
}

// allowBucket asks for the operation's action on the bucket that the request's
// ARN names, and returns it.
func (q *request) allowBucket(context authz.Context) (*world.Bucket, error) {
	name, ok := strings.CutPrefix(q.name, "arn:aws:s3:::")
	if !ok || strings.Contains(name, "/") {
		return nil, notEmulated(q.op.name + " on " + q.name)
	}
	b, exists := q.x.World.Bucket(name)
	exists = exists && b.Account == q.account
	question := gate.Question{Action: q.op.action, Resource: q.name, ResourceAccount: q.account, Context: context}
	if exists {
		question = q.onBucket(b, context)
	}
	if err := q.ask(question); err != nil {
		return nil, err
	}
	if !exists {
		return nil, noSuchResource()
	}
	q.name = name
	return b, nil
}

// onBucket asks with what counts for a call on a bucket: its policy, Block Public
// Access, and its tags if they are to count
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html).
func (q *request) onBucket(b *world.Bucket, context authz.Context) gate.Question {
	all := authz.Context{"s3:ResourceAccount": authz.One(q.account)}
	maps.Copy(all, context)
	if b.ABAC {
		for key, value := range b.Tags {
			all["aws:ResourceTag/"+key], all["s3:BucketTag/"+key] = authz.One(value), authz.One(value)
		}
	}
	question := gate.Question{
		Action: q.op.action, Resource: q.name, ResourceAccount: q.account, Context: all,
		S3: &authz.S3{BucketOwner: b.Account, Ownership: b.Ownership, Payer: "BucketOwner", PublicAccess: q.publicAccess(&world.AccessPoint{Bucket: b.Name})},
	}
	if a, ok := q.x.World.Account(b.Account); ok {
		question.S3.BucketOwnerCanonicalID = a.CanonicalID
	}
	if b.Policy != nil {
		question.ResourcePolicy = []authz.Attached{{Name: b.Name, Document: b.Policy.Document}}
	}
	return question
}

// requestTags are the condition keys of tags that a request sets.
func requestTags(tags map[string]string) authz.Context {
	c := authz.Context{"aws:TagKeys": authz.Many(slices.Sorted(maps.Keys(tags))...)}
	for key, value := range tags {
		c["aws:RequestTag/"+key] = authz.One(value)
	}
	return c
}

func checkTags(tags []tagXML) error {
	seen := map[string]bool{}
	for _, t := range tags {
		switch {
		case strings.HasPrefix(t.Key, "aws:"):
			return failure(400, "InvalidTag", awsproto.SystemTagKey)
		case seen[t.Key]:
			return failure(400, "InvalidTag", awsproto.DuplicateTag)
		case t.Key == "" || utf8.RuneCountInString(t.Key) > maxTagKey || utf8.RuneCountInString(t.Value) > maxTagValue || !tagText.MatchString(t.Key+t.Value):
			return failure(400, "InvalidTag", awsproto.InvalidTagText)
		}
		seen[t.Key] = true
	}
	return nil
}

func noSuchResource() error {
	return failure(404, "NoSuchResource", "The specified resource doesn't exist.")
}

// tooManyTags: UNVERIFIED; S3's own words for a bucket.
func tooManyTags() error {
	return failure(400, "BadRequest", "Bucket tag count cannot be greater than 50")
}
