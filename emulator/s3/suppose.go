package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
)

// Suppose is the question that a request without special headers would put
// for action on the ARN of a bucket, an access point, or an object in or behind
// it: about a call that nobody made. The error says that there is no such
// bucket or access point.
func (s *Service) Suppose(ctx context.Context, x *gate.Exchange, action, arn string) (gate.Question, error) {
	name, key, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:s3:::"), "/")
	point, behind, through := parseAccessPoint(x.World, arn)
	if through {
		name, key = point.Bucket, behind
	}
	b, ok := x.World.Bucket(name)
	switch {
	case ok:
	case strings.Contains(arn, ":accesspoint/"):
		return gate.Question{}, fmt.Errorf("%s: there is no such access point in this world", arn)
	default:
		return gate.Question{}, fmt.Errorf("%s: there is no bucket %q in this world", arn, name)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody)
	if err != nil {
		return gate.Question{}, err
	}
	operation := &operation{name: strings.TrimPrefix(action, "s3:"), action: action}
	q := &request{s: s, r: r, x: x, op: operation, query: url.Values{}, name: name, key: key, bucket: b}
	on := subject{bucket: b, point: point, key: key}
	if key != "" {
		v, err := s.index.Head(name, key, "")
		switch {
		case err == nil:
			on.version = v
		case !errors.Is(err, index.ErrNoSuchKey):
			return gate.Question{}, err
		}
	}
	if through {
		return q.pointQuestion(action, on), nil
	}
	return q.question(action, on), nil
}
