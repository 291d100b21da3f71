package iampolicy

import (
	"slices"
	"strings"
	"sync"

	"github.com/denylab/denylab/rego/authz"
)

// An s3Action is what S3 knows about one of its actions.
type s3Action struct {
	name   string // lower case
	bucket bool   // applies to buckets
	object bool   // applies to objects
	point  bool   // applies to access points
	behind bool   // applies to objects through access points
	keys   []string
}

var s3Actions = sync.OnceValue(func() []s3Action {
	var all []s3Action
	for _, row := range rows(s3ActionsData) {
		types := strings.Split(row[1], ",")
		all = append(all, s3Action{
			name:   strings.ToLower(row[0]),
			bucket: slices.Contains(types, "bucket"),
			object: slices.Contains(types, "object"),
			point:  slices.Contains(types, "accesspoint"),
			behind: slices.Contains(types, "accesspointobject"),
			keys:   strings.Split(strings.ToLower(row[2]), ","),
		})
	}
	return all
})

// universalKeys are the s3 condition keys that every action has.
var universalKeys = []string{
	"s3:accessgrantsinstancearn", "s3:accesspointnetworkorigin", "s3:accesspointtag/", "s3:buckettag/",
	"s3:dataaccesspointaccount", "s3:dataaccesspointarn", "s3:resourceaccount", "s3:authtype",
	"s3:signatureage", "s3:signatureversion", "s3:tlsversion", "s3:x-amz-content-sha256",
}

// named lists the S3 actions that an element of a bucket policy matches.
func named(action string) []s3Action {
	_, name, found := strings.Cut(strings.ToLower(action), ":")
	if !found {
		name = action // "*"
	}
	var all []s3Action
	for _, a := range s3Actions() {
		if matches(name, a.name) {
			all = append(all, a)
		}
	}
	return all
}

// reach says what a resource of a bucket policy can be: the bucket, objects in
// it, or neither because it belongs to another bucket or service. S3 takes "*"
// for both, and a pattern that matches the bucket. [U]
func (c *checker) reach(resource string) (bucket, object bool) {
	if resource == "*" {
		return true, true
	}
	if c.kind.onPoint() {
		return c.reachPoint(resource)
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || !slices.Contains(partitions, parts[1]) || parts[2] != "s3" || parts[3]+parts[4] != "" {
		return false, false
	}
	name, isObject := parts[5], strings.Contains(parts[5], "/")
	if bucket, _, _ := strings.Cut(name, "/"); c.kind.bucket != "" && !matches(bucket, c.kind.bucket) {
		return false, false
	}
	return !isObject, isObject || hasWildcard(name)
}

// reachPoint is reach for the policy of an access point: the access point
// itself, or objects behind it.
func (c *checker) reachPoint(resource string) (bucket, object bool) {
	rest, ok := strings.CutPrefix(resource, c.kind.point)
	if c.kind.point == "" {
		parts := strings.SplitN(resource, ":", 6)
		ok = len(parts) == 6 && parts[0] == "arn" && parts[2] == "s3" && strings.HasPrefix(parts[5], "accesspoint/")
		if _, name, _ := strings.Cut(resource, "accesspoint/"); ok {
			rest = strings.TrimLeft(name, accessPointLetters)
		}
	}
	switch {
	case !ok || rest != "" && !strings.ContainsAny(rest[:1], "/*?"):
		return false, false
	case rest == "":
		return true, false
	}
	return rest[0] != '/', strings.HasPrefix(rest, "/object/") || hasWildcard(rest)
}

// accessPointLetters are those of the names of access points.
const accessPointLetters = "abcdefghijklmnopqrstuvwxyz0123456789-"

func (c *checker) bucketResource(resource string) {
	if bucket, object := c.reach(resource); !bucket && !object {
		if c.kind.onPoint() {
			c.add(flawResourceForeign, "", "%q is not behind this access point; write %s or %s/object/*", resource, c.pointARN(), c.pointARN())
			return
		}
		want := c.kind.bucket
		if want == "" {
			want = "BUCKET"
		}
		c.add(flawResourceForeign, "", "%q is not in this bucket; write arn:aws:s3:::%s or arn:aws:s3:::%s/*", resource, want, want)
	}
}

// bucketActions checks that every action applies to one of the resources.
func (c *checker) bucketActions(s *authz.Statement) {
	var bucket, object bool
	for _, r := range s.Resource {
		b, o := c.reach(r)
		bucket, object = bucket || b, object || o
	}
	if !bucket && !object {
		return // reported already
	}
	for _, action := range s.Action {
		all := named(action)
		if len(all) > 0 && !slices.ContainsFunc(all, func(a s3Action) bool {
			onBucket, onObject := c.applies(a)
			return onBucket && bucket || onObject && object
		}) {
			c.add(flawActionResource, "", "%s", c.actsOn(action, all[0]))
		}
	}
}

// applies says what of the policy's resource an action is for: the bucket or
// access point, or objects in or behind it.
func (c *checker) applies(a s3Action) (bucket, object bool) {
	if c.kind.onPoint() {
		return a.point, a.behind
	}
	return a.bucket, a.object
}

// actsOn says which resource an action is for.
func (c *checker) actsOn(action string, a s3Action) string {
	onBucket, onObject := c.applies(a)
	switch {
	case !c.kind.onPoint() && onBucket:
		return action + " acts on the bucket: write arn:aws:s3:::BUCKET"
	case !c.kind.onPoint():
		return action + " acts on objects: write arn:aws:s3:::BUCKET/*"
	case onBucket:
		return action + " acts on the access point: write " + c.pointARN()
	case onObject:
		return action + " acts on objects: write " + c.pointARN() + "/object/*"
	}
	return action + " does not go through access points; put it into the bucket's policy"
}

// pointARN is the ARN of the policy's access point, as a hint shows it.
func (c *checker) pointARN() string {
	if c.kind.point == "" {
		return "arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME"
	}
	return c.kind.point
}

// bucketKey checks one condition key of a bucket policy: S3 knows its own keys
// and which actions have them.
func (c *checker) bucketKey(key string, s *authz.Statement) {
	lower := strings.ToLower(key)
	if !strings.HasPrefix(lower, "s3:") {
		return
	}
	if base, _, ok := strings.Cut(lower, "/"); ok {
		lower = base + "/"
	}
	if slices.Contains(universalKeys, lower) {
		return
	}
	has := func(a s3Action) bool { return slices.Contains(a.keys, lower) }
	if !slices.ContainsFunc(s3Actions(), has) {
		c.add(flawConditionKey, key, "%q is no condition key of S3; see the Service Authorization Reference", key)
		return
	}
	for _, action := range s.Action {
		if all := named(action); len(all) > 0 && !slices.ContainsFunc(all, has) {
			c.add(flawConditionAction, key, "%s has no condition key %s; put the actions that have it into a statement of their own", action, key)
			return
		}
	}
}
