package s3

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/s3/index"
)

// maxPage is the most entries of one page of a listing.
const maxPage = 1000

// listXML is what a page says before its objects and common prefixes (see
// replyListing).
type listXML struct {
	XMLName xml.Name `xml:"ListBucketResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	Name    string   `xml:"Name"`
	Prefix  string   `xml:"Prefix"`
	// Marker and NextMarker are ListObjects', the next four ListObjectsV2's.
	Marker     *string `xml:"Marker"`
	NextMarker string  `xml:"NextMarker,omitempty"`
	StartAfter string  `xml:"StartAfter,omitempty"`
	Token      *string `xml:"ContinuationToken"`
	NextToken  string  `xml:"NextContinuationToken,omitempty"`
	KeyCount   *int    `xml:"KeyCount"`
	MaxKeys    int     `xml:"MaxKeys"`
	Delimiter  string  `xml:"Delimiter,omitempty"`
	Encoding   string  `xml:"EncodingType,omitempty"`
	Truncated  bool    `xml:"IsTruncated"`
}

type prefixXML struct {
	Prefix string `xml:"Prefix"`
}

// A listingPage is what the listings have in common.
type listingPage struct {
	prefix, delimiter string
	max               int
	encode            func(string) string
	encoding          string
}

// page reads the parameters of a listing; limit names the one that bounds it.
func (q *request) page(limit string) (listingPage, error) {
	p := listingPage{
		prefix: q.query.Get("prefix"), delimiter: q.query.Get("delimiter"),
		max: maxPage, encode: func(s string) string { return s }, encoding: q.query.Get("encoding-type"),
	}
	switch {
	case p.encoding == "url":
		p.encode = urlEncoded
	case q.query.Has("encoding-type"):
		return p, invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", p.encoding)
	}
	text := q.query.Get(limit)
	if text == "" {
		return p, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	switch {
	case err != nil:
		return p, invalidArgument("Provided "+limit+" not an integer or within integer range", limit, text)
	case n < 0:
		return p, invalidArgument("Argument "+limit+" must be an integer between 0 and 2147483647", limit, text)
	}
	p.max = int(min(n, maxPage))
	return p, nil
}

func (q *request) listObjects() error {
	p, err := q.page("max-keys")
	if err != nil {
		return err
	}
	if err := q.allowBucket(); err != nil {
		return err
	}
	marker := q.query.Get("marker")
	found, err := q.s.index.List(q.name, index.Query{Prefix: p.prefix, Delimiter: p.delimiter, Marker: marker, Max: p.max})
	if err != nil {
		return q.listError(err)
	}
	doc := q.list(p, found)
	marker = p.encode(marker)
	doc.Marker = &marker
	// Botocore decodes every element of this answer but its own prefix.
	doc.Prefix = p.prefix
	if p.delimiter != "" && found.Truncated {
		doc.NextMarker = p.encode(found.NextMarker)
	}
	return q.replyListing(doc, p, found, true)
}

func (q *request) listObjectsV2() error {
	if v := q.query.Get("list-type"); v != "2" {
		return invalidArgument("Invalid List Type specified in Request", "list-type", v)
	}
	p, err := q.page("max-keys")
	if err != nil {
		return err
	}
	if err := q.allowBucket(); err != nil {
		return err
	}
	token, after := q.query.Get("continuation-token"), q.query.Get("start-after")
	found, err := q.s.index.List(q.name, index.Query{Prefix: p.prefix, Delimiter: p.delimiter, StartAfter: after, Token: token, Max: p.max})
	if err != nil {
		return q.listError(err)
	}
	doc := q.list(p, found)
	count := len(found.Versions) + len(found.Prefixes)
	doc.KeyCount, doc.StartAfter, doc.NextToken = &count, p.encode(after), found.Token
	if q.query.Has("continuation-token") {
		doc.Token = &token
	}
	return q.replyListing(doc, p, found, q.query.Get("fetch-owner") == "true")
}

// list renders a page but for what it lists.
func (q *request) list(p listingPage, found index.Page) *listXML {
	return &listXML{
		Xmlns: namespace, Name: q.name, Prefix: p.encode(p.prefix), MaxKeys: p.max,
		Delimiter: p.encode(p.delimiter), Encoding: p.encoding, Truncated: found.Truncated,
	}
}

func storageClass(v *index.Version) string {
	if v.StorageClass == "" {
		return "STANDARD"
	}
	return v.StorageClass
}

// ownerOf is the account that owns a version now: under BucketOwnerEnforced
// that is the bucket's, whoever wrote it.
func (q *request) ownerOf(v *index.Version) *ownerXML {
	return q.person(canonicalID(q.x.World, effectiveOwner(q.bucket, v)))
}

// person shows a canonical id.
func (q *request) person(canonicalID string) *ownerXML {
	return &ownerXML{ID: canonicalID, DisplayName: q.displayName(canonicalID)}
}

// initiator shows who began an upload: an account as its owner, any other
// principal by its ARN
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Initiator.html).
func (q *request) initiator(arn string) *ownerXML {
	if account, ok := strings.CutSuffix(strings.TrimPrefix(arn, "arn:aws:iam::"), ":root"); ok {
		return q.person(canonicalID(q.x.World, account))
	}
	shown := &ownerXML{ID: arn}
	if q.x.World.DisplayNames {
		shown.DisplayName = arn[strings.LastIndexByte(arn, '/')+1:]
	}
	return shown
}

// displayName is the name of the account with a canonical id, where the world
// shows names.
func (q *request) displayName(canonicalID string) string {
	if !q.x.World.DisplayNames {
		return ""
	}
	if a, ok := q.x.World.AccountByCanonicalID(canonicalID); ok {
		return a.Name
	}
	return ""
}

func (q *request) listError(err error) error {
	switch {
	case errors.Is(err, index.ErrBadToken):
		return badToken(q.query.Get("continuation-token"))
	case errors.Is(err, index.ErrBadMarker) && q.op.name == "ListMultipartUploads":
		return invalidArgument("Invalid uploadId marker", "upload-id-marker", q.query.Get("upload-id-marker"))
	case errors.Is(err, index.ErrBadMarker):
		return badVersion("version-id-marker", q.query.Get("version-id-marker"))
	case errors.Is(err, index.ErrNoSuchBucket):
		return noSuchBucket(q.name)
	}
	return err
}

// encodeToken and decodeToken make ListBuckets' continuation tokens.
func encodeToken(name string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("b:" + name))
}

func decodeToken(token string) (string, error) {
	if token == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	name, ok := strings.CutPrefix(string(raw), "b:")
	if err != nil || !ok {
		return "", badToken(token)
	}
	return name, nil
}
