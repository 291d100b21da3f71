package s3control

import (
	"strings"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// passRole asks whether the caller may hand the role to S3 Access Grants, and
// that it exists.
func (q *request) passRole(arn string) error {
	c := authz.Context{"iam:PassedToService": authz.One(grantsService), "aws:RequestedRegion": authz.One("us-east-1")}
	role, exists := q.x.World.Role(arn)
	if exists {
		for key, value := range role.Tags {
			c["aws:ResourceTag/"+key], c["iam:ResourceTag/"+key] = authz.One(value), authz.One(value)
		}
	}
	if !world.ValidLocationRole(arn) {
		return invalidRole()
	}
	account := strings.Split(arn, ":")[4]
	if err := q.ask(gate.Question{Action: "iam:PassRole", Resource: arn, ResourceAccount: account, Context: c}); err != nil {
		return err
	}
	if !exists || account != q.account {
		return invalidRole()
	}
	return nil
}

// hasScope: a location can be there: its bucket is the account's, and in the
// Region.
func (q *request) hasScope(scope string) bool {
	if !world.ValidLocationScope(scope) {
		return false
	}
	name := bucketOf(scope)
	if name == "" {
		return scope == "s3://"
	}
	b, ok := q.x.World.Bucket(name)
	return ok && b.Account == q.account && b.Region == q.x.Region
}

// bucketOf is the bucket of an S3 URI.
func bucketOf(uri string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(uri, "s3://"), "/")
	return strings.TrimSuffix(name, "*")
}
