package s3

import (
	"encoding/xml"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
)

// Limits of https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html:
// lengths in characters.
const (
	maxObjectTags = 10
	maxBucketTags = 50
	maxTagKey     = 128
	maxTagValue   = 256
)

var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

type taggingXML struct {
	XMLName xml.Name `xml:"Tagging"`
	Xmlns   string   `xml:"xmlns,attr,omitempty"`
	Tags    []tagXML `xml:"TagSet>Tag"`
}

type tagXML struct {
	Key   string `xml:"Key"`
	Value string `xml:"Value"`
}

// parseTagging reads a <Tagging> document for a bucket or an object.
func parseTagging(body io.Reader, l level) (map[string]string, *awsproto.Error) {
	var doc taggingXML
	if decodeXML(body, &doc) != nil {
		return nil, malformedXML()
	}
	tags := make(map[string]string, len(doc.Tags))
	for _, t := range doc.Tags {
		if _, twice := tags[t.Key]; twice {
			return nil, invalidTag("Cannot provide multiple Tags with the same key")
		}
		tags[t.Key] = t.Value
	}
	return tags, checkTags(tags, l)
}

// parseTagHeader reads x-amz-tagging, a query string; a header without tags is
// an empty map.
func parseTagHeader(header string) (map[string]string, *awsproto.Error) {
	bad := invalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "x-amz-tagging", header)
	values, err := url.ParseQuery(header)
	if err != nil {
		return nil, bad
	}
	tags := make(map[string]string, len(values))
	for key, vs := range values {
		if len(vs) != 1 || key == "" || !utf8.ValidString(key+vs[0]) {
			return nil, bad
		}
		tags[key] = vs[0]
	}
	return tags, checkTags(tags, onObject)
}

// newBucketTags are the tags that a bucket is made with, which are worded as
// TagResource's; the number of them tells whether one was there twice.
func newBucketTags(list []tagXML) (map[string]string, *awsproto.Error) {
	tags := map[string]string{}
	for _, t := range list {
		if strings.HasPrefix(t.Key, "aws:") {
			return nil, invalidTag(awsproto.SystemTagKey)
		}
		tags[t.Key] = t.Value
	}
	return tags, checkTags(tags, onBucket)
}

func checkTags(tags map[string]string, l level) *awsproto.Error {
	if l == onObject && len(tags) > maxObjectTags {
		return failure(400, "BadRequest", "Object tags cannot be greater than 10")
	}
	if l == onBucket && len(tags) > maxBucketTags {
		return failure(400, "BadRequest", "Bucket tag count cannot be greater than 50")
	}
	for _, key := range sortedKeys(tags) {
		value := tags[key]
		switch {
		case key == "" || utf8.RuneCountInString(key) > maxTagKey || !tagText.MatchString(key):
			return withField(invalidTag("The TagKey you have provided is invalid"), "TagKey", key)
		case strings.HasPrefix(key, "aws:") && l == onBucket:
			return invalidTag("System tags cannot be added/updated by requester")
		case strings.HasPrefix(key, "aws:"):
			return withField(invalidTag("Your TagKey cannot be prefixed with aws:"), "TagKey", key)
		case utf8.RuneCountInString(value) > maxTagValue || !tagText.MatchString(value):
			return withField(withField(invalidTag("The TagValue you have provided is invalid"), "TagKey", key), "TagValue", value)
		}
	}
	return nil
}

func withField(e *awsproto.Error, name, value string) *awsproto.Error {
	e.Fields = append(e.Fields, awsproto.Field{Name: name, Value: value})
	return e
}

// renderTags is the document of tags, in the order of their keys.
func renderTags(tags map[string]string) *taggingXML {
	doc := &taggingXML{Xmlns: namespace, Tags: []tagXML{}}
	for _, key := range sortedKeys(tags) {
		doc.Tags = append(doc.Tags, tagXML{key, tags[key]})
	}
	return doc
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
