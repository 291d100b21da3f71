package world

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// An AccessPoint is a named way to a bucket, with a policy of its own
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html).
type AccessPoint struct {
	// Bucket is the bucket's name. The bucket may be another account's.
	Bucket string `yaml:"bucket"`
	// VPC is the id of the VPC that requests must come from; absent means that
	// they may come from the internet. The VPC need not be in this world.
	VPC    string  `yaml:"vpc,omitempty"`
	Policy *Policy `yaml:"policy,omitempty"`
	// PublicAccessBlock absent means all four on. It cannot be changed later.
	PublicAccessBlock *PublicAccessBlock `yaml:"publicAccessBlock,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	Name    string `yaml:"-"`
	Account string `yaml:"-"`
	Region  string `yaml:"-"` // the bucket's
	ARN     string `yaml:"-"`
	Alias   string `yaml:"-"` // a bucket name that leads here
}

// NetworkOrigin is VPC or Internet.
func (p *AccessPoint) NetworkOrigin() string {
	if p.VPC != "" {
		return "VPC"
	}
	return "Internet"
}

// AccessPointARN is the ARN of an access point.
func AccessPointARN(region, account, name string) string {
	return "arn:aws:s3:" + region + ":" + account + ":accesspoint/" + name
}

// AliasSuffix ends the aliases of access points, and no bucket's name.
const AliasSuffix = "-s3alias"

// accessPointAlias is the bucket name that stands for an access point: the
// beginning of its name, 34 characters of AWS's, and the suffix, at most 63
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html).
func accessPointAlias(arn, name string) string {
	if len(name) > 20 {
		name = strings.TrimRight(name[:20], "-")
	}
	return name + "-" + lowercase(34, "access point", arn) + AliasSuffix
}

// fillAccessPoints gives access points what AWS gives new ones.
func (w *World) fillAccessPoints(a *Account) {
	for name := range a.AccessPoints {
		p := present(a.AccessPoints, name)
		p.Name, p.Account = name, a.ID
		p.Region = w.Region
		if b := w.bucketNamed(p.Bucket); b != nil && b.Region != "" {
			p.Region = b.Region
		}
		p.ARN = AccessPointARN(p.Region, a.ID, name)
		p.Alias = accessPointAlias(p.ARN, name)
		if p.PublicAccessBlock == nil {
			p.PublicAccessBlock = &PublicAccessBlock{true, true, true, true}
		}
		if p.Created.IsZero() {
			p.Created = created
		}
	}
}

// bucketNamed is Bucket for a world that has no index yet.
func (w *World) bucketNamed(name string) *Bucket {
	for _, a := range w.Accounts {
		if b := a.Buckets[name]; b != nil {
			return b
		}
	}
	return nil
}

// accessPointForm is
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
// as far as a pattern goes.
var accessPointForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$`)

// ValidAccessPointName says whether AWS takes name for an access point.
func ValidAccessPointName(name string) bool {
	return accessPointForm.MatchString(name) && !strings.HasSuffix(name, AliasSuffix) && !strings.HasPrefix(name, "xn--")
}

// ValidVPC says whether id has the form of a VPC's id.
func ValidVPC(id string) bool { return vpcForm.MatchString(id) }

func (c *checker) accessPoint(at path, p *AccessPoint) {
	if !ValidAccessPointName(p.Name) {
		c.add(at, p.Name, fmt.Sprintf("%q is no access point name", p.Name), "use 3 to 50 lower-case letters, digits and hyphens")
	}
	if p.VPC != "" {
		c.form(at.to("vpc"), p.VPC, vpcForm, "a VPC's id is vpc- and letters and digits")
	}
	if p.Policy != nil {
		c.policy(at.to("policy"), p.Policy, iampolicy.AccessPoint(p.ARN))
	}
	if c.w.bucketNamed(p.Bucket) == nil {
		var known []string
		for _, a := range c.w.Accounts {
			known = append(known, keysOf(a.Buckets)...)
		}
		c.unknown(at.to("bucket"), "bucket", p.Bucket, known)
	}
}
