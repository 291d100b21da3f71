package s3

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/s3/index"
)

type versionsXML struct {
	XMLName       xml.Name     `xml:"ListVersionsResult"`
	Xmlns         string       `xml:"xmlns,attr"`
	Name          string       `xml:"Name"`
	Prefix        string       `xml:"Prefix"`
	KeyMarker     string       `xml:"KeyMarker"`
	VersionMarker string       `xml:"VersionIdMarker"`
	NextKey       string       `xml:"NextKeyMarker,omitempty"`
	NextVersion   string       `xml:"NextVersionIdMarker,omitempty"`
	MaxKeys       int          `xml:"MaxKeys"`
	Delimiter     string       `xml:"Delimiter,omitempty"`
	Encoding      string       `xml:"EncodingType,omitempty"`
	Truncated     bool         `xml:"IsTruncated"`
	Rows          []versionXML // Version and DeleteMarker, as they come
	Prefixes      []prefixXML  `xml:"CommonPrefixes"`
}

type versionXML struct {
	XMLName      xml.Name
	ETag         string   `xml:"ETag,omitempty"`
	Algorithm    string   `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType string   `xml:"ChecksumType,omitempty"`
	Size         *int64   `xml:"Size"`
	StorageClass string   `xml:"StorageClass,omitempty"`
	Key          string   `xml:"Key"`
	ID           string   `xml:"VersionId"`
	Latest       bool     `xml:"IsLatest"`
	Modified     string   `xml:"LastModified"`
	Owner        ownerXML `xml:"Owner"`
}

func (q *request) listObjectVersions() error {
	p, err := q.page("max-keys")
	if err != nil {
		return err
	}
	if err := q.allowBucket(); err != nil {
		return err
	}
	keyMarker, versionMarker := q.query.Get("key-marker"), q.query.Get("version-id-marker")
	switch {
	case q.query.Has("version-id-marker") && !q.query.Has("key-marker"):
		return invalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", versionMarker)
	case q.query.Has("version-id-marker") && versionMarker == "":
		return invalidArgument("A version-id marker cannot be empty.", "version-id-marker", "")
	}
	found, err := q.s.index.ListVersions(q.name, index.VersionQuery{
		Prefix: p.prefix, Delimiter: p.delimiter, KeyMarker: keyMarker, VersionIDMarker: versionMarker, Max: p.max,
	})
	if err != nil {
		return q.listError(err)
	}
	doc := versionsXML{
		Xmlns: namespace, Name: q.name, Prefix: p.encode(p.prefix), KeyMarker: p.encode(keyMarker), VersionMarker: versionMarker,
		NextKey: p.encode(found.NextKeyMarker), NextVersion: found.NextVersionIDMarker,
		MaxKeys: p.max, Delimiter: p.encode(p.delimiter), Encoding: p.encoding, Truncated: found.Truncated,
	}
	for _, v := range found.Versions {
		row := versionXML{
			XMLName: xml.Name{Local: "DeleteMarker"}, Key: p.encode(v.Key), ID: v.ID, Latest: v.Latest,
			Modified: iso(v.Modified), Owner: *q.ownerOf(v.Version),
		}
		if !v.DeleteMarker {
			row.XMLName.Local = "Version"
			row.ETag, row.Size, row.StorageClass = quoted(v.ETag), &v.Size, storageClass(v.Version)
			row.Algorithm, row.ChecksumType = v.Checksum.Algorithm, v.Checksum.Type
		}
		doc.Rows = append(doc.Rows, row)
	}
	for _, prefix := range found.Prefixes {
		doc.Prefixes = append(doc.Prefixes, prefixXML{p.encode(prefix)})
	}
	return q.reply(doc)
}
