package terraform_test

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

const logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery"

// bucketACL is never deleted: the provider only forgets it.
func bucketACL(b *string) resource {
	put := func(acl types.BucketCannedACL) []call {
		return []call{onS3((*s3.Client).PutBucketAcl, &s3.PutBucketAclInput{Bucket: b, ACL: acl})}
	}
	get := onS3((*s3.Client).GetBucketAcl, &s3.GetBucketAclInput{Bucket: b})
	read := func(want ...string) []call {
		return []call{unless(get, "wants the grants "+strings.Join(want, ", "), func(o *s3.GetBucketAclOutput) bool {
			return !slices.Equal(granted(o.Grants), want)
		})}
	}
	return resource{name: "aws_s3_bucket_acl", source: "s3/bucket_acl.go",
		create: put(types.BucketCannedACLPrivate), read: read("CanonicalUser FULL_CONTROL"),
		update: put("log-delivery-write"), updated: read("CanonicalUser FULL_CONTROL", logDelivery+" READ_ACP", logDelivery+" WRITE")}
}

// granted are grants as a set, as the provider compares them.
func granted(grants []types.Grant) []string {
	var all []string
	for _, g := range grants {
		who := string(g.Grantee.Type)
		if g.Grantee.URI != nil {
			who = *g.Grantee.URI
		}
		all = append(all, who+" "+string(g.Permission))
	}
	slices.Sort(all)
	return all
}

func lifecycle(b *string) resource {
	rules := func(days int32) []types.LifecycleRule {
		return []types.LifecycleRule{{
			ID: aws.String("log"), Status: types.ExpirationStatusEnabled,
			Filter:      &types.LifecycleRuleFilter{And: &types.LifecycleRuleAndOperator{Prefix: aws.String("log/"), Tags: []types.Tag{{Key: aws.String("rule"), Value: aws.String("log")}}}},
			Expiration:  &types.LifecycleExpiration{Days: &days},
			Transitions: []types.Transition{{Days: aws.Int32(30), StorageClass: types.TransitionStorageClassStandardIa}},
		}}
	}
	put := func(days int32) []call {
		return []call{onS3((*s3.Client).PutBucketLifecycleConfiguration, &s3.PutBucketLifecycleConfigurationInput{
			Bucket: b, TransitionDefaultMinimumObjectSize: types.TransitionDefaultMinimumObjectSizeAllStorageClasses128k,
			LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: rules(days)},
		})}
	}
	get := onS3((*s3.Client).GetBucketLifecycleConfiguration, &s3.GetBucketLifecycleConfigurationInput{Bucket: b})
	read := func(days int32) []call {
		return []call{get.is(&s3.GetBucketLifecycleConfigurationOutput{
			Rules: rules(days), TransitionDefaultMinimumObjectSize: types.TransitionDefaultMinimumObjectSizeAllStorageClasses128k,
		})}
	}
	return resource{name: "aws_s3_bucket_lifecycle_configuration", source: "s3/bucket_lifecycle_configuration.go",
		create: put(90), read: read(90), update: put(120), updated: read(120),
		delete: []call{onS3((*s3.Client).DeleteBucketLifecycle, &s3.DeleteBucketLifecycleInput{Bucket: b})}, gone: []call{get.fails("NoSuchLifecycleConfiguration")}}
}

func cors(b *string) resource {
	rules := func(origin string) []types.CORSRule {
		return []types.CORSRule{{AllowedHeaders: []string{"*"}, AllowedMethods: []string{"PUT", "POST"}, AllowedOrigins: []string{origin}, ExposeHeaders: []string{"ETag"}, MaxAgeSeconds: aws.Int32(3000)}}
	}
	put := func(origin string) []call {
		return []call{onS3((*s3.Client).PutBucketCors, &s3.PutBucketCorsInput{Bucket: b, CORSConfiguration: &types.CORSConfiguration{CORSRules: rules(origin)}})}
	}
	get := onS3((*s3.Client).GetBucketCors, &s3.GetBucketCorsInput{Bucket: b})
	read := func(origin string) []call { return []call{get.is(&s3.GetBucketCorsOutput{CORSRules: rules(origin)})} }
	return resource{name: "aws_s3_bucket_cors_configuration", source: "s3/bucket_cors_configuration.go",
		create: put("https://s3-website-test.example.com"), read: read("https://s3-website-test.example.com"),
		update: put("https://example.org"), updated: read("https://example.org"),
		delete: []call{onS3((*s3.Client).DeleteBucketCors, &s3.DeleteBucketCorsInput{Bucket: b})}, gone: []call{get.fails("NoSuchCORSConfiguration")}}
}

func logging(b *string) resource {
	to := func(prefix string) *types.LoggingEnabled {
		return &types.LoggingEnabled{TargetBucket: aws.String("archive"), TargetPrefix: &prefix}
	}
	put := func(enabled *types.LoggingEnabled) []call {
		return []call{onS3((*s3.Client).PutBucketLogging, &s3.PutBucketLoggingInput{Bucket: b, BucketLoggingStatus: &types.BucketLoggingStatus{LoggingEnabled: enabled}})}
	}
	get := onS3((*s3.Client).GetBucketLogging, &s3.GetBucketLoggingInput{Bucket: b})
	read := func(prefix string) []call {
		return []call{get.is(&s3.GetBucketLoggingOutput{LoggingEnabled: to(prefix)})}
	}
	return resource{name: "aws_s3_bucket_logging", source: "s3/bucket_logging.go",
		create: put(to("log/")), read: read("log/"), update: put(to("logs/")), updated: read("logs/"), delete: put(nil),
		gone: []call{unless(get, "logs are still delivered", func(o *s3.GetBucketLoggingOutput) bool { return o.LoggingEnabled != nil })}}
}

