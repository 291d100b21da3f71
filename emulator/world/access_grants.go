package world

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// AccessGrants is the S3 Access Grants instance of an account, of which there is
// one in a Region
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-instance.html).
type AccessGrants struct {
	// Region is where it is, and the buckets of its grants; default the world's.
	Region string `yaml:"region,omitempty"`
	// IdentityCenter: the instance is associated with the world's instance of
	// IAM Identity Center, whose users and groups can be grantees.
	IdentityCenter bool `yaml:"identityCenter,omitempty"`
	// Policy lets other accounts ask the instance.
	Policy *Policy           `yaml:"policy,omitempty"`
	Tags   map[string]string `yaml:"tags,omitempty"`
	// Locations are by id; that of s3:// is default.
	Locations map[string]*GrantsLocation `yaml:"locations,omitempty"`
	// Grants are by id.
	Grants map[string]*AccessGrant `yaml:"grants,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	ARN string `yaml:"-"`
}

// A GrantsLocation is a place in S3 with the role that reaches it
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-location.html).
type GrantsLocation struct {
	// Scope is s3:// for all buckets of the Region, s3://BUCKET or
	// s3://BUCKET/PREFIX*.
	Scope string `yaml:"scope"`
	// Role is the ARN, or the name, of the role that S3 Access Grants assumes.
	Role string            `yaml:"role"`
	Tags map[string]string `yaml:"tags,omitempty"`
	// Created is when it was registered; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	ID  string `yaml:"-"`
	ARN string `yaml:"-"`
}

// An AccessGrant gives a grantee a permission on a part of a location
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-grant.html).
type AccessGrant struct {
	// Location is the location's id; default "default".
	Location string `yaml:"location,omitempty"`
	// SubPrefix narrows the location: data/* below s3://BUCKET.
	SubPrefix string `yaml:"subPrefix,omitempty"`
	// Permission is READ, WRITE or READWRITE.
	Permission string `yaml:"permission"`
	// GranteeType is IAM (default), DIRECTORY_USER or DIRECTORY_GROUP.
	GranteeType string `yaml:"granteeType,omitempty"`
	// Grantee is the ARN of a user or role, or user/NAME or role/NAME of the
	// account; or the id or the name of a user or group of IAM Identity Center.
	Grantee string            `yaml:"grantee"`
	Tags    map[string]string `yaml:"tags,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	ID  string `yaml:"-"`
	ARN string `yaml:"-"`
	// Scope is the location's with SubPrefix.
	Scope string `yaml:"-"`
}

// The types of grantees.
const (
	GranteeIAM            = "IAM"
	GranteeDirectoryUser  = "DIRECTORY_USER"
	GranteeDirectoryGroup = "DIRECTORY_GROUP"
)

// DefaultLocation is the id of the location of all buckets.
const DefaultLocation = "default"

// AccessGrantsARN is the ARN of the instance of an account.
func AccessGrantsARN(region, account string) string {
	return "arn:aws:s3:" + region + ":" + account + ":access-grants/default"
}

// fillAccessGrants gives an instance what follows from its description.
func (w *World) fillAccessGrants(a *Account) {
	g := a.AccessGrants
	if g == nil {
		return
	}
	setDefault(&g.Region, w.Region)
	g.ARN = AccessGrantsARN(g.Region, a.ID)
	setTime(&g.Created, created)
	for id := range g.Locations {
		l := present(g.Locations, id)
		l.ID, l.ARN = id, g.ARN+"/location/"+id
		if l.Role != "" && !strings.Contains(l.Role, ":") {
			l.Role = nameToARN(a, "role/"+strings.TrimPrefix(l.Role, "role/"))
		}
		setTime(&l.Created, created)
	}
	for id := range g.Grants {
		w.fillGrant(a, g, present(g.Grants, id), id)
	}
}

func (w *World) fillGrant(a *Account, of *AccessGrants, g *AccessGrant, id string) {
	g.ID, g.ARN = id, of.ARN+"/grant/"+id
	setDefault(&g.Location, DefaultLocation)
	setDefault(&g.GranteeType, GranteeIAM)
	setTime(&g.Created, created)
	g.Scope = ""
	if l := of.Locations[g.Location]; l != nil {
		g.Scope = GrantScope(l.Scope, g.SubPrefix)
	}
	if g.GranteeType == GranteeIAM {
		g.Grantee = nameToARN(a, g.Grantee)
	} else if id, ok := w.IdentityCenter.idOf(g.GranteeType, g.Grantee); ok {
		g.Grantee = id
	}
}

// nameToARN is the ARN of the user/NAME or role/NAME that is in the account;
// anything else stays.
func nameToARN(a *Account, name string) string {
	kind, rest, _ := strings.Cut(name, "/")
	if r := a.Roles[rest]; kind == "role" && r != nil {
		return r.ARN
	}
	if u := a.Users[rest]; kind == "user" && u != nil {
		return u.ARN
	}
	return name
}

// GrantScope is the scope of a grant on a location: a prefix with * at its end,
// or an object.
func GrantScope(location, sub string) string {
	base := strings.TrimSuffix(location, "*")
	if bucket, _, deep := strings.Cut(strings.TrimPrefix(base, "s3://"), "/"); bucket != "" && !deep {
		base += "/"
	}
	if sub == "" {
		return base + "*"
	}
	return base + sub
}

// SortedGrants are the grants of an instance by id.
func (g *AccessGrants) SortedGrants() []*AccessGrant {
	var all []*AccessGrant
	for _, id := range slices.Sorted(maps.Keys(g.Grants)) {
		all = append(all, g.Grants[id])
	}
	return all
}

// MakeID is the id of a location or grant that a request makes.
func (a *Account) MakeID(kind string) string { return uuid(a.Make(kind)...) }
