package awsproto_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/awsproto"
)

// No form makes the decoder panic, or members beyond what the form has.
func FuzzDecodeQuery(f *testing.F) {
	f.Add("Name=n&Color=red&Size=1&Round=true&Made=2026-01-02T03:04:05Z&Inner.Key=k")
	f.Add("Parts.member.1.Key=a&Parts.member.99999999999999999999.Key=b&Parts.member.-1.Key=c&Labels.member.1=&Labels=")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := awsproto.ReadForm(httptest.NewRequest("POST", "/", strings.NewReader(body)))
		if err != nil {
			return
		}
		var got shape
		if err := awsproto.DecodeQuery(form, &got); err != nil {
			if err.Status != 400 || err.Code == "" {
				t.Errorf("%q: %d %v", body, err.Status, err)
			}
			return
		}
		if most := strings.Count(body, "=") + strings.Count(body, "&") + 1; len(got.Parts) > most || len(got.Labels) > most {
			t.Errorf("%q has %d parts and %d labels", body, len(got.Parts), len(got.Labels))
		}
	})
}
