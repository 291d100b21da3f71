package index

import (
	"cmp"
	"slices"
	"strings"
)

// An UploadQuery selects a page of a bucket's uploads in progress, as
// ListMultipartUploads does.
type UploadQuery struct {
	Prefix    string
	Delimiter string
	// KeyMarker alone begins after that key; with UploadIDMarker after that
	// upload of the key.
	KeyMarker      string
	UploadIDMarker string
	// Max bounds uploads and common prefixes together; S3 caps it at 1000.
	Max int
}

// An UploadPage is a part of a listing of uploads.
type UploadPage struct {
	// Uploads are in the order of their keys' UTF-8 bytes, those of one key in
	// the order in which they were begun.
	Uploads  []*Upload
	Prefixes []string
	// Truncated: there is more, after the two markers.
	Truncated          bool
	NextKeyMarker      string
	NextUploadIDMarker string
}

// ListUploads lists uploads in progress. A marker whose upload has ended still
// marks its place. Errors are ErrNoSuchBucket and, for a marker that is no upload
// id of this index, ErrBadMarker.
func (ix *Index) ListUploads(bucketName string, q UploadQuery) (UploadPage, error) {
	var p UploadPage
	var seq uint64
	if q.UploadIDMarker != "" {
		var ok bool
		if seq, ok = ix.ids.parse(uploadID, q.UploadIDMarker); !ok {
			return p, ErrBadMarker
		}
	}
	w := walk{prefix: q.Prefix, delimiter: q.Delimiter}
	err := ix.view(bucketName, func(b *bucket) error {
		for _, u := range b.sortedUploads() {
			common := ""
			switch {
			case !strings.HasPrefix(u.Key, q.Prefix) || u.Key < q.KeyMarker:
				continue
			case q.KeyMarker != "" && u.Key == q.KeyMarker && (q.UploadIDMarker == "" || u.Seq <= seq):
				continue
			}
			if common = w.common(u.Key); common != "" && p.has(common, q.KeyMarker) {
				continue
			}
			if len(p.Uploads)+len(p.Prefixes) >= q.Max {
				p.Truncated = q.Max > 0
				break
			}
			p.add(u.Upload, common)
		}
		return nil
	})
	if !p.Truncated {
		p.NextKeyMarker, p.NextUploadIDMarker = "", ""
	}
	return p, err
}

// has says whether a common prefix was listed, on this page or before.
func (p *UploadPage) has(common, marker string) bool {
	return strings.HasPrefix(marker, common) || slices.Contains(p.Prefixes, common)
}

func (p *UploadPage) add(u *Upload, common string) {
	if common != "" {
		p.Prefixes = append(p.Prefixes, common)
		p.NextKeyMarker, p.NextUploadIDMarker = common, ""
		return
	}
	p.Uploads = append(p.Uploads, u)
	p.NextKeyMarker, p.NextUploadIDMarker = u.Key, u.ID
}

// sortedUploads lists the uploads by key, then by age.
func (b *bucket) sortedUploads() []*upload {
	list := make([]*upload, 0, len(b.uploads))
	for _, u := range b.uploads {
		list = append(list, u)
	}
	slices.SortFunc(list, func(x, y *upload) int {
		return cmp.Or(strings.Compare(x.Key, y.Key), cmp.Compare(x.Seq, y.Seq))
	})
	return list
}
