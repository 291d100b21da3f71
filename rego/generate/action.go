package generate

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A target is the kind of resource that an action is on.
type target int

const (
	nothing target = iota // the action has no resource types
	object
	bucket
	key
	alias
	role
	user
	queue
	table
	grantsInstance // of S3 Access Grants
)

type action struct {
	name string
	on   target
	// byProvider: the callers are mostly known by an identity provider.
	byProvider bool
}

func (a action) service() string {
	service, _, _ := strings.Cut(a.name, ":")
	return service
}

var actions = map[string][]action{
	"s3": {
		{name: "s3:GetObject", on: object},
		{name: "s3:GetObject", on: object},
		{name: "s3:GetObjectVersion", on: object},
		{name: "s3:PutObject", on: object},
		{name: "s3:PutObject", on: object},
		{name: "s3:DeleteObject", on: object},
		{name: "s3:DeleteObjectVersion", on: object},
		{name: "s3:GetObjectAcl", on: object},
		{name: "s3:PutObjectAcl", on: object},
		{name: "s3:GetObjectTagging", on: object},
		{name: "s3:RestoreObject", on: object},
		{name: "s3:ListBucket", on: bucket},
		{name: "s3:ListBucketVersions", on: bucket},
		{name: "s3:GetBucketAcl", on: bucket},
		{name: "s3:PutBucketAcl", on: bucket},
		{name: "s3:CreateBucket", on: bucket},
		{name: "s3:GetBucketPolicy", on: bucket},
		{name: "s3:PutBucketPolicy", on: bucket},
		{name: "s3:PutBucketPolicy", on: bucket},
		{name: "s3:DeleteBucketPolicy", on: bucket},
		{name: "s3:ListAllMyBuckets", on: nothing},
		{name: "s3:GetDataAccess", on: grantsInstance},
	},
	"kms": {
		{name: "kms:Decrypt", on: key},
		{name: "kms:Decrypt", on: key},
		{name: "kms:Encrypt", on: key},
		{name: "kms:GenerateDataKey", on: key},
		{name: "kms:DescribeKey", on: key},
		{name: "kms:RetireGrant", on: key},
		{name: "kms:CreateGrant", on: key},
		{name: "kms:ScheduleKeyDeletion", on: key},
		{name: "kms:CreateAlias", on: alias},
		{name: "kms:ListKeys", on: nothing},
	},
	"sts": {
		{name: "sts:AssumeRole", on: role},
		{name: "sts:AssumeRole", on: role},
		{name: "sts:TagSession", on: role},
		{name: "sts:SetSourceIdentity", on: role},
		{name: "sts:AssumeRoleWithWebIdentity", on: role, byProvider: true},
		{name: "sts:AssumeRoleWithSAML", on: role, byProvider: true},
		{name: "sts:GetCallerIdentity", on: nothing},
		{name: "sts:GetSessionToken", on: nothing},
	},
	"iam": {
		{name: "iam:PassRole", on: role},
		{name: "iam:GetUser", on: user},
		{name: "iam:PutUserPolicy", on: user},
		{name: "iam:ListUsers", on: nothing},
	},
	"sqs":  {{name: "sqs:SendMessage", on: queue}, {name: "sqs:ReceiveMessage", on: queue}},
	"glue": {{name: "glue:GetTable", on: table}, {name: "glue:UpdateTable", on: table}},
	"ec2":  {{name: "ec2:DescribeInstances", on: nothing}},
	"cloudwatch": {
		{name: "cloudwatch:PutMetricData", on: nothing},
	},
}

// objectKeys have what patterns and variables meet: names, depths, wildcards
// as characters.
var objectKeys = []string{"train/1.csv", "train/1.csv", "train/sub/2.csv", "ann/notes", "none/x", "*", "a.b", ""}

func (w *World) situation() situation {
	s := situation{action: w.action()}
	s.caller = w.caller(s.action)
	if s.action.on != nothing {
		s.owner = weigh(w.dice, weighted[string]{80, home}, weighted[string]{12, partner}, weighted[string]{8, management})
		if s.action.service() == "iam" && s.caller.Account != "" {
			s.owner = s.caller.Account // IAM's resources are reached from their account only
		}
	}
	s.resource = w.resource(s)
	return s
}

// action is one that the layers of the world's focus are asked about.
func (w *World) action() action {
	service := weigh(w.dice,
		weighted[string]{50, "s3"}, weighted[string]{18, "kms"}, weighted[string]{14, "sts"},
		weighted[string]{5, "iam"}, weighted[string]{5, "sqs"}, weighted[string]{4, "glue"},
		weighted[string]{2, "ec2"}, weighted[string]{2, "cloudwatch"},
	)
	if len(w.focus) < len(authz.Layers()) {
		switch onS3 := w.focusOnS3(); {
		case onS3 && w.focus[authz.KMSGrant]:
			service = pick(w.dice, []string{"s3", "kms"})
		case onS3:
			service = "s3"
		case w.focus[authz.KMSGrant]:
			service = "kms"
		case w.focus[authz.S3AccessGrants]:
			return action{name: "s3:GetDataAccess", on: grantsInstance}
		}
	}
	a := pick(w.dice, actions[service])
	switch {
	case service == "s3" && w.focus[authz.S3ObjectOwnership] && w.chance(40):
		a = action{name: pick(w.dice, []string{"s3:PutObject", "s3:PutObjectAcl"}), on: object}
	case service == "kms" && w.focus[authz.KMSGrant]:
		for a.on != key {
			a = pick(w.dice, actions[service])
		}
	}
	return a
}

func (w *World) focusOnS3() bool {
	return w.focus[authz.S3ACL] || w.focus[authz.S3BlockPublicAccess] || w.focus[authz.S3ObjectOwnership] || w.focus[authz.S3RequesterPays]
}

func (w *World) resource(s situation) string {
	switch s.action.on {
	case object:
		return "arn:aws:s3:::" + bucketName(s.owner) + "/" + pick(w.dice, objectKeys)
	case bucket:
		return "arn:aws:s3:::" + bucketName(s.owner)
	case key:
		return "arn:aws:kms:us-east-1:" + s.owner + ":key/k-1"
	case alias:
		return "arn:aws:kms:us-east-1:" + s.owner + ":alias/train"
	case grantsInstance:
		return "arn:aws:s3:us-east-1:" + s.owner + ":access-grants/default"
	case role:
		return "arn:aws:iam::" + s.owner + ":role/jobs/Runner"
	case user:
		return userARN(s.owner)
	case queue:
		return "arn:aws:sqs:us-east-1:" + s.owner + ":jobs"
	case table:
		return "arn:aws:glue:us-east-1:" + s.owner + ":table/lake/events"
	}
	return "*"
}

func bucketName(owner string) string {
	if owner == home {
		return "data"
	}
	return "data-" + owner
}

// bucketOf is the ARN of an object's bucket.
func bucketOf(arn string) string {
	b, _, _ := strings.Cut(arn, "/")
	return b
}
