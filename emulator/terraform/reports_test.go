package terraform_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// reports are the configurations that a bucket has several of, by id.
func reports(b *string) []resource {
	return []resource{metric(b), analytics(b), inventory(b), tiering(b)}
}

func metric(b *string) resource {
	id := aws.String("EntireBucket")
	of := func(prefix string) *types.MetricsConfiguration {
		return &types.MetricsConfiguration{Id: id, Filter: &types.MetricsFilterMemberPrefix{Value: prefix}}
	}
	put := func(prefix string) []call {
		return []call{onS3((*s3.Client).PutBucketMetricsConfiguration, &s3.PutBucketMetricsConfigurationInput{Bucket: b, Id: id, MetricsConfiguration: of(prefix)})}
	}
	get := onS3((*s3.Client).GetBucketMetricsConfiguration, &s3.GetBucketMetricsConfigurationInput{Bucket: b, Id: id})
	read := func(prefix string) []call {
		return []call{get.is(&s3.GetBucketMetricsConfigurationOutput{MetricsConfiguration: of(prefix)})}
	}
	return resource{name: "aws_s3_bucket_metric", source: "s3/bucket_metric.go",
		create: put("documents/"), read: read("documents/"), update: put("images/"), updated: read("images/"),
		delete: []call{onS3((*s3.Client).DeleteBucketMetricsConfiguration, &s3.DeleteBucketMetricsConfigurationInput{Bucket: b, Id: id})}, gone: []call{get.fails("NoSuchConfiguration")}}
}

func analytics(b *string) resource {
	id := aws.String("EntireBucket")
	of := func(prefix string) *types.AnalyticsConfiguration {
		return &types.AnalyticsConfiguration{Id: id, Filter: &types.AnalyticsFilterMemberPrefix{Value: prefix}, StorageClassAnalysis: &types.StorageClassAnalysis{}}
	}
	put := func(prefix string) []call {
		return []call{onS3((*s3.Client).PutBucketAnalyticsConfiguration, &s3.PutBucketAnalyticsConfigurationInput{Bucket: b, Id: id, AnalyticsConfiguration: of(prefix)})}
	}
	get := onS3((*s3.Client).GetBucketAnalyticsConfiguration, &s3.GetBucketAnalyticsConfigurationInput{Bucket: b, Id: id})
	read := func(prefix string) []call {
		return []call{get.is(&s3.GetBucketAnalyticsConfigurationOutput{AnalyticsConfiguration: of(prefix)})}
	}
	return resource{name: "aws_s3_bucket_analytics_configuration", source: "s3/bucket_analytics_configuration.go",
		create: put("documents/"), read: read("documents/"), update: put("images/"), updated: read("images/"),
		delete: []call{onS3((*s3.Client).DeleteBucketAnalyticsConfiguration, &s3.DeleteBucketAnalyticsConfigurationInput{Bucket: b, Id: id})}, gone: []call{get.fails("NoSuchConfiguration")}}
}

func inventory(b *string) resource {
	id := aws.String("EntireBucketDaily")
	of := func(often types.InventoryFrequency) *types.InventoryConfiguration {
		return &types.InventoryConfiguration{
			Id: id, IsEnabled: aws.Bool(true), IncludedObjectVersions: types.InventoryIncludedObjectVersionsAll, Schedule: &types.InventorySchedule{Frequency: often},
			Destination: &types.InventoryDestination{S3BucketDestination: &types.InventoryS3BucketDestination{Bucket: aws.String("arn:aws:s3:::archive"), Format: types.InventoryFormatOrc}},
		}
	}
	put := func(often types.InventoryFrequency) []call {
		return []call{onS3((*s3.Client).PutBucketInventoryConfiguration, &s3.PutBucketInventoryConfigurationInput{Bucket: b, Id: id, InventoryConfiguration: of(often)})}
	}
	get := onS3((*s3.Client).GetBucketInventoryConfiguration, &s3.GetBucketInventoryConfigurationInput{Bucket: b, Id: id})
	read := func(often types.InventoryFrequency) []call {
		return []call{get.is(&s3.GetBucketInventoryConfigurationOutput{InventoryConfiguration: of(often)})}
	}
	const daily, weekly = types.InventoryFrequencyDaily, types.InventoryFrequencyWeekly
	return resource{name: "aws_s3_bucket_inventory", source: "s3/bucket_inventory.go",
		create: put(daily), read: read(daily), update: put(weekly), updated: read(weekly),
		delete: []call{onS3((*s3.Client).DeleteBucketInventoryConfiguration, &s3.DeleteBucketInventoryConfigurationInput{Bucket: b, Id: id})}, gone: []call{get.fails("NoSuchConfiguration")}}
}

func tiering(b *string) resource {
	id := aws.String("EntireBucket")
	of := func(days int32) *types.IntelligentTieringConfiguration {
		return &types.IntelligentTieringConfiguration{Id: id, Status: types.IntelligentTieringStatusEnabled,
			Tierings: []types.Tiering{{AccessTier: types.IntelligentTieringAccessTierDeepArchiveAccess, Days: &days}}}
	}
	put := func(days int32) []call {
		return []call{onS3((*s3.Client).PutBucketIntelligentTieringConfiguration, &s3.PutBucketIntelligentTieringConfigurationInput{Bucket: b, Id: id, IntelligentTieringConfiguration: of(days)})}
	}
	get := onS3((*s3.Client).GetBucketIntelligentTieringConfiguration, &s3.GetBucketIntelligentTieringConfigurationInput{Bucket: b, Id: id})
	read := func(days int32) []call {
		return []call{get.is(&s3.GetBucketIntelligentTieringConfigurationOutput{IntelligentTieringConfiguration: of(days)})}
	}
	return resource{name: "aws_s3_bucket_intelligent_tiering_configuration", source: "s3/bucket_intelligent_tiering_configuration.go",
		create: put(180), read: read(180), update: put(270), updated: read(270),
		delete: []call{onS3((*s3.Client).DeleteBucketIntelligentTieringConfiguration, &s3.DeleteBucketIntelligentTieringConfigurationInput{Bucket: b, Id: id})}, gone: []call{get.fails("NoSuchConfiguration")}}
}
