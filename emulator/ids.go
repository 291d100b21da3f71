package emulator

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/denylab/denylab/emulator/awsproto"
)

// ids makes the identifiers of the next exchange from the lab's seed and a
// counter: two replays of the same requests get the same ones.
func (l *Lab) ids() awsproto.IDs {
	n := l.requests.Add(1)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/request/%d", l.seed, n))
	return awsproto.IDs{
		RequestID: base32.StdEncoding.EncodeToString(sum[:10]),
		HostID:    base64.StdEncoding.EncodeToString(append(sum[:], sum[:24]...)),
		Decision:  fmt.Sprintf("%06d-%s", n, hex.EncodeToString(sum[10:14])),
	}
}
