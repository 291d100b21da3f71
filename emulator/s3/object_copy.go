package s3

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
)

type copyXML struct {
	XMLName  xml.Name
	Xmlns    string `xml:"xmlns,attr,omitempty"`
	Modified string `xml:"LastModified"`
	ETag     string `xml:"ETag"`
	checksumsXML
	Type string `xml:"ChecksumType,omitempty"`
}

// A copying is the source side of CopyObject or UploadPartCopy.
type copying struct {
	copySource
	on subject
	*index.Held
}

// openSource finds the source of a copy, asks in one go for reading it and for
// what the destination needs, and checks the source's conditions. The caller
// releases it.
func (q *request) openSource(destination []gate.Question) (*copying, error) {
	source, refusal := parseCopySource(q.r.Header.Get("X-Amz-Copy-Source"))
	if refusal != nil {
		return nil, refusal
	}
	point, refusal := q.sourcePoint(&source)
	if refusal != nil {
		return nil, refusal
	}
	b, err := q.open(source.bucket, "X-Amz-Source-Expected-Bucket-Owner")
	if err != nil {
		return nil, err
	}
	if source.version != "" && !index.ValidVersionID(source.version) {
		return nil, badVersion("x-amz-copy-source", q.r.Header.Get("X-Amz-Copy-Source"))
	}
	c := &copying{copySource: source, on: subject{bucket: b, point: point, key: source.key, versionID: source.version}}
	held, heldErr := q.s.index.Acquire(source.bucket, source.key, source.version)
	if heldErr == nil {
		c.Held, c.on.version = held, held.Version
	}
	if err := q.ask(append(q.sourceQuestions(c), destination...)...); err != nil {
		return nil, q.closeSource(c, err)
	}
	if errors.Is(heldErr, index.ErrMethodNotAllowed) {
		return nil, invalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.")
	}
	if heldErr != nil {
		return nil, q.absent(c.on, heldErr)
	}
	if err := q.checkSource(c); err != nil {
		return nil, q.closeSource(c, err)
	}
	return c, nil
}

// closeSource releases what openSource took, and keeps err.
func (q *request) closeSource(c *copying, err error) error {
	if c.Held != nil {
		q.release(c.Held)
	}
	return err
}

// sourceQuestions are what reading the source needs; its tags, when they are
// copied, are read as well.
func (q *request) sourceQuestions(c *copying) []gate.Question {
	suffix := ""
	if c.version != "" {
		suffix = "Version"
	}
	questions := q.questions("s3:GetObject"+suffix, c.on)
	if q.copiesTags(c) {
		questions = append(questions, q.questions("s3:GetObject"+suffix+"Tagging", c.on)...)
	}
	return questions
}

func (q *request) copiesTags(c *copying) bool {
	return q.op.name == "CopyObject" && c.Held != nil && len(c.Tags) > 0 && !strings.EqualFold(q.r.Header.Get("X-Amz-Tagging-Directive"), "REPLACE")
}

// checkSource looks whether the source can be read by the caller now.
func (q *request) checkSource(c *copying) error {
	if q.isArchived(c.Version) {
		return archived(c.StorageClass)
	}
	if refusal := q.unlock(c.Version, copySourcePrefix); refusal != nil {
		return refusal
	}
	if err := q.useKey(decrypt, c.on, c.Encryption); err != nil {
		return err
	}
	if refusal := readPreconditions(q.r.Header, "X-Amz-Copy-Source-If-").forCopy(c.ETag, c.Modified); refusal != nil {
		return refusal
	}
	return nil
}

// copyObject reads here and writes there: two permissions, one request, and no
// byte is moved.
func (q *request) copyObject() error {
	if err := q.readUpload(); err != nil {
		return err
	}
	if err := q.checkDirectives(); err != nil {
		return err
	}
	conditions, err := q.writeConditions()
	if err != nil {
		return err
	}
	q.compared = q.compare(q.key, conditions.IfMatch)
	source, err := q.openSource(q.uploadQuestions())
	if err != nil {
		return err
	}
	defer q.release(source.Held)
	encryption, keyErr := q.encryption()
	ask := func() error {
		if q.copiesTags(source) {
			if err := q.allow(q.theObject(nil), "s3:PutObjectTagging"); err != nil {
				return err
			}
		}
		return q.finishUpload(encryption, keyErr)
	}
	if err := ask(); err != nil {
		return err
	}
	v, err := q.copied(source, encryption)
	if err != nil {
		return err
	}
	stored, err := q.s.index.Put(index.Write{
		Bucket: q.name, Version: v, Versioning: q.bucket.Versioning, If: conditions,
		Recheck: q.again(func() error {
			if source.on.bucket = findBucket(q.x.World, source.bucket); source.on.bucket == nil {
				return noSuchBucket(source.bucket)
			}
			if p := source.on.point; p != nil {
				if source.on.point, _ = q.x.World.AccessPoint(p.Account, p.Name); source.on.point == nil {
					return noSuchAccessPoint(p.Name)
				}
			}
			if err := q.ask(append(q.sourceQuestions(source), q.uploadQuestions()...)...); err != nil {
				return err
			}
			return ask()
		}),
	})
	if err != nil {
		return q.writeError(err)
	}
	q.tellSource(source)
	q.tellVersion(stored.ID)
	writeEncryption(q.w.Header(), stored.Encryption)
	result := copyXML{XMLName: xml.Name{Local: "CopyObjectResult"}, Xmlns: namespace, Modified: iso(stored.Modified), ETag: quoted(stored.ETag)}
	result.checksumsXML, result.Type = checksums(stored.Checksum), stored.Checksum.Type
	return q.reply(result)
}

