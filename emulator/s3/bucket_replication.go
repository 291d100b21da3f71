package s3

import (
	"regexp"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/rego/authz"
)

// bucketReplication is kept and given back; nothing is replicated
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html).
var bucketReplication = &document{
	name:     "replication",
	needsSum: true,
	grammar: grammarOf(`
ReplicationConfiguration
	Role
	Rule+
		ID?
		Priority? int
		Prefix?
		Filter?
			Prefix?
			Tag?
				Key
				Value
			And?
				Prefix?
				Tag*
					Key
					Value
		Status Enabled|Disabled
		SourceSelectionCriteria?
			SseKmsEncryptedObjects?
				Status Enabled|Disabled
			ReplicaModifications?
				Status Enabled|Disabled
		ExistingObjectReplication?
			Status Enabled|Disabled
		Destination
			Bucket
			Account?
			StorageClass? STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|GLACIER_IR
			AccessControlTranslation?
				Owner Destination
			EncryptionConfiguration?
				ReplicaKmsKeyID?
			ReplicationTime?
				Status Enabled|Disabled
				Time
					Minutes int
			Metrics?
				Status Enabled|Disabled
				EventThreshold?
					Minutes int
		DeleteMarkerReplication?
			Status? Enabled|Disabled
`),
	absent: func(bucket string) *awsproto.Error {
		return failure(404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found", "BucketName", bucket)
	},
	check: checkReplication,
}

// checkReplication also asks whether the caller may pass the role on to S3,
// which replicates as the role
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html).
func checkReplication(q *request, doc *node) error {
	if q.bucket.Versioning != index.VersioningEnabled {
		return invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration")
	}
	role := roleARN.FindStringSubmatch(doc.at("Role"))
	if role == nil {
		return invalidArgument("Invalid Role specified in replication configuration", "Role", doc.at("Role"))
	}
	seen := map[string]bool{}
	for _, rule := range doc.all("Rule") {
		if err := q.checkReplicationRule(rule); err != nil {
			return err
		}
		rule.identify("ID")
		if seen[rule.at("ID")] {
			return invalidArgument("Rule Id must be unique", "ID", rule.at("ID"))
		}
		seen[rule.at("ID")] = true
	}
	return q.ask(q.passRole(doc.at("Role"), role[1]))
}

var (
	roleARN   = regexp.MustCompile(`^arn:aws:iam::(\d{12}):role/(?:.*/)?[\w+=,.@-]{1,64}$`)
	bucketRef = regexp.MustCompile(`^arn:aws:s3:::([a-z0-9.-]{3,63})$`)
)

// passRole asks for handing a role over to S3.
func (q *request) passRole(role, account string) gate.Question {
	return gate.Question{
		Action: "iam:PassRole", Resource: role, ResourceAccount: account,
		Context: authz.Context{
			"iam:PassedToService":       authz.One(principalS3),
			"iam:AssociatedResourceArn": authz.One(bucketARN(q.name)),
		},
	}
}

func (q *request) checkReplicationRule(rule *node) error {
	filter := rule.all("Filter")
	switch {
	case len(rule.at("ID")) > maxRuleID:
		return invalidArgument("ID length should not exceed allowed limit of 255", "ID", rule.at("ID"))
	case rule.has("Prefix") && len(filter) > 0, len(filter) > 0 && len(filter[0].nodes) > 1:
		return malformedXML()
	case len(filter) > 0 && !rule.has("Priority"):
		return invalidRequest("Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.")
	case len(filter) > 0 && !rule.has("DeleteMarkerReplication"):
		return invalidRequest("DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.")
	case len(filter) == 0 && !rule.has("Prefix") && !rule.has("Priority"):
		return malformedXML()
	}
	if err := checkFilterTags(rule); err != nil {
		return err
	}
	destination := rule.at("Destination/Bucket")
	ref := bucketRef.FindStringSubmatch(destination)
	if ref == nil {
		return invalidArgument("Invalid bucket ARN", "Bucket", strings.TrimSpace(destination))
	}
	target := findBucket(q.x.World, ref[1])
	switch {
	case target == nil:
		return invalidRequest("Destination bucket must exist.")
	case target.Versioning != index.VersioningEnabled:
		return invalidRequest("Destination bucket must have versioning enabled.")
	}
	return nil
}
