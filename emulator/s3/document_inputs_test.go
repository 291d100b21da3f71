package s3_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// documentInputs is a request for every operation on a document of a bucket.
func documentInputs(b string) []any {
	id := aws.String("i")
	destination := aws.String("arn:aws:s3:::" + b)
	return []any{
		&awss3.GetBucketCorsInput{Bucket: &b}, &awss3.DeleteBucketCorsInput{Bucket: &b},
		&awss3.PutBucketCorsInput{Bucket: &b, CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}}}},
		&awss3.GetBucketLifecycleConfigurationInput{Bucket: &b}, &awss3.DeleteBucketLifecycleInput{Bucket: &b},
		&awss3.PutBucketLifecycleConfigurationInput{Bucket: &b, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{{Status: "Enabled", Filter: &types.LifecycleRuleFilter{}, Expiration: &types.LifecycleExpiration{Days: aws.Int32(1)}}}}},
		&awss3.GetBucketWebsiteInput{Bucket: &b}, &awss3.DeleteBucketWebsiteInput{Bucket: &b},
		&awss3.PutBucketWebsiteInput{Bucket: &b, WebsiteConfiguration: &types.WebsiteConfiguration{IndexDocument: &types.IndexDocument{Suffix: aws.String("i.html")}}},
		&awss3.GetBucketLoggingInput{Bucket: &b}, &awss3.PutBucketLoggingInput{Bucket: &b, BucketLoggingStatus: &types.BucketLoggingStatus{}},
		&awss3.GetBucketNotificationConfigurationInput{Bucket: &b},
		&awss3.PutBucketNotificationConfigurationInput{Bucket: &b, NotificationConfiguration: &types.NotificationConfiguration{EventBridgeConfiguration: &types.EventBridgeConfiguration{}}},
		&awss3.GetBucketReplicationInput{Bucket: &b}, &awss3.DeleteBucketReplicationInput{Bucket: &b},
		&awss3.PutBucketReplicationInput{Bucket: &b, ReplicationConfiguration: &types.ReplicationConfiguration{Role: aws.String("arn:aws:iam::" + owner + ":role/r"),
			Rules: []types.ReplicationRule{{Status: "Enabled", Prefix: aws.String(""), Destination: &types.Destination{Bucket: destination}}}}},
		&awss3.GetBucketAccelerateConfigurationInput{Bucket: &b},
		&awss3.PutBucketAccelerateConfigurationInput{Bucket: &b, AccelerateConfiguration: &types.AccelerateConfiguration{Status: "Enabled"}},
		&awss3.GetBucketMetricsConfigurationInput{Bucket: &b, Id: id}, &awss3.DeleteBucketMetricsConfigurationInput{Bucket: &b, Id: id}, &awss3.ListBucketMetricsConfigurationsInput{Bucket: &b},
		&awss3.PutBucketMetricsConfigurationInput{Bucket: &b, Id: id, MetricsConfiguration: &types.MetricsConfiguration{Id: id}},
		&awss3.GetBucketAnalyticsConfigurationInput{Bucket: &b, Id: id}, &awss3.DeleteBucketAnalyticsConfigurationInput{Bucket: &b, Id: id}, &awss3.ListBucketAnalyticsConfigurationsInput{Bucket: &b},
		&awss3.PutBucketAnalyticsConfigurationInput{Bucket: &b, Id: id, AnalyticsConfiguration: &types.AnalyticsConfiguration{Id: id, StorageClassAnalysis: &types.StorageClassAnalysis{}}},
		&awss3.GetBucketInventoryConfigurationInput{Bucket: &b, Id: id}, &awss3.DeleteBucketInventoryConfigurationInput{Bucket: &b, Id: id}, &awss3.ListBucketInventoryConfigurationsInput{Bucket: &b},
		&awss3.PutBucketInventoryConfigurationInput{Bucket: &b, Id: id, InventoryConfiguration: &types.InventoryConfiguration{Id: id, IsEnabled: aws.Bool(true), IncludedObjectVersions: "All", Schedule: &types.InventorySchedule{Frequency: "Daily"},
			Destination: &types.InventoryDestination{S3BucketDestination: &types.InventoryS3BucketDestination{Bucket: destination, Format: "CSV"}}}},
		&awss3.GetBucketIntelligentTieringConfigurationInput{Bucket: &b, Id: id}, &awss3.DeleteBucketIntelligentTieringConfigurationInput{Bucket: &b, Id: id}, &awss3.ListBucketIntelligentTieringConfigurationsInput{Bucket: &b},
		&awss3.PutBucketIntelligentTieringConfigurationInput{Bucket: &b, Id: id, IntelligentTieringConfiguration: &types.IntelligentTieringConfiguration{Id: id, Status: "Enabled", Tierings: []types.Tiering{{Days: aws.Int32(90), AccessTier: "ARCHIVE_ACCESS"}}}},
	}
}
