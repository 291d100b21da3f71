package sagemaker

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

// A record is one resource that was made.
type record struct {
	kind, name, account, arn string
	// number is the order in which records were made.
	number int
	tags   map[string]string
	// output is what Describe answers: a pointer to an output type of the SDK,
	// which is never changed but replaced by update.
	output any
	// run is the job behind it; nil for what is no job.
	run *job.Run
	// token is the request's, for what a second request with it does not make
	// again.
	token string
}

// records are everything that was made, by ARN.
type records struct {
	mu   sync.Mutex
	all  map[string]*record
	last int
	// counts are how many records of a series were ever made, by its name.
	counts map[string]int
	// numbering is held from reading a count to adding the record that has it.
	numbering sync.Mutex
}

func newRecords() *records { return &records{all: map[string]*record{}, counts: map[string]int{}} }

// count is how many records of a series were made.
func (s *records) count(series string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[series]
}

// addCounted is add for the next record of a series.
func (s *records) addCounted(series string, r *record) bool {
	if !s.add(r) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[series]++
	return true
}

// add adds a record; false when its ARN is taken.
func (s *records) add(r *record) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.all[r.arn]; taken {
		return false
	}
	s.last++
	r.number = s.last
	s.all[r.arn] = r
	return true
}

func (s *records) get(arn string) (*record, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.all[arn]
	return r, ok
}

func (s *records) remove(arn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, arn)
}

// of are the records of a kind in an account, oldest first.
func (s *records) of(account, kind string) []*record {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*record
	for _, r := range s.all {
		if r.account == account && r.kind == kind {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *record) int { return a.number - b.number })
	return out
}

// output is what a record's Describe answers now: a copy.
func output[Out any](s *records, r *record) *Out {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := *r.output.(*Out)
	return &out
}

// update changes what a record's Describe answers.
func update[Out any](s *records, r *record, change func(*Out)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := *r.output.(*Out)
	change(&next)
	r.output = &next
}

// tagsOf are a record's tags: a copy.
func (s *records) tagsOf(r *record) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(r.tags)
}

func (s *records) tag(r *record, change func(map[string]string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tags := maps.Clone(r.tags)
	if tags == nil {
		tags = map[string]string{}
	}
	change(tags)
	r.tags = tags
}

func (s *records) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all, s.counts = map[string]*record{}, map[string]int{}
}

func (s *records) digest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for arn, r := range s.all {
		text, err := awsproto.EncodeJSONOutput(r.output)
		lines = append(lines, fmt.Sprintf("%s %s %v %v", arn, text, r.tags, err))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}
