package s3

// What a bucket can have many of, each with an id; all are kept and given back,
// and nothing is analyzed, reported, counted or moved.
var (
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html
	bucketAnalytics = &documentSet{list: "ListBucketAnalyticsConfigurationResult", document: document{
		name: "analytics",
		grammar: grammarOf(`
AnalyticsConfiguration
	Id
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
	StorageClassAnalysis
		DataExport?
			OutputSchemaVersion V_1
			Destination
				S3BucketDestination
					Format CSV
					BucketAccountId?
					Bucket
					Prefix?
`),
		check: checkReport("StorageClassAnalysis/DataExport/Destination/S3BucketDestination/Bucket"),
	}}
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
	bucketInventory = &documentSet{list: "ListInventoryConfigurationsResult", document: document{
		name: "inventory",
		grammar: grammarOf(`
InventoryConfiguration
	Destination
		S3BucketDestination
			AccountId?
			Bucket
			Format CSV|ORC|Parquet
			Prefix?
			Encryption?
				SSE-S3?
				SSE-KMS?
					KeyId
	IsEnabled bool
	Filter?
		Prefix
	Id
	IncludedObjectVersions All|Current
	OptionalFields?
		Field*
	Schedule
		Frequency Daily|Weekly
`),
		check: checkReport("Destination/S3BucketDestination/Bucket"),
	}}
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
	bucketMetrics = &documentSet{list: "ListMetricsConfigurationsResult", document: document{
		name: "metrics",
		grammar: grammarOf(`
MetricsConfiguration
	Id
	Filter?
		Prefix?
		Tag?
			Key
			Value
		AccessPointArn?
		And?
			Prefix?
			Tag*
				Key
				Value
			AccessPointArn?
`),
		check: checkReport(""),
	}}
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html
	bucketTiering = &documentSet{list: "ListBucketIntelligentTieringConfigurationsOutput", document: document{
		name: "intelligent-tiering",
		grammar: grammarOf(`
IntelligentTieringConfiguration
	Id
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
	Tiering+
		Days int
		AccessTier ARCHIVE_ACCESS|DEEP_ARCHIVE_ACCESS
`),
		check: checkTiering,
	}}
)

// checkReport checks a filter and the bucket that the reports are to go to,
// whose ARN is at path.
func checkReport(path string) func(*request, *node) error {
	return func(_ *request, doc *node) error {
		if filter := doc.all("Filter"); len(filter) > 0 && len(filter[0].nodes) != 1 {
			return malformedXML()
		}
		if err := checkFilterTags(doc); err != nil {
			return err
		}
		if path != "" && doc.has(path) && !bucketRef.MatchString(doc.at(path)) {
			return failure(400, "InvalidS3DestinationBucket", "Invalid bucket ARN.")
		}
		return nil
	}
}

// checkTiering: an object can be archived after 90 days, deeply after 180, and
// after 730 at the latest.
func checkTiering(q *request, doc *node) error {
	if err := checkReport("")(q, doc); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, t := range doc.all("Tiering") {
		least := map[string]int{"ARCHIVE_ACCESS": 90, "DEEP_ARCHIVE_ACCESS": 180}[t.at("AccessTier")]
		if seen[t.at("AccessTier")] || t.number("Days") < least || t.number("Days") > 730 {
			return malformedXML()
		}
		seen[t.at("AccessTier")] = true
	}
	return nil
}