func notification(b *string) resource {
	put := func(n *types.NotificationConfiguration) []call {
		return []call{onS3((*s3.Client).PutBucketNotificationConfiguration, &s3.PutBucketNotificationConfigurationInput{Bucket: b, NotificationConfiguration: n})}
	}
	get := onS3((*s3.Client).GetBucketNotificationConfiguration, &s3.GetBucketNotificationConfigurationInput{Bucket: b})
	bus := &types.EventBridgeConfiguration{}
	return resource{name: "aws_s3_bucket_notification", source: "s3/bucket_notification.go",
		create: put(&types.NotificationConfiguration{EventBridgeConfiguration: bus}),
		read:   []call{get.is(&s3.GetBucketNotificationConfigurationOutput{EventBridgeConfiguration: bus})},
		update: put(&types.NotificationConfiguration{EventBridgeConfiguration: bus}), updated: []call{get.is(&s3.GetBucketNotificationConfigurationOutput{EventBridgeConfiguration: bus})},
		delete: put(&types.NotificationConfiguration{}),
		gone:   []call{unless(get, "still notified", func(o *s3.GetBucketNotificationConfigurationOutput) bool { return o.EventBridgeConfiguration != nil })}}
}

func website(b *string) resource {
	put := func(page string) []call {
		return []call{onS3((*s3.Client).PutBucketWebsite, &s3.PutBucketWebsiteInput{Bucket: b, WebsiteConfiguration: &types.WebsiteConfiguration{
			IndexDocument: &types.IndexDocument{Suffix: &page}, ErrorDocument: &types.ErrorDocument{Key: aws.String("error.html")}, RoutingRules: routing(),
		}})}
	}
	get := onS3((*s3.Client).GetBucketWebsite, &s3.GetBucketWebsiteInput{Bucket: b})
	location := onS3((*s3.Client).GetBucketLocation, &s3.GetBucketLocationInput{Bucket: b})
	read := func(page string) []call {
		return []call{get.is(&s3.GetBucketWebsiteOutput{
			IndexDocument: &types.IndexDocument{Suffix: &page}, ErrorDocument: &types.ErrorDocument{Key: aws.String("error.html")}, RoutingRules: routing(),
		}), location}
	}
	return resource{name: "aws_s3_bucket_website_configuration", source: "s3/bucket_website_configuration.go",
		create: put("index.html"), read: read("index.html"), update: put("start.html"), updated: read("start.html"),
		delete: []call{onS3((*s3.Client).DeleteBucketWebsite, &s3.DeleteBucketWebsiteInput{Bucket: b})}, gone: []call{get.fails("NoSuchWebsiteConfiguration")}}
}

func routing() []types.RoutingRule {
	return []types.RoutingRule{{
		Condition: &types.Condition{KeyPrefixEquals: aws.String("docs/")},
		Redirect:  &types.Redirect{ReplaceKeyPrefixWith: aws.String("documents/")},
	}}
}

// replication needs versioning on both sides, which the provider waits for.
func replication(b *string) resource {
	configuration := func(prefix string) *types.ReplicationConfiguration {
		return &types.ReplicationConfiguration{
			Role: aws.String("arn:aws:iam::" + account + ":role/Replicator"),
			Rules: []types.ReplicationRule{{
				ID: aws.String("foobar"), Status: types.ReplicationRuleStatusEnabled, Priority: aws.Int32(1), Filter: &types.ReplicationRuleFilter{Prefix: &prefix},
				DeleteMarkerReplication: &types.DeleteMarkerReplication{Status: types.DeleteMarkerReplicationStatusDisabled},
				Destination:             &types.Destination{Bucket: aws.String("arn:aws:s3:::archive"), StorageClass: types.StorageClassStandard},
			}},
		}
	}
	put := func(prefix string) []call {
		return []call{onS3((*s3.Client).PutBucketReplication, &s3.PutBucketReplicationInput{Bucket: b, ReplicationConfiguration: configuration(prefix)})}
	}
	get := onS3((*s3.Client).GetBucketReplication, &s3.GetBucketReplicationInput{Bucket: b})
	read := func(prefix string) []call {
		return []call{get.is(&s3.GetBucketReplicationOutput{ReplicationConfiguration: configuration(prefix)})}
	}
	return resource{name: "aws_s3_bucket_replication_configuration", source: "s3/bucket_replication_configuration.go",
		create: put("foo"), read: read("foo"), update: put("bar"), updated: read("bar"),
		delete: []call{onS3((*s3.Client).DeleteBucketReplication, &s3.DeleteBucketReplicationInput{Bucket: b})}, gone: []call{get.fails("ReplicationConfigurationNotFoundError")}}
}
