package glue

import (
	"strings"
	"testing"
	"unicode"
)

// Whatever --conf says, reading it ends well, and a setting that is said last,
// in Spark's words, is the one in force.
func FuzzSettings(f *testing.F) {
	f.Add("spark.hadoop.fs.s3.canned.acl=Private --conf spark.sql.x=1", "true")
	f.Add("--conf=", "")
	f.Add("spark.hadoop.=x --conf spark.hadoop", "a=b")
	f.Fuzz(func(t *testing.T, conf, value string) {
		if strings.Contains(value, "--conf") {
			return
		}
		got := settingsOf(map[string]string{"--conf": conf + " --conf spark.hadoop.fs.s3.useRequesterPaysHeader=" + value})
		if want := strings.TrimRightFunc(value, unicode.IsSpace); got["fs.s3.useRequesterPaysHeader"] != want {
			t.Errorf("%q: %q, want %q", conf, got["fs.s3.useRequesterPaysHeader"], want)
		}
		got.acl()
	})
}
