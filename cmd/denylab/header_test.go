package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// Headers beyond all bounds are refused as S3 refuses them, not as net/http does.
func TestHeaderBeyondAllBounds(t *testing.T) {
	s := serveIn(t, "denylab")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/data/k", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("a", 10_000_000))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing is lost
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), "<Code>RequestHeaderSectionTooLarge</Code>") {
		t.Errorf("%s %s, %v", resp.Status, body, err)
	}
}