func (q *request) tellSource(source *copying) {
	if source.on.bucket.Versioning != "" {
		q.w.Header().Set("x-amz-copy-source-version-id", source.ID)
	}
}

func (q *request) checkDirectives() error {
	for _, d := range []struct{ header, message string }{
		{"X-Amz-Metadata-Directive", "Unknown metadata directive."},
		{"X-Amz-Tagging-Directive", "Unknown tagging directive."},
	} {
		v := q.r.Header.Get(d.header)
		if v != "" && v != "COPY" && v != "REPLACE" {
			return invalidArgument(d.message, strings.ToLower(d.header), v)
		}
	}
	if a := q.r.Header.Get("X-Amz-Checksum-Algorithm"); a != "" {
		if _, known := caller.NewChecksum(a); !known {
			return unknownChecksum()
		}
	}
	return nil
}

// copied is the record of the copy: the source's content and, as the
// directives say, its metadata and tags, under the destination's owner, ACL
// and encryption.
func (q *request) copied(source *copying, e index.Encryption) (index.Version, error) {
	h := q.r.Header
	v, err := q.object(e)
	if err != nil {
		return v, err
	}
	if err := q.checkItself(source); err != nil {
		return v, err
	}
	if source.Size > maxUpload {
		return v, sourceTooLarge()
	}
	if h.Get("X-Amz-Metadata-Directive") != "REPLACE" {
		redirect := v.Headers.WebsiteRedirect
		v.Headers, v.Metadata = source.Headers, source.Metadata
		v.Headers.WebsiteRedirect = redirect // never copied
	}
	if q.copiesTags(source) {
		v.Tags = source.Tags
	}
	if v.Blobs, err = source.Slice(0, -1); err != nil {
		return v, err
	}
	v.ETag, v.Checksum, err = q.sums(source, span{0, source.Size}, h.Get("X-Amz-Checksum-Algorithm"))
	return v, err
}

// checkItself refuses a copy that would change nothing.
func (q *request) checkItself(source *copying) error {
	h := q.r.Header
	same := source.bucket == q.name && source.key == q.key && source.version == ""
	changes := h.Get("X-Amz-Metadata-Directive") == "REPLACE" || h.Get("X-Amz-Storage-Class") != "" ||
		h.Get("X-Amz-Website-Redirect-Location") != "" || h.Get(sseHeader) != "" || h.Get(bucketKeyHeader) != "" || bringsKey(h, customerPrefix)
	if same && !changes {
		return invalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.")
	}
	return nil
}

// sums is the MD5 and the checksum of a piece of the source, as an object or
// part of its own. The stored ones are used where they are of the same bytes;
// else the bytes are read.
func (q *request) sums(source *copying, piece span, algorithm string) (string, index.Checksum, error) {
	stored := source.Checksum
	if algorithm == "" {
		algorithm = stored.Algorithm
	}
	if algorithm == "" {
		algorithm = serverChecksum
	}
	whole := piece.first == 0 && piece.length == source.Size && len(source.PartSizes) == 0
	if whole && algorithm == stored.Algorithm && stored.Type == index.FullObject {
		return source.ETag, stored, nil
	}
	sum := md5.New()
	check, known := caller.NewChecksum(algorithm)
	if !known {
		return "", index.Checksum{}, unknownChecksum()
	}
	content, err := source.Open(piece.first, piece.length)
	if err != nil {
		return "", index.Checksum{}, err
	}
	defer content.Close()
	if _, err := io.Copy(io.MultiWriter(sum, check), content); err != nil {
		return "", index.Checksum{}, err
	}
	return hex.EncodeToString(sum.Sum(nil)), index.Checksum{
		Algorithm: algorithm, Type: index.FullObject, Value: base64.StdEncoding.EncodeToString(check.Sum(nil)),
	}, nil
}
