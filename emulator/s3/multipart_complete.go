package s3

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/s3/index"
)

type completeXML struct {
	XMLName xml.Name `xml:"CompleteMultipartUpload"`
	Parts   []struct {
		Number int    `xml:"PartNumber"`
		ETag   string `xml:"ETag"`
		checksumsXML
	} `xml:"Part"`
}

type completedXML struct {
	XMLName  xml.Name `xml:"CompleteMultipartUploadResult"`
	Xmlns    string   `xml:"xmlns,attr"`
	Location string   `xml:"Location"`
	Bucket   string   `xml:"Bucket"`
	Key      string   `xml:"Key"`
	ETag     string   `xml:"ETag"`
	checksumsXML
	Type string `xml:"ChecksumType,omitempty"`
}

// completeMultipartUpload makes an object of parts that are there already.
func (q *request) completeMultipartUpload() error {
	missing := q.openUpload()
	q.compared = q.compare(q.key, q.r.Header.Get("If-Match"))
	ask := func() error { return q.allowPart(missing, decrypt) }
	if err := ask(); err != nil {
		return err
	}
	conditions, err := q.writeConditions()
	if err != nil {
		return err
	}
	completion, err := q.completion()
	if err != nil {
		return err
	}
	completion.If, completion.Recheck = conditions, q.again(ask)
	v, err := q.s.index.CompleteUpload(completion)
	if err != nil {
		return q.uploadError(err)
	}
	q.tellVersion(v.ID)
	writeEncryption(q.w.Header(), v.Encryption)
	return q.reply(completedXML{
		Xmlns: namespace, Location: q.location(), Bucket: q.name, Key: q.key, ETag: quoted(v.ETag),
		checksumsXML: checksums(v.Checksum), Type: v.Checksum.Type,
	})
}

// completion is what the request's document and headers ask for.
func (q *request) completion() (index.Completion, error) {
	h := q.r.Header
	c := index.Completion{
		Bucket: q.name, Key: q.key, UploadID: q.upload.ID, Size: -1,
		Versioning: q.bucket.Versioning, Now: q.x.Now,
	}
	var doc completeXML
	if err := q.readXML(&doc); err != nil {
		return c, err
	}
	want := q.upload.Object.Checksum
	for _, p := range doc.Parts {
		if other := p.other(want.Algorithm); other != "" && want.Type == index.Composite {
			return c, failure(400, "BadDigest", "The "+strings.ToLower(other)+" you specified for part "+strconv.Itoa(p.Number)+" did not match what we received.")
		}
		c.Parts = append(c.Parts, index.CompletedPart{Number: p.Number, ETag: trimETag(p.ETag), Checksum: p.of(want.Algorithm)})
	}
	if kind := h.Get("X-Amz-Checksum-Type"); kind != "" && kind != want.Type {
		return c, invalidRequest("The upload was created using the " + want.Type + " checksum mode. The complete request must use the same checksum mode.")
	}
	c.Checksum = h.Get("X-Amz-Checksum-" + want.Algorithm)
	if c.Checksum != "" && want.Type == index.Composite && !strings.Contains(c.Checksum, "-") {
		c.Checksum += "-" + strconv.Itoa(len(c.Parts))
	}
	if size := h.Get("X-Amz-Mp-Object-Size"); size != "" {
		n, err := strconv.ParseInt(size, 10, 64)
		if err != nil || n < 0 {
			return c, invalidRequest("Value for x-amz-mp-object-size header is invalid.")
		}
		c.Size = n
	}
	return c, nil
}

// location is the object's URL as the client reached the lab.
func (q *request) location() string {
	scheme := "http"
	if q.r.TLS != nil {
		scheme = "https"
	}
	u := *q.r.URL
	u.RawQuery = ""
	return scheme + "://" + q.r.Host + u.EscapedPath()
}
