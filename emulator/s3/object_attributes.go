package s3

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/s3/index"
)

type attributesXML struct {
	XMLName      xml.Name          `xml:"GetObjectAttributesResponse"`
	Xmlns        string            `xml:"xmlns,attr"`
	ETag         string            `xml:"ETag,omitempty"`
	Checksum     *attributeSumXML  `xml:"Checksum"`
	Parts        *attributePartXML `xml:"ObjectParts"`
	StorageClass string            `xml:"StorageClass,omitempty"`
	Size         *int64            `xml:"ObjectSize"`
}

type attributeSumXML struct {
	checksumsXML
	Type string `xml:"ChecksumType,omitempty"`
}

type attributePartXML struct {
	Count     int                 `xml:"PartsCount"`
	Marker    *int                `xml:"PartNumberMarker"`
	Next      *int                `xml:"NextPartNumberMarker"`
	Max       *int                `xml:"MaxParts"`
	Truncated *bool               `xml:"IsTruncated"`
	Parts     []attributePieceXML `xml:"Part"`
}

type attributePieceXML struct {
	Number int `xml:"PartNumber"`
	checksumsXML
	Size int64 `xml:"Size"`
}

// getObjectAttributes needs two permissions: reading the object and reading
// its attributes.
func (q *request) getObjectAttributes() error {
	actions := []string{"s3:GetObject", "s3:GetObjectAttributes"}
	if q.query.Get("versionId") != "" {
		actions = []string{"s3:GetObjectVersion", "s3:GetObjectVersionAttributes"}
	}
	wanted := strings.FieldsFunc(strings.Join(q.r.Header.Values("X-Amz-Object-Attributes"), ","), func(r rune) bool { return r == ',' || r == ' ' })
	if len(wanted) == 0 {
		return invalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty")
	}
	held, err := q.acquire(actions...)
	if err != nil {
		return err
	}
	defer q.release(held)
	v := held.Version
	if refusal := q.unlock(v, customerPrefix); refusal != nil {
		return refusal
	}
	if err := q.useKey(decrypt, q.theObject(v), v.Encryption); err != nil {
		return err
	}
	doc := attributesXML{Xmlns: namespace}
	for _, name := range wanted {
		if err := q.attribute(&doc, name, v); err != nil {
			return err
		}
	}
	q.w.Header().Set("Last-Modified", httpDate(v.Modified))
	q.tellVersion(v.ID)
	return q.reply(doc)
}

func (q *request) attribute(doc *attributesXML, name string, v *index.Version) error {
	switch name {
	case "ETag":
		doc.ETag = v.ETag
	case "StorageClass":
		doc.StorageClass = storageClass(v)
	case "ObjectSize":
		doc.Size = &v.Size
	case "Checksum":
		if v.Checksum.Algorithm != "" {
			doc.Checksum = &attributeSumXML{checksums(v.Checksum), v.Checksum.Type}
			if p := doc.Checksum.field(v.Checksum.Algorithm); p != nil {
				*p, _, _ = strings.Cut(*p, "-")
			}
		}
	case "ObjectParts":
		parts, err := q.attributeParts(v)
		doc.Parts = parts
		return err
	default:
		return invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", name)
	}
	return nil
}

// attributeParts lists the parts of a multipart object. S3 tells their sizes
// only where each part has a checksum of its own.
func (q *request) attributeParts(v *index.Version) (*attributePartXML, error) {
	if len(v.PartSizes) == 0 {
		return nil, nil
	}
	doc := &attributePartXML{Count: len(v.PartSizes)}
	if v.Checksum.Type != index.Composite {
		return doc, nil
	}
	after, err := headerNumber(q.r.Header.Get("X-Amz-Part-Number-Marker"), 0)
	if err != nil {
		return nil, invalidArgument("Provided part-number-marker not an integer or within integer range", "part-number-marker", q.r.Header.Get("X-Amz-Part-Number-Marker"))
	}
	limit, err := headerNumber(q.r.Header.Get("X-Amz-Max-Parts"), maxPage)
	if err != nil {
		return nil, invalidArgument("Provided max-parts not an integer or within integer range", "max-parts", q.r.Header.Get("X-Amz-Max-Parts"))
	}
	limit = min(limit, maxPage)
	next, truncated := 0, false
	for _, p := range v.PartSizes {
		if p.Number <= after {
			continue
		}
		if len(doc.Parts) == limit {
			truncated = true
			break
		}
		next = p.Number
		doc.Parts = append(doc.Parts, attributePieceXML{p.Number, checksums(index.Checksum{Algorithm: v.Checksum.Algorithm, Value: p.Checksum}), p.Size})
	}
	doc.Marker, doc.Next, doc.Max, doc.Truncated = &after, &next, &limit, &truncated
	return doc, nil
}

func headerNumber(text string, absent int) (int, error) {
	if text == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(text)
	if err == nil && n < 0 {
		err = strconv.ErrRange
	}
	return n, err
}
