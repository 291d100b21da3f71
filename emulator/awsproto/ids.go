package awsproto

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
)

var uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// UUID is the request id in the form that the query and JSON services use: the
// id itself when it is a UUID already, else one derived from it, so that one
// exchange has one id in either form.
func (ids IDs) UUID() string {
	if uuidPattern.MatchString(ids.RequestID) {
		return ids.RequestID
	}
	sum := sha256.Sum256([]byte(ids.RequestID))
	sum[6] = sum[6]&0x0f | 0x40 // version 4
	sum[8] = sum[8]&0x3f | 0x80 // RFC 9562 variant
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// DecisionHeader is the one header by which the lab's answers differ from
// AWS's: it joins a response to the journal.
const DecisionHeader = "x-denylab-decision"

func (ids IDs) setDecision(h http.Header) {
	if ids.Decision != "" {
		h.Set(DecisionHeader, ids.Decision)
	}
}

func addHeader(to, from http.Header) {
	for name, values := range from {
		to[http.CanonicalHeaderKey(name)] = values
	}
}
