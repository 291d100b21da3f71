package sts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// The patterns of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
var (
	namePattern       = regexp.MustCompile(`[\w+=,.@-]*`)
	externalIDPattern = regexp.MustCompile(`[\w+=,.@:\/-]*`)
	serialPattern     = regexp.MustCompile(`[\w+=/:,.@-]*`)
	codePattern       = regexp.MustCompile(`[\d]*`)
)

// A parameters reader reads and checks a request's parameters.
type parameters struct {
	form  awsproto.Form
	found awsproto.Constraints
	err   *awsproto.Error
}

// wireName is a parameter's name in messages: AWS prints roleArn for RoleArn.
func wireName(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// text is a parameter of least to most characters that pattern matches; a nil
// pattern matches all.
func (p *parameters) text(name string, required bool, least, most int, pattern *regexp.Regexp) string {
	value := p.form.Get(name)
	if !p.form.Has(name) {
		if required {
			p.found.Required(wireName(name), false)
		}
		return ""
	}
	p.found.Length(wireName(name), value, least, most)
	if pattern != nil {
		p.found.Pattern(wireName(name), value, pattern)
	}
	return value
}

// duration is DurationSeconds, in seconds; 0 when it was not sent.
func (p *parameters) duration(least, most int) int {
	text := p.form.Get("DurationSeconds")
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		if p.err == nil {
			p.err = notAnInteger("durationSeconds", text)
		}
		return 0
	}
	p.found.Range("durationSeconds", n, least, most)
	return n
}

func (p *parameters) list(name string, values []string, most, least, longest int) []string {
	if len(values) > most {
		p.found.Blob(wireName(name), len(values), 0, most)
	}
	for i, v := range values {
		p.found.Length(fmt.Sprintf("%s.%d.member", wireName(name), i+1), v, least, longest)
	}
	return values
}

// failure is what is wrong with the parameters read so far.
func (p *parameters) failure() *awsproto.Error {
	if p.err != nil {
		return p.err
	}
	return p.found.Err("ValidationError")
}

// A credentials element is what AWS calls Credentials in its results.
type credentials struct {
	AccessKeyId     string
	SecretAccessKey string
	SessionToken    string
	Expiration      string
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
