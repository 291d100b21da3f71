package s3

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/s3/index"
)

// maxDeletes is the largest number of objects of one DeleteObjects.
const maxDeletes = 1000

// deleteObject deletes an object or one version of it. What is not there is
// deleted, too.
func (q *request) deleteObject() error {
	version := q.query.Get("versionId")
	if version != "" && !index.ValidVersionID(version) {
		return badVersion("versionId", version)
	}
	for _, name := range []string{"x-amz-if-match-last-modified-time", "x-amz-if-match-size"} {
		if value := q.r.Header.Get(name); value != "" { // directory buckets only
			return headerNotImplemented(name, value)
		}
	}
	removed, err := q.remove(q.theObject(nil), trimETag(q.r.Header.Get("If-Match")))
	if err != nil {
		return err
	}
	if removed.DeleteMarker {
		q.w.Header().Set("x-amz-delete-marker", "true")
	}
	q.tellVersion(removed.VersionID)
	return q.noContent()
}

// remove deletes one object for a caller who may.
func (q *request) remove(on subject, ifMatch string) (index.Removed, error) {
	on.version, _ = q.s.index.Head(on.bucket.Name, on.key, on.versionID)
	actions := []string{q.op.actionFor(on.versionID)}
	bypass := q.bypasses()
	if bypass && on.versionID != "" {
		actions = append(actions, "s3:BypassGovernanceRetention")
	}
	var compared *comparison
	if ifMatch != "*" { // which tells no more than the deletion itself
		compared = q.compare(on.key, ifMatch)
	}
	ask := func() error {
		on.bucket = q.bucket // which "again" renews
		return q.ask(append(q.each(on, actions...), q.comparing(on.key, compared)...)...)
	}
	if err := ask(); err != nil {
		return index.Removed{}, err
	}
	// DeleteObjects' page says of the header only which permission it takes.
	if bypass && q.op.name == "DeleteObject" && q.bucket.ObjectLock == nil {
		return index.Removed{}, invalidArgument("x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.", "x-amz-bypass-governance-retention", "true")
	}
	owner := q.x.Identity.Principal.Caller.Account
	if owner == "" {
		owner = on.bucket.Account
	}
	removed, err := q.s.index.Delete(index.Removal{
		Bucket: on.bucket.Name, Key: on.key, VersionID: on.versionID, Versioning: on.bucket.Versioning,
		If: index.Preconditions{IfMatch: ifMatch}, Owner: owner, Now: q.x.Now,
		Recheck: func(v *index.Version) error {
			if err := q.again(ask)(v); err != nil {
				return err
			}
			if v != nil && on.versionID != "" && v.Lock.Protects(q.x.Now, bypass) {
				return protected()
			}
			return nil
		},
	})
	if errors.Is(err, index.ErrPreconditionFailed) {
		return removed, preconditionFailed("If-Match")
	}
	if errors.Is(err, index.ErrNoSuchKey) {
		return removed, q.nothingMatches(on.key, ifMatch)
	}
	return removed, err
}

// nothingMatches is what a conditional delete of nothing is told: "*" of
// DeleteObject is a precondition that failed, all else is not found
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html).
func (q *request) nothingMatches(key, ifMatch string) error {
	if q.op.name == "DeleteObject" && ifMatch == "*" {
		return preconditionFailed("If-Match")
	}
	return noSuchKey(key)
}

type deleteXML struct {
	XMLName xml.Name    `xml:"Delete"`
	Quiet   bool        `xml:"Quiet"`
	Objects []doomedXML `xml:"Object"`
}

type doomedXML struct {
	Key      string  `xml:"Key"`
	Version  string  `xml:"VersionId"`
	ETag     string  `xml:"ETag"`
	Modified *string `xml:"LastModifiedTime"`
	Size     *string `xml:"Size"`
}

type deleteResultXML struct {
	XMLName xml.Name          `xml:"DeleteResult"`
	Xmlns   string            `xml:"xmlns,attr"`
	Deleted []deletedXML      `xml:"Deleted"`
	Errors  []deletedErrorXML `xml:"Error"`
}

type deletedXML struct {
	Key           string `xml:"Key"`
	Version       string `xml:"VersionId,omitempty"`
	DeleteMarker  bool   `xml:"DeleteMarker,omitempty"`
	MarkerVersion string `xml:"DeleteMarkerVersionId,omitempty"`
}

type deletedErrorXML struct {
	Key     string `xml:"Key"`
	Version string `xml:"VersionId,omitempty"`
	Code    string `xml:"Code"`
	Message string `xml:"Message"`
}

// parseDelete reads a <Delete> document of 1 to 1000 objects.
func parseDelete(body io.Reader) (deleteXML, *awsproto.Error) {
	var doc deleteXML
	if decodeXML(body, &doc) != nil || len(doc.Objects) == 0 || len(doc.Objects) > maxDeletes {
		return doc, malformedXML()
	}
	for _, o := range doc.Objects {
		if o.Key == "" {
			return doc, failure(400, "UserKeyMustBeSpecified", "The request must contain a Key")
		}
	}
	return doc, nil
}

// deleteObjects decides about each key by itself; a refused one is an entry in
// a successful answer
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html).
func (q *request) deleteObjects() error {
	payload := caller.PayloadOf(q.r)
	if q.r.Header.Get("Content-Md5") == "" && (payload == nil || payload.Algorithm == "") {
		return invalidRequest("Missing required header for this request: Content-MD5")
	}
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, refusal := parseDelete(strings.NewReader(string(body)))
	if refusal != nil {
		return refusal
	}
	result := deleteResultXML{Xmlns: namespace}
	for _, o := range doc.Objects {
		removed, err := q.removeListed(o)
		var refused *awsproto.Error
		switch {
		case errors.As(err, &refused):
			result.Errors = append(result.Errors, deletedErrorXML{o.Key, o.Version, refused.Code, refused.Message})
		case err != nil:
			return err
		case !doc.Quiet:
			entry := deletedXML{Key: o.Key, Version: o.Version, DeleteMarker: removed.DeleteMarker}
			if removed.DeleteMarker {
				entry.MarkerVersion = removed.VersionID
			}
			result.Deleted = append(result.Deleted, entry)
		}
	}
	return q.reply(result)
}

func (q *request) removeListed(o doomedXML) (index.Removed, error) {
	switch {
	case o.Modified != nil || o.Size != nil: // directory buckets only
		return index.Removed{}, notImplemented("Element", "LastModifiedTime, Size")
	case len(o.Key) > maxKey:
		return index.Removed{}, keyTooLong(o.Key)
	case o.Version != "" && !index.ValidVersionID(o.Version):
		return index.Removed{}, failure(400, "NoSuchVersion", "The specified version does not exist.")
	}
	return q.remove(subject{bucket: q.bucket, point: q.point, key: o.Key, versionID: o.Version}, trimETag(o.ETag))
}
