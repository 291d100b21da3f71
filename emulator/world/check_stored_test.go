package world_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

// What a file says of stored versions, uploads and ids, and what is wrong with it.
func TestNewReportsWhatCannotBeStored(t *testing.T) {
	read := allow("s3:Get*")
	for name, c := range map[string]struct {
		spoil func(a *world.Account, b *world.Bucket)
		want  string
	}{
		"versions without versioning": {
			func(_ *world.Account, b *world.Bucket) {
				b.Versioning, b.Objects = "", map[string]*world.Object{"k": {Older: []*world.Object{{}}}}
			},
			`buckets.data.objects.k: versions need a bucket that has or had versioning; write versioning: Enabled or Suspended`,
		},
		"a version id that is none": {
			func(_ *world.Account, b *world.Bucket) { b.Objects["k"].VersionID = "v 1" },
			`objects.k.versionId: "v 1" is no version id`,
		},
		"a version id twice": {
			func(_ *world.Account, b *world.Bucket) {
				b.Objects["k"].VersionID = "null"
				b.Objects["k"].Older = []*world.Object{{Stored: world.Stored{VersionID: "null"}}}
			},
			`objects.k.older.0.versionId: the version "null" is there twice`,
		},
		"older versions of an older version": {
			func(_ *world.Account, b *world.Bucket) {
				b.Objects["k"].Older = []*world.Object{{Older: []*world.Object{{}}}}
			},
			`objects.k.older.0.older: an older version has none itself; list all of them under the newest one`,
		},
		"a delete marker with a body": {
			func(_ *world.Account, b *world.Bucket) { b.Objects["k"].DeleteMarker = true },
			`objects.k: a delete marker has no content`,
		},
		"parts that do not add up": {
			func(_ *world.Account, b *world.Bucket) {
				b.Objects["k"].Parts = []world.StoredPart{{Size: 3}, {Size: 3}}
			},
			`objects.k.parts: the parts have 6 bytes, the object has 5`,
		},
		"parts out of order": {
			func(_ *world.Account, b *world.Bucket) {
				b.Objects["k"].Parts = []world.StoredPart{{Number: 2, Size: 3}, {Number: 2, Size: 2}}
			},
			`objects.k.parts.1.number: part numbers go up, from 1 to 10000`,
		},
		"an ETag with quotes": {
			func(_ *world.Account, b *world.Bucket) { b.Objects["k"].ETag = `"0123456789abcdef0123456789abcdef"` },
			`objects.k.etag: "\"0123456789abcdef0123456789abcdef\"" is no ETag`,
		},
		"a checksum that S3 has not": {
			func(_ *world.Account, b *world.Bucket) {
				b.Objects["k"].Checksum = &world.Checksum{Algorithm: "SHA257"}
			},
			`objects.k.checksum.algorithm: "SHA257" is not possible here; did you mean "SHA256"?`,
		},
		"an upload without a key": {
			func(_ *world.Account, b *world.Bucket) { b.Uploads = []*world.Upload{{}} },
			`buckets.data.uploads.0: an upload without a key`,
		},
		"an upload with a part number that is none": {
			func(_ *world.Account, b *world.Bucket) {
				b.Uploads = []*world.Upload{{Key: "k", Parts: map[string]*world.Object{"01": {}}}}
			},
			`uploads.0.parts.01: "01" is no part number`,
		},
		"an upload of a stranger's object": {
			func(_ *world.Account, b *world.Bucket) {
				b.Uploads = []*world.Upload{{Key: "k", Object: &world.Object{Owner: "123412341234"}}}
			},
			`uploads.0.object.owner: there is no account "123412341234"`,
		},
		"a unique id of something else": {
			func(a *world.Account, _ *world.Bucket) { a.Roles["Trainer"].ID = "AIDAEXAMPLEEXAMPLE12" },
			`roles.Trainer.id: "AIDAEXAMPLEEXAMPLE12" is no unique id of it; write AROA and 17 capital letters and digits`,
		},
		"a unique id twice": {
			func(a *world.Account, _ *world.Bucket) {
				a.Roles["Trainer"].ID = "AROAEXAMPLEEXAMPLE12"
				a.Roles["Another"] = &world.Role{ID: "AROAEXAMPLEEXAMPLE12"}
			},
			`the unique id "AROAEXAMPLEEXAMPLE12" is used twice`,
		},
		"a policy version without a policy": {
			func(a *world.Account, _ *world.Bucket) {
				a.Policies["New"] = &world.ManagedPolicy{Policy: read, DefaultVersion: "v2", Versions: map[string]*world.PolicyVersion{"v1": {}}}
			},
			`policies.New.versions.v1: a version without a policy`,
		},
		"a policy version that is none": {
			func(a *world.Account, _ *world.Bucket) {
				a.Policies["New"] = &world.ManagedPolicy{Policy: read, Versions: map[string]*world.PolicyVersion{"2": {Policy: read}}}
			},
			`policies.New.versions.2: "2" is no policy version; versions are v1, v2, v3`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := describe()
			b := w.Accounts[member].Buckets["data"]
			b.Versioning, b.Objects = "Enabled", map[string]*world.Object{"k": {Body: "hello"}}
			c.spoil(w.Accounts[member], b)
			_, err := world.New(w)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one problem:\n%v", err)
			}
		})
	}
}
