package s3_test

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
)

// The objects of a listing are rendered by hand. encoding/xml renders what it
// reads of one to the same bytes.
func TestListingIsRenderedAsEncodingXMLDoes(t *testing.T) {
	type owner struct {
		ID          string
		DisplayName string `xml:",omitempty"`
	}
	type content struct {
		Key, LastModified, ETag string
		ChecksumAlgorithm       string `xml:",omitempty"`
		ChecksumType            string `xml:",omitempty"`
		Size                    int64
		Owner                   *owner
		StorageClass            string
	}
	type listing struct {
		XMLName        xml.Name `xml:"ListBucketResult"`
		Xmlns          string   `xml:"xmlns,attr"`
		Name, Prefix   string
		Marker         *string
		KeyCount       *int
		MaxKeys        int
		Delimiter      string `xml:",omitempty"`
		EncodingType   string `xml:",omitempty"`
		IsTruncated    bool
		Contents       []content
		CommonPrefixes []struct{ Prefix string }
	}

	w := testWorld()
	w.DisplayNames = true
	w.Accounts["111122223333"].Name, w.Accounts[other].Name = "owner & co", `"other"`
	readers := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::legacy"}}`
	legacy := w.Accounts["111122223333"].Buckets["legacy"]
	legacy.Policy, legacy.Objects = world.MustPolicy(readers), map[string]*world.Object{
		"foreign":   {Body: "x", Owner: other, StorageClass: "GLACIER"},
		"foreign 2": {Body: "x", Owner: other},
	}
	l := start(t, w)
	times := []time.Time{{}, now.Add(7 * time.Millisecond), time.Date(1999, 12, 31, 23, 59, 59, 999999999, time.FixedZone("", -3600))}
	for i, key := range []string{
		"plain", `quo"ted`, "apo's", "a&b<c>d", "tab\tline\nreturn\r", "null\x00bell\x07", "del\x7f", "日本 \U0001F600", "\uFFFE\uFFFD",
		"dir&/one", `dir"/two`, "dir\x01/three", strings.Repeat("k", 1024),
	} {
		v := index.Version{Key: key, Owner: "111122223333", ETag: "d41d8cd98f00b204e9800998ecf8427e", Modified: times[i%len(times)]}
		if i%2 == 0 {
			v.Checksum = index.Checksum{Algorithm: "CRC32", Type: index.FullObject}
		}
		must(l.index.Put(index.Write{Bucket: "legacy", Version: v}))(t)
	}
	for _, query := range []string{
		"list-type=2", "list-type=2&fetch-owner=true", "list-type=2&delimiter=/", "list-type=2&delimiter=/&encoding-type=url&fetch-owner=true",
		"list-type=2&prefix=nothing", "delimiter=/", "encoding-type=url",
	} {
		t.Run(query, func(t *testing.T) {
			res, body := l.send(http.MethodGet, "/legacy?"+query, "")
			if res.StatusCode != http.StatusOK {
				t.Fatalf("%d %s", res.StatusCode, body)
			}
			var doc listing
			if err := xml.Unmarshal([]byte(body), &doc); err != nil {
				t.Fatal(err)
			}
			doc.XMLName.Space = "" // written as xmlns
			again := must(xml.Marshal(doc))(t)
			if diff := cmp.Diff(xml.Header+string(again), body); diff != "" {
				t.Errorf("encoding/xml -, sent +\n%s", diff)
			}
			asked := must(url.ParseQuery(query))(t)
			page := must(l.index.List("legacy", index.Query{Prefix: asked.Get("prefix"), Delimiter: asked.Get("delimiter"), Max: 1000}))(t)
			if len(page.Versions) != len(doc.Contents) || len(page.Prefixes) != len(doc.CommonPrefixes) {
				t.Fatalf("%d objects and %d prefixes, want %d and %d", len(doc.Contents), len(doc.CommonPrefixes), len(page.Versions), len(page.Prefixes))
			}
			for i, c := range doc.Contents {
				if want := page.Versions[i].Modified.UTC().Format("2006-01-02T15:04:05.000Z"); c.LastModified != want {
					t.Errorf("LastModified %s, want %s", c.LastModified, want)
				}
			}
		})
	}
}
