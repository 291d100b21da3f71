package glue

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/glue/types"
)

// records are everything that was made. Runs are called JOB/RUN.
type records struct {
	jobs           table[types.Job]
	runs           table[types.JobRun]
	connections    table[types.Connection]
	configurations table[types.SecurityConfiguration]

	mu sync.Mutex
	// tags are those of resources, by ARN.
	tags map[string]map[string]string
	// started counts the runs that jobs had, also of jobs that were deleted and
	// made again: ids of runs follow from it.
	started map[id]int
	// starting is held while a run is taken, so that no two of them are the
	// last one that a job may have at once.
	starting sync.Mutex
}

func newRecords() *records {
	return &records{tags: map[string]map[string]string{}, started: map[id]int{}}
}

// runID is the id of a job's next run: jr_ and 64 hexadecimal digits.
func (s *records) runID(of id) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.started[of]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", of.account, of.name, s.started[of]))
	return "jr_" + hex.EncodeToString(sum[:])
}

func (s *records) tagsOf(arn string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.tags[arn])
}

// tag changes the tags of a resource.
func (s *records) tag(arn string, change func(map[string]string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tags := maps.Clone(s.tags[arn])
	if tags == nil {
		tags = map[string]string{}
	}
	change(tags)
	s.tags[arn] = tags
}

// untag forgets the tags of a resource that is gone.
func (s *records) untag(arn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tags, arn)
}

func (s *records) reset() {
	s.jobs.reset()
	s.runs.reset()
	s.connections.reset()
	s.configurations.reset()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tags, s.started = map[string]map[string]string{}, map[id]int{}
}

func (s *records) digest() string {
	lines := slices.Concat(s.jobs.lines(), s.runs.lines(), s.connections.lines(), s.configurations.lines())
	s.mu.Lock()
	defer s.mu.Unlock()
	for arn, tags := range s.tags {
		if len(tags) > 0 {
			lines = append(lines, fmt.Sprintf("%s %v", arn, tags))
		}
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}
