package s3

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/s3/index"
)

// partNumber reads the request's part number.
func (q *request) partNumber() (int, error) {
	n, err := strconv.Atoi(q.query.Get("partNumber"))
	if err != nil || n < 1 || n > index.MaxPartNumber {
		return 0, badPartNumber(q.query.Get("partNumber"))
	}
	return n, nil
}

// allowPart asks for writing a part, whose encryption was settled when the
// upload began; missing is openUpload's error.
func (q *request) allowPart(missing error, kmsActions ...string) error {
	on := q.theObject(nil)
	if err := q.ask(append(q.questions(q.op.action, on), q.comparing(q.key, q.compared)...)...); err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	for _, action := range kmsActions {
		if err := q.useKey(action, on, q.upload.Object.Encryption); err != nil {
			return err
		}
	}
	return nil
}

// uploadPart stores one part.
func (q *request) uploadPart() error {
	number, err := q.partNumber()
	if err != nil {
		return err
	}
	missing := q.openUpload()
	if err := q.allowPart(missing, decrypt); err != nil {
		return err
	}
	if refusal := q.unlockPart(); refusal != nil {
		return refusal
	}
	want := q.upload.Object.Checksum
	if p := caller.PayloadOf(q.r); p != nil && p.Algorithm != "" && p.Algorithm != want.Algorithm && want.Type == index.Composite {
		return invalidRequest("Checksum Type mismatch occurred, expected checksum Type: " + strings.ToLower(want.Algorithm) + ", actual checksum Type: " + strings.ToLower(p.Algorithm))
	}
	body, err := q.stage(want.Algorithm)
	if err != nil {
		return err
	}
	part, err := q.s.index.PutPart(q.name, q.key, q.upload.ID, index.Part{
		Number: number, Blobs: body.blobs, ETag: body.md5, Checksum: body.wanted.Value, Modified: q.x.Now,
	})
	if err != nil {
		return q.discard(body.blobs, q.uploadError(err))
	}
	q.w.Header().Set("ETag", quoted(part.ETag))
	writeEncryption(q.w.Header(), q.upload.Object.Encryption)
	sent := body.sent
	sent.Type = "" // a part's checksum has no type
	writeChecksum(q.w.Header(), sent)
	return q.ok()
}

// uploadPartCopy makes a part of (a range of) a stored object.
func (q *request) uploadPartCopy() error {
	number, err := q.partNumber()
	if err != nil {
		return err
	}
	missing := q.openUpload()
	source, err := q.openSource(q.questions(q.op.action, q.theObject(nil)))
	if err != nil {
		return err
	}
	defer q.release(source.Held)
	if missing != nil {
		return missing
	}
	if refusal := q.unlockPart(); refusal != nil {
		return refusal
	}
	for _, action := range []string{generateDataKey, decrypt} {
		if err := q.useKey(action, q.theObject(nil), q.upload.Object.Encryption); err != nil {
			return err
		}
	}
	part, err := q.copiedPart(source, number)
	if err != nil {
		return err
	}
	stored, err := q.s.index.PutPart(q.name, q.key, q.upload.ID, part)
	if err != nil {
		return q.uploadError(err)
	}
	q.tellSource(source)
	writeEncryption(q.w.Header(), q.upload.Object.Encryption)
	result := copyXML{XMLName: xml.Name{Local: "CopyPartResult"}, Xmlns: namespace, Modified: iso(stored.Modified), ETag: quoted(stored.ETag)}
	result.checksumsXML = checksums(index.Checksum{Algorithm: q.upload.Object.Checksum.Algorithm, Value: stored.Checksum})
	return q.reply(result)
}

func (q *request) copiedPart(source *copying, number int) (index.Part, error) {
	part := index.Part{Number: number, Modified: q.x.Now}
	piece := span{0, source.Size}
	if header := q.r.Header.Get("X-Amz-Copy-Source-Range"); header != "" {
		p, refusal := parseCopyRange(header, source.Size)
		if refusal != nil {
			return part, refusal
		}
		piece = p
	}
	if piece.length > maxUpload {
		return part, sourceTooLarge()
	}
	blobs, err := source.Slice(piece.first, piece.length)
	if err != nil {
		return part, err
	}
	etag, sum, err := q.sums(source, piece, q.upload.Object.Checksum.Algorithm)
	part.Blobs, part.ETag, part.Checksum = blobs, etag, sum.Value
	return part, err
}
