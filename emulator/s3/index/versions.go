package index

// A VersionQuery selects a page of a bucket's versions, as ListObjectVersions
// does.
type VersionQuery struct {
	Prefix    string
	Delimiter string
	// KeyMarker alone begins after that key; with VersionIDMarker after that
	// version of the key.
	KeyMarker       string
	VersionIDMarker string
	// Max bounds versions and common prefixes together; S3 caps it at 1000.
	Max int
}

// A VersionPage is a part of a listing of versions.
type VersionPage struct {
	// Versions include delete markers: keys in the order of their UTF-8 bytes,
	// the versions of a key newest first.
	Versions []ListedVersion
	Prefixes []string
	// Truncated: there is more, after the two markers. A page that ends with a
	// common prefix has it as NextKeyMarker and no NextVersionIDMarker.
	Truncated           bool
	NextKeyMarker       string
	NextVersionIDMarker string
}

// A ListedVersion is a version in a listing.
type ListedVersion struct {
	*Version
	// Latest: it is the current version of its key.
	Latest bool
}

// ListVersions lists versions and delete markers. A marker whose version was
// deleted meanwhile still marks its place; for a deleted null version, which has
// no place of its own, its key is listed from the start. Errors are
// ErrNoSuchBucket and, for a marker that is no version id of this index,
// ErrBadMarker.
func (ix *Index) ListVersions(bucketName string, q VersionQuery) (VersionPage, error) {
	var p VersionPage
	if q.VersionIDMarker != "" && q.VersionIDMarker != NullVersion {
		if _, ok := ix.ids.parse(versionID, q.VersionIDMarker); !ok {
			return p, ErrBadMarker
		}
	}
	w := walk{prefix: q.Prefix, delimiter: q.Delimiter, after: q.KeyMarker, listed: q.KeyMarker}
	err := ix.view(bucketName, func(b *bucket) error {
		if o, ok := b.objects.get(q.KeyMarker); ok && q.VersionIDMarker != "" && w.holds(o.key) {
			if p.add(o, ix.olderThan(o, q.VersionIDMarker), q.Max) {
				return nil
			}
		}
		w.objects(&b.objects, func(o *object, common string) (found, more bool) {
			if common == "" {
				return true, !p.add(o, 0, q.Max)
			}
			if p.full(q.Max) {
				return false, false
			}
			p.Prefixes = append(p.Prefixes, common)
			p.NextKeyMarker, p.NextVersionIDMarker = common, ""
			return true, true
		})
		return nil
	})
	if !p.Truncated {
		p.NextKeyMarker, p.NextVersionIDMarker = "", ""
	}
	return p, err
}

// olderThan returns the position of the first version of o after the marker.
func (ix *Index) olderThan(o *object, marker string) int {
	seq, ok := ix.ids.parse(versionID, marker)
	for i, v := range o.versions {
		switch {
		case v.ID == marker:
			return i + 1
		case ok && v.Seq < seq:
			return i
		}
	}
	if ok {
		return len(o.versions)
	}
	return 0
}

// add lists an object's versions from position from on, and says whether the page
// is full.
func (p *VersionPage) add(o *object, from, limit int) (full bool) {
	for i := from; i < len(o.versions); i++ {
		if p.full(limit) {
			return true
		}
		v := o.versions[i]
		p.Versions = append(p.Versions, ListedVersion{Version: v, Latest: i == 0})
		p.NextKeyMarker, p.NextVersionIDMarker = v.Key, v.ID
	}
	return false
}

// full is asked when there is one more to list.
func (p *VersionPage) full(limit int) bool {
	if len(p.Versions)+len(p.Prefixes) < limit {
		return false
	}
	p.Truncated = limit > 0
	return true
}
