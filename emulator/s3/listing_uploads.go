package s3

import (
	"encoding/xml"
	"strconv"

	"github.com/denylab/denylab/emulator/s3/index"
)

type uploadsXML struct {
	XMLName      xml.Name    `xml:"ListMultipartUploadsResult"`
	Xmlns        string      `xml:"xmlns,attr"`
	Bucket       string      `xml:"Bucket"`
	KeyMarker    string      `xml:"KeyMarker"`
	UploadMarker string      `xml:"UploadIdMarker"`
	NextKey      string      `xml:"NextKeyMarker"`
	NextUpload   string      `xml:"NextUploadIdMarker"`
	Delimiter    string      `xml:"Delimiter,omitempty"`
	Prefix       string      `xml:"Prefix"`
	Encoding     string      `xml:"EncodingType,omitempty"`
	MaxUploads   int         `xml:"MaxUploads"`
	Truncated    bool        `xml:"IsTruncated"`
	Uploads      []uploadXML `xml:"Upload"`
	Prefixes     []prefixXML `xml:"CommonPrefixes"`
}

type uploadXML struct {
	Key          string   `xml:"Key"`
	ID           string   `xml:"UploadId"`
	Initiator    ownerXML `xml:"Initiator"`
	Owner        ownerXML `xml:"Owner"`
	StorageClass string   `xml:"StorageClass"`
	Initiated    string   `xml:"Initiated"`
	Algorithm    string   `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType string   `xml:"ChecksumType,omitempty"`
}

func (q *request) listMultipartUploads() error {
	p, err := q.page("max-uploads")
	if err != nil {
		return err
	}
	if err := q.allowBucket(); err != nil {
		return err
	}
	keyMarker, uploadMarker := q.query.Get("key-marker"), q.query.Get("upload-id-marker")
	if keyMarker == "" {
		uploadMarker = "" // without a key marker S3 ignores it
	}
	found, err := q.s.index.ListUploads(q.name, index.UploadQuery{
		Prefix: p.prefix, Delimiter: p.delimiter, KeyMarker: keyMarker, UploadIDMarker: uploadMarker, Max: p.max,
	})
	if err != nil {
		return q.listError(err)
	}
	doc := uploadsXML{
		Xmlns: namespace, Bucket: q.name, KeyMarker: p.encode(keyMarker), UploadMarker: uploadMarker,
		NextKey: p.encode(found.NextKeyMarker), NextUpload: found.NextUploadIDMarker, Delimiter: p.encode(p.delimiter),
		Prefix: p.encode(p.prefix), Encoding: p.encoding, MaxUploads: p.max, Truncated: found.Truncated,
	}
	for _, u := range found.Uploads {
		doc.Uploads = append(doc.Uploads, uploadXML{
			Key: p.encode(u.Key), ID: u.ID, Initiator: *q.initiator(u.Initiator), Owner: *q.ownerOf(&u.Object),
			StorageClass: storageClass(&u.Object), Initiated: iso(u.Started),
			Algorithm: u.Object.Checksum.Algorithm, ChecksumType: u.Object.Checksum.Type,
		})
	}
	for _, prefix := range found.Prefixes {
		doc.Prefixes = append(doc.Prefixes, prefixXML{p.encode(prefix)})
	}
	return q.reply(doc)
}

type partsXML struct {
	XMLName      xml.Name  `xml:"ListPartsResult"`
	Xmlns        string    `xml:"xmlns,attr"`
	Bucket       string    `xml:"Bucket"`
	Key          string    `xml:"Key"`
	UploadID     string    `xml:"UploadId"`
	Marker       int       `xml:"PartNumberMarker"`
	Next         int       `xml:"NextPartNumberMarker"`
	MaxParts     int       `xml:"MaxParts"`
	Encoding     string    `xml:"EncodingType,omitempty"`
	Truncated    bool      `xml:"IsTruncated"`
	Parts        []partXML `xml:"Part"`
	Initiator    ownerXML  `xml:"Initiator"`
	Owner        ownerXML  `xml:"Owner"`
	StorageClass string    `xml:"StorageClass"`
	Algorithm    string    `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType string    `xml:"ChecksumType,omitempty"`
}

type partXML struct {
	Number   int    `xml:"PartNumber"`
	Modified string `xml:"LastModified"`
	ETag     string `xml:"ETag"`
	Size     int64  `xml:"Size"`
	checksumsXML
}

func (q *request) listParts() error {
	p, err := q.page("max-parts")
	if err != nil {
		return err
	}
	after := 0
	if text := q.query.Get("part-number-marker"); text != "" {
		if after, err = strconv.Atoi(text); err != nil || after < 0 {
			return invalidArgument("Provided part-number-marker not an integer or within integer range", "part-number-marker", text)
		}
	}
	missing := q.openUpload()
	if err := q.allowOwnUpload(); err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	object := &q.upload.Object
	if err := q.useKey(decrypt, q.theObject(nil), object.Encryption); err != nil {
		return err
	}
	found, err := q.s.index.ListParts(q.name, q.key, q.upload.ID, after, p.max)
	if err != nil {
		return q.uploadError(err)
	}
	doc := partsXML{
		Xmlns: namespace, Bucket: q.name, Key: p.encode(q.key), UploadID: q.upload.ID, Marker: after, Next: found.Next,
		MaxParts: p.max, Encoding: p.encoding, Truncated: found.Truncated,
		Initiator: *q.initiator(q.upload.Initiator), Owner: *q.ownerOf(object), StorageClass: storageClass(object),
		Algorithm: object.Checksum.Algorithm, ChecksumType: object.Checksum.Type,
	}
	for _, part := range found.Parts {
		doc.Parts = append(doc.Parts, partXML{
			Number: part.Number, Modified: iso(part.Modified), ETag: quoted(part.ETag), Size: part.Size,
			checksumsXML: checksums(index.Checksum{Algorithm: object.Checksum.Algorithm, Value: part.Checksum}),
		})
	}
	return q.reply(doc)
}
