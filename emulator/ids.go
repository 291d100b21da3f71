package emulator

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strconv"

	"github.com/denylab/denylab/emulator/awsproto"
)

// ids makes the identifiers of the next exchange from the lab's seed and a
// counter: two replays of the same requests get the same ones.
func (l *Lab) ids() awsproto.IDs {
	n := l.requests.Add(1)
	number := strconv.FormatUint(n, 10)
	sum := sha256.Sum256([]byte(l.seed + "/request/" + number))
	return awsproto.IDs{
		RequestID: base32.StdEncoding.EncodeToString(sum[:10]),
		HostID:    base64.StdEncoding.EncodeToString(append(sum[:], sum[:24]...)),
		Decision:  "000000"[min(len(number), 6):] + number + "-" + hex.EncodeToString(sum[10:14]),
	}
}
