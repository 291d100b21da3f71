package world

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// AnonymousOwner is the owner of what an unsigned request has written.
const AnonymousOwner = "anonymous"

// The forms of the ids and ETags of S3.
var (
	versionForm   = regexp.MustCompile(`^[A-Za-z0-9._]+$`)
	etagForm      = regexp.MustCompile(`^[0-9a-f]{32}(-[0-9]{1,5})?$`)
	checksumKinds = []string{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"}
)

// nullVersion is the version that is written while versioning is not enabled.
const nullVersion = "null"

// versionsOf checks a key's versions: the newest, which has the others.
func (c *checker) versionsOf(p path, b *Bucket, newest *Object) {
	seen := map[string]bool{}
	for i, o := range newest.versions() {
		here := p
		if i > 0 {
			here = p.to("older", fmt.Sprint(i-1))
			if len(o.Older) > 0 {
				c.add(here.to("older"), "", "an older version has none itself", "list all of them under the newest one, newest first")
			}
		}
		c.object(here, b, o)
		c.version(here, b, o)
		switch {
		case o.VersionID == "":
		case seen[o.VersionID]:
			c.add(here.to("versionId"), o.VersionID, fmt.Sprintf("the version %q is there twice", o.VersionID), "remove one, or leave versionId out")
		}
		seen[o.VersionID] = true
	}
}

// versions are o and those before it, newest first.
func (o *Object) versions() []*Object { return append([]*Object{o}, o.Older...) }

func (c *checker) version(p path, b *Bucket, o *Object) {
	if o.VersionID != "" && !versionForm.MatchString(o.VersionID) {
		c.add(p.to("versionId"), o.VersionID, fmt.Sprintf("%q is no version id", o.VersionID), "use letters, digits, dots and underscores, or leave it out")
	}
	if b.Versioning == "" && (o.DeleteMarker || len(o.Older) > 0 || o.VersionID != "" && o.VersionID != nullVersion) {
		c.add(p, o.VersionID, "versions need a bucket that has or had versioning", "write versioning: Enabled or Suspended")
	}
	if o.DeleteMarker && len(o.Content) > 0 {
		c.add(p, "", "a delete marker has no content", "remove its body, file or size")
	}
}

func (c *checker) object(p path, b *Bucket, o *Object) {
	c.contentOf(p, o)
	account := c.w.Accounts[o.Owner]
	switch {
	case o.Owner == AnonymousOwner:
		account = c.w.Accounts[b.Account]
	case account == nil:
		c.unknown(p.to("owner"), "account", o.Owner, keysOf(c.w.Accounts))
		return
	}
	c.lock(p.to("lock"), b, o.Lock)
	c.oneOf(p.to("storageClass"), o.StorageClass, StorageClasses...)
	c.acl(p.to("acl"), o.ACL)
	c.encryption(p.to("encryption"), account, b.Region, o.Encryption)
	c.stored(p, o)
}

func (c *checker) contentOf(p path, o *Object) {
	given := 0
	for _, is := range []bool{o.Body != "", o.File != "", o.Size != 0} {
		if is {
			given++
		}
	}
	switch {
	case given > 1:
		c.add(p, "", "an object has a body, a file or a size", "keep one of the three")
	case o.Size < 0:
		c.add(p.to("size"), fmt.Sprint(o.Size), "a size is not negative", "write the number of bytes")
	case o.File != "" && o.Content == nil:
		c.add(p.to("file"), o.File, fmt.Sprintf("the file %q was not read", o.File), "put its bytes into Content")
	}
}

func (c *checker) stored(p path, o *Object) {
	if o.ETag != "" && !etagForm.MatchString(o.ETag) {
		c.add(p.to("etag"), o.ETag, fmt.Sprintf("%q is no ETag", o.ETag), "write 32 hexadecimal digits, and -N for N parts, without quotes")
	}
	if sum := o.Checksum; sum != nil {
		c.oneOf(p.to("checksum", "algorithm"), sum.Algorithm, checksumKinds...)
		c.oneOf(p.to("checksum", "type"), sum.Type, "FULL_OBJECT", "COMPOSITE")
	}
	total, last := int64(0), 0
	for i, part := range o.Parts {
		here := p.to("parts", fmt.Sprint(i))
		number := part.Number
		if number == 0 {
			number = i + 1
		}
		if number <= last || number > 10000 {
			c.add(here.to("number"), fmt.Sprint(number), "part numbers go up, from 1 to 10000", "order the parts by their numbers, or leave number out")
		}
		total, last = total+part.Size, number
	}
	if len(o.Parts) > 0 && total != int64(len(o.Content)) {
		c.add(p.to("parts"), fmt.Sprint(total), fmt.Sprintf("the parts have %d bytes, the object has %d", total, len(o.Content)), "make the sizes of the parts add up")
	}
}

func (c *checker) upload(p path, b *Bucket, u *Upload) {
	if u == nil || u.Key == "" {
		c.add(p, "", "an upload without a key", "write key: and the key of the object that it will make")
		return
	}
	c.object(p.to("object"), b, u.Object)
	if u.ID != "" {
		c.once(p.to("id"), "upload id", u.ID)
	}
	for _, number := range sorted(u.Parts) {
		here := p.to("parts", number)
		if n, err := strconv.Atoi(number); err != nil || n < 1 || n > 10000 || strings.HasPrefix(number, "0") {
			c.add(here, number, fmt.Sprintf("%q is no part number", number), "write a number from 1 to 10000")
		}
		c.contentOf(here, u.Parts[number])
	}
}
