package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Ten megabytes before the body are refused as S3 refuses them, not as net/http
// does, wherever they stand; the lab goes on.
func TestHeaderBeyondAllBounds(t *testing.T) {
	s := serveIn(t, "denylab")
	long := strings.Repeat("a", 10_000_000)
	for name, change := range map[string]func(*http.Request){
		"a header":        func(r *http.Request) { r.Header.Set("X-Long", long) },
		"a header's name": func(r *http.Request) { r.Header.Set("X-"+long, "1") },
		"metadata":        func(r *http.Request) { r.Header.Set("X-Amz-Meta-Long", long) },
		"a signature":     func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+long) },
		"a token":         func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", long) },
		"a copy source":   func(r *http.Request) { r.Header.Set("X-Amz-Copy-Source", "/data/"+long) },
		"many headers": func(r *http.Request) {
			for i := range 500_000 {
				r.Header.Set(fmt.Sprintf("X-%d", i), "a")
			}
		},
		"the path":  func(r *http.Request) { r.URL.Path += long },
		"the query": func(r *http.Request) { r.URL.RawQuery = "prefix=" + long },
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.url+"/data/k", nil)
			if err != nil {
				t.Fatal(err)
			}
			change(r)
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close() //nolint:errcheck // nothing is lost
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), "<Code>RequestHeaderSectionTooLarge</Code>") {
				t.Errorf("%s %.500s, %v", resp.Status, body, err)
			}
		})
	}
	if resp, err := http.Get(s.url + "/_denylab/health"); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("afterwards: %v, %v", resp, err)
	}
}
