package gate

import (
	"maps"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/denylab/denylab/rego/authz"
)

// usualKeys is about how many keys a call has besides the service's own.
const usualKeys = 32

// context gathers the condition keys of a call: those of the principal, the
// resource, the connection, and the service's own, which win.
func (x *Exchange) context(q Question) authz.Context {
	c := make(authz.Context, usualKeys+len(q.Context))
	x.World.AddPrincipal(c, x.principal(), x.Now)
	x.World.AddResource(c, q.ResourceAccount)
	c["aws:RequestedRegion"] = authz.One(x.Region)
	c["aws:CurrentTime"] = authz.One(x.Now.UTC().Format(time.RFC3339))
	c["aws:EpochTime"] = authz.One(strconv.FormatInt(x.Now.Unix(), 10))
	if x.UserAgent != "" {
		c["aws:UserAgent"] = authz.One(x.UserAgent)
	}
	if q.Via != "" {
		x.forwarded(c, q)
	} else {
		x.connection(c)
		if x.Service == "s3" || x.Service == "s3control" {
			x.signature(c)
		}
	}
	override(c, q.Context)
	return c
}

// override sets keys in c. One that c has in another spelling is replaced: the
// names of condition keys compare without case, and two values of one key would
// be one too many.
func override(c, with authz.Context) {
	if len(with) == 0 {
		return
	}
	for had := range c {
		if _, ok := with[had]; !ok && spelled(with, had) {
			delete(c, had)
		}
	}
	maps.Copy(c, with)
}

// spelled says whether c has a key in some spelling.
func spelled(c authz.Context, key string) bool {
	for other := range c {
		if sameKey(other, key) {
			return true
		}
	}
	return false
}

// sameKey compares without case, as strings.ToLower has it, and mostly sees a
// difference in the first bytes.
func sameKey(a, b string) bool {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			// Not EqualFold, which takes ſ for s.
			restA, restB := strings.ToLower(a[i:]), strings.ToLower(b[i:])
			return restA == restB
		}
		if x != y && lower(x) != lower(y) {
			return false
		}
	}
	return len(a) == len(b)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// SetContext sets condition keys over those that q has, in whatever spelling.
func (q *Question) SetContext(keys authz.Context) {
	merged := authz.Context{}
	maps.Copy(merged, q.Context)
	override(merged, keys)
	q.Context = merged
}

// connection adds what is known of the network path. A call through a VPC
// endpoint has no aws:SourceIp, one from elsewhere has none of the VPC keys
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
func (x *Exchange) connection(c authz.Context) {
	c["aws:SecureTransport"] = authz.One(strconv.FormatBool(x.Secure))
	c["aws:ViaAWSService"] = authz.One("false")
	if x.Referer != "" {
		c["aws:Referer"] = authz.One(x.Referer)
	}
	e := x.Endpoint
	if e == nil {
		if x.SourceIP != "" {
			c["aws:SourceIp"] = authz.One(x.SourceIP)
		}
		return
	}
	c["aws:SourceVpce"] = authz.One(e.ID)
	c["aws:SourceVpc"] = authz.One(e.VPC)
	c["aws:SourceVpcArn"] = authz.One("arn:aws:ec2:" + x.Region + ":" + e.Account + ":vpc/" + e.VPC)
	c["aws:VpcSourceIp"] = authz.One(e.SourceIP)
	c["aws:VpceAccount"] = authz.One(e.Account)
	if org, _, path := x.World.OrganizationOf(e.Account); org != "" {
		c["aws:VpceOrgID"] = authz.One(org)
		c["aws:VpceOrgPaths"] = authz.Many(path)
	}
}

// forwarded adds the keys of a call that a service makes with the caller's own
// permissions: the keys of the first request's connection do not travel, except
// a public source address
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html).
func (x *Exchange) forwarded(c authz.Context, q Question) {
	c["aws:ViaAWSService"] = authz.One("true")
	c["aws:CalledVia"] = authz.Many(q.Via)
	c["aws:CalledViaFirst"] = authz.One(q.Via)
	c["aws:CalledViaLast"] = authz.One(q.Via)
	if ip, err := netip.ParseAddr(x.SourceIP); err == nil && x.Endpoint == nil && ip.IsGlobalUnicast() && !ip.IsPrivate() {
		c["aws:SourceIp"] = authz.One(x.SourceIP)
	}
	if strings.HasPrefix(q.Action, "kms:") {
		name, _, _ := strings.Cut(q.Via, ".")
		c["kms:ViaService"] = authz.One(name + "." + x.Region + ".amazonaws.com")
	}
}

// signature adds S3's keys about how the request was signed
// (https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html).
func (x *Exchange) signature(c authz.Context) {
	if x.Secure {
		c["s3:TlsVersion"] = authz.One("1.3")
	}
	id := x.Identity
	if id.AuthType == "" {
		return
	}
	c["s3:authType"] = authz.One(id.AuthType)
	c["s3:signatureversion"] = authz.One(id.SignatureVersion)
	if id.PayloadHash != "" {
		c["s3:x-amz-content-sha256"] = authz.One(id.PayloadHash)
	}
	if id.AuthType != "REST-HEADER" {
		c["s3:signatureAge"] = authz.One(strconv.FormatInt(x.received().Sub(id.SignedAt).Milliseconds(), 10))
	}
}

func (x *Exchange) received() time.Time {
	if x.Received.IsZero() {
		return x.Now
	}
	return x.Received
}
