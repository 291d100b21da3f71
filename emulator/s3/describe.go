package s3

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

// A Content is the bytes of an object, for a file of their own.
type Content struct {
	// Name says what the bytes are: equal names, equal bytes. It is 64
	// hexadecimal digits.
	Name string
	Size int64
	held *index.Held
}

// Open reads the bytes. The reader must be closed.
func (c Content) Open() (io.ReadCloser, error) { return c.held.Open(0, -1) }

// Contents are what is in the buckets of a world at one moment. They must be
// released.
type Contents struct {
	// Files are the bytes of a description's objects that are too long to
	// stand in it, or no text.
	Files []Content
	// folder is what comes before a content's name in a description.
	folder string
	names  map[string]bool
	held   map[string]*index.Contents // by bucket
}

// Hold takes what is in the buckets of w now.
func (s *Service) Hold(w *world.World) (*Contents, error) {
	c := &Contents{names: map[string]bool{}, held: map[string]*index.Contents{}}
	for _, a := range w.Accounts {
		for name := range a.Buckets {
			held, err := s.index.Hold(name)
			if err != nil {
				return nil, errors.Join(fmt.Errorf("bucket %s: %w", name, err), c.Release())
			}
			c.held[name] = held
		}
	}
	return c, nil
}

// Release lets go of the bytes.
func (c *Contents) Release() error {
	var errs []error
	for _, held := range c.held {
		errs = append(errs, held.Release())
	}
	return errors.Join(errs...)
}

// Describe puts the objects and uploads into d, a description of w. Those whose
// bytes do not stand in it have a file in folder, under the name of one of Files.
func (c *Contents) Describe(w, d *world.World, folder string) error {
	c.folder = folder
	for _, id := range sortedKeys(d.Accounts) {
		for _, name := range sortedKeys(d.Accounts[id].Buckets) {
			b, _ := w.Bucket(name)
			if err := c.describe(w, b, c.held[name], d.Accounts[id].Buckets[name]); err != nil {
				return fmt.Errorf("bucket %s: %w", name, err)
			}
		}
	}
	return nil
}

func (c *Contents) describe(w *world.World, b *world.Bucket, held *index.Contents, d *world.Bucket) error {
	for _, versions := range held.Objects {
		all := make([]*world.Object, len(versions))
		for i, v := range versions {
			var err error
			if all[i], err = c.version(w, b, v); err != nil {
				return err
			}
		}
		if len(all) > 1 {
			all[0].Older = all[1:]
		}
		if d.Objects == nil {
			d.Objects = map[string]*world.Object{}
		}
		d.Objects[versions[0].Key] = all[0]
	}
	for _, u := range held.Uploads {
		upload, err := c.upload(w, b, u)
		if err != nil {
			return err
		}
		d.Uploads = append(d.Uploads, upload)
	}
	return nil
}

func (c *Contents) version(w *world.World, b *world.Bucket, v *index.Held) (*world.Object, error) {
	o := attributes(w, b, v.Version)
	if o.DeleteMarker {
		return o, nil
	}
	o.ETag, o.Checksum = v.ETag, (*world.Checksum)(&v.Checksum)
	if err := c.content(o, v); err != nil {
		return nil, err
	}
	return o, nil
}

// attributes is everything of a version but what follows from its bytes.
func attributes(w *world.World, b *world.Bucket, v *index.Version) *world.Object {
	o := &world.Object{Stored: world.Stored{VersionID: v.ID, DeleteMarker: v.DeleteMarker, Modified: v.Modified.UTC()}}
	if v.ID == index.NullVersion && b.Versioning != index.VersioningEnabled {
		o.VersionID = "" // it gets no other one
	}
	if v.Owner != b.Account {
		o.Owner = v.Owner
	}
	if v.DeleteMarker {
		return o
	}
	o.Tags, o.Metadata, o.StorageClass = v.Tags, v.Metadata, v.StorageClass
	o.ACL, o.Lock = describedACL(w, b, v), describedLock(v.Lock)
	describeHeaders(o, v.Headers)
	describeEncryption(o, w, b, v)
	if !v.RestoredUntil.IsZero() {
		o.RestoredUntil = v.RestoredUntil.UTC()
	}
	for i, p := range v.PartSizes {
		part := world.StoredPart{Number: p.Number, Size: p.Size, Checksum: p.Checksum}
		if part.Number == i+1 {
			part.Number = 0
		}
		o.Parts = append(o.Parts, part)
	}
	return o
}

func describeHeaders(o *world.Object, h index.Headers) {
	if h.ContentType != "binary/octet-stream" {
		o.ContentType = h.ContentType
	}
	o.CacheControl, o.ContentDisposition, o.ContentEncoding = h.CacheControl, h.ContentDisposition, h.ContentEncoding
	o.ContentLanguage, o.Expires, o.WebsiteRedirectLocation = h.ContentLanguage, h.Expires, h.WebsiteRedirect
}

// describeEncryption says how a version is encrypted, unless it is what its
// bucket does by default.
func describeEncryption(o *world.Object, w *world.World, b *world.Bucket, v *index.Version) {
	e := v.Encryption
	o.EncryptionContext, o.CustomerKeyMD5 = e.Context, e.CustomerKeyMD5
	byDefault, err := seedEncryption(w, b, &world.Object{Owner: v.Owner})
	if err == nil && byDefault.Algorithm == e.Algorithm && byDefault.KeyARN == e.KeyARN && byDefault.BucketKey == e.BucketKey && e.CustomerKeyMD5 == "" {
		return
	}
	o.Encryption = &world.Encryption{Algorithm: e.Algorithm, Key: e.KeyARN, BucketKey: e.BucketKey}
}

func describedLock(l index.Lock) *world.Lock {
	if l == (index.Lock{}) {
		return nil
	}
	lock := &world.Lock{Mode: l.Mode, LegalHold: l.LegalHold == "ON", LegalHoldReleased: l.LegalHold == "OFF"}
	if !l.Until.IsZero() {
		lock.Until = l.Until.UTC().Format(time.RFC3339Nano)
	}
	return lock
}

// describedACL is the shortest ACL that stands for a version's.
func describedACL(w *world.World, b *world.Bucket, v *index.Version) *world.ACL {
	for _, acl := range []*world.ACL{nil, {Canned: v.ACL.Canned}} {
		if is := seedACL(w, b, v.Owner, acl); is.Canned == v.ACL.Canned && slices.Equal(is.Grants, v.ACL.Grants) {
			return acl
		}
	}
	return worldACL(v.ACL.Grants)
}

func (c *Contents) upload(w *world.World, b *world.Bucket, u index.HeldUpload) (*world.Upload, error) {
	out := &world.Upload{Key: u.Key, ID: u.ID, Initiator: u.Initiator, Started: u.Started.UTC(), Replaces: u.Replaces}
	out.Object = attributes(w, b, &u.Object)
	out.Object.Modified, out.Object.VersionID = time.Time{}, ""
	out.Object.Checksum = (*world.Checksum)(&u.Object.Checksum)
	for _, p := range u.Parts {
		part := &world.Object{Stored: world.Stored{Modified: p.Modified.UTC()}}
		if p.Checksum != "" {
			part.Checksum = &world.Checksum{Value: p.Checksum}
		}
		if err := c.bytes(part, p.Content); err != nil {
			return nil, err
		}
		if out.Parts == nil {
			out.Parts = map[string]*world.Object{}
		}
		out.Parts[strconv.Itoa(p.Number)] = part
	}
	return out, nil
}
