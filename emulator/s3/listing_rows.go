package s3

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/s3/index"
)

// replyListing is reply for a page of objects, whose rows come last in its
// document. They are written by hand, byte by byte as encoding/xml would: it
// takes longer for a thousand of them than everything else in a listing.
func (q *request) replyListing(doc *listXML, p listingPage, found index.Page, owners bool) error {
	r := replies.Get().(*reply)
	defer replies.Put(r)
	if err := r.encode(doc); err != nil {
		return err
	}
	const end = "</ListBucketResult>"
	b := r.text[:len(r.text)-len(end)]
	b = q.appendRows(b, p, found.Versions, owners)
	for _, prefix := range found.Prefixes {
		b = append(b, "<CommonPrefixes><Prefix>"...)
		b = appendText(b, p.encode(prefix))
		b = append(b, "</Prefix></CommonPrefixes>"...)
	}
	r.text = append(b, end...)
	return q.send200(r)
}

func (q *request) appendRows(b []byte, p listingPage, versions []*index.Version, owners bool) []byte {
	var owner, rendered string // the last row's owner, and how it looks
	for _, v := range versions {
		b = append(b, "<Contents><Key>"...)
		b = appendText(b, p.encode(v.Key))
		b = append(b, "</Key><LastModified>"...)
		b = appendISO(b, v.Modified)
		b = append(b, "</LastModified><ETag>&#34;"...)
		b = appendText(b, v.ETag)
		b = append(b, "&#34;</ETag>"...)
		b = appendOptional(b, "ChecksumAlgorithm", v.Checksum.Algorithm)
		b = appendOptional(b, "ChecksumType", v.Checksum.Type)
		b = append(b, "<Size>"...)
		b = strconv.AppendInt(b, v.Size, 10)
		b = append(b, "</Size>"...)
		if owners {
			if of := effectiveOwner(q.bucket, v); rendered == "" || of != owner {
				owner, rendered = of, renderedOwner(q.ownerOf(v))
			}
			b = append(b, rendered...)
		}
		b = append(b, "<StorageClass>"...)
		b = appendText(b, storageClass(v))
		b = append(b, "</StorageClass></Contents>"...)
	}
	return b
}

func renderedOwner(o *ownerXML) string {
	b := append([]byte("<Owner><ID>"), o.ID...)
	b = append(b, "</ID>"...)
	b = appendOptional(b, "DisplayName", o.DisplayName)
	return string(append(b, "</Owner>"...))
}

// appendOptional appends an element, unless it is empty.
func appendOptional(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b = append(append(append(b, '<'), name...), '>')
	b = appendText(b, text)
	return append(append(append(b, "</"...), name...), '>')
}

// appendText escapes as encoding/xml does.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x80 || c == '"' || c == '\'' || c == '&' || c == '<' || c == '>' {
			var escaped bytes.Buffer
			_ = xml.EscapeText(&escaped, []byte(s)) // a Buffer takes everything
			return append(b, escaped.Bytes()...)
		}
	}
	return append(b, s...)
}

// appendISO appends what iso gives, without time's interpreter of layouts.
func appendISO(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return append(b, iso(t)...)
	}
	hour, minute, second := t.Clock()
	b = appendDigits(b, year, 4)
	b = appendDigits(append(b, '-'), int(month), 2)
	b = appendDigits(append(b, '-'), day, 2)
	b = appendDigits(append(b, 'T'), hour, 2)
	b = appendDigits(append(b, ':'), minute, 2)
	b = appendDigits(append(b, ':'), second, 2)
	b = appendDigits(append(b, '.'), t.Nanosecond()/1e6, 3)
	return append(b, 'Z')
}

// appendDigits appends the last digits of n.
func appendDigits(b []byte, n, digits int) []byte {
	b = append(b, "0000"[:digits]...)
	for i := range digits {
		b[len(b)-1-i] = byte('0' + n%10)
		n /= 10
	}
	return b
}
