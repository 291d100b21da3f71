package s3

// notHere are the operations of S3's API that this lab knows and does not
// have: they are refused by name.
var notHere = []operation{
	{name: "CreateSession", method: "GET", level: onBucket, selectors: "session", action: "s3express:CreateSession"},
	{name: "CreateBucketMetadataConfiguration", method: "POST", level: onBucket, selectors: "metadataConfiguration", action: "s3:CreateBucketMetadataTableConfiguration"},
	{name: "GetBucketMetadataConfiguration", method: "GET", level: onBucket, selectors: "metadataConfiguration", action: "s3:GetBucketMetadataTableConfiguration"},
	{name: "DeleteBucketMetadataConfiguration", method: "DELETE", level: onBucket, selectors: "metadataConfiguration", action: "s3:DeleteBucketMetadataTableConfiguration"},
	{name: "CreateBucketMetadataTableConfiguration", method: "POST", level: onBucket, selectors: "metadataTable", action: "s3:CreateBucketMetadataTableConfiguration"},
	{name: "GetBucketMetadataTableConfiguration", method: "GET", level: onBucket, selectors: "metadataTable", action: "s3:GetBucketMetadataTableConfiguration"},
	{name: "DeleteBucketMetadataTableConfiguration", method: "DELETE", level: onBucket, selectors: "metadataTable", action: "s3:DeleteBucketMetadataTableConfiguration"},
	{name: "UpdateBucketMetadataInventoryTableConfiguration", method: "PUT", level: onBucket, selectors: "metadataInventoryTable", action: "s3:UpdateBucketMetadataInventoryTableConfiguration"},
	{name: "UpdateBucketMetadataJournalTableConfiguration", method: "PUT", level: onBucket, selectors: "metadataJournalTable", action: "s3:UpdateBucketMetadataJournalTableConfiguration"},
	{name: "UpdateBucketMetadataAnnotationTableConfiguration", method: "PUT", level: onBucket, selectors: "metadataAnnotationTable", action: "s3:UpdateBucketMetadataAnnotationTableConfiguration"},
	{name: "RenameObject", method: "PUT", level: onObject, selectors: "renameObject", action: "s3express:CreateSession"},
	{name: "GetObjectAnnotation", method: "GET", level: onObject, selectors: "annotation annotationName", action: "s3:GetObjectAnnotation", versionAction: "s3:GetObjectVersionAnnotation", params: "versionId"},
	{name: "ListObjectAnnotations", method: "GET", level: onObject, selectors: "annotation", action: "s3:ListObjectAnnotations", versionAction: "s3:ListObjectVersionAnnotations", params: "versionId annotation-prefix max-annotation-results continuation-token"},
	{name: "PutObjectAnnotation", method: "PUT", level: onObject, selectors: "annotation annotationName", action: "s3:PutObjectAnnotation", versionAction: "s3:PutObjectVersionAnnotation", params: "versionId"},
	{name: "DeleteObjectAnnotation", method: "DELETE", level: onObject, selectors: "annotation annotationName", action: "s3:DeleteObjectAnnotation", versionAction: "s3:DeleteObjectVersionAnnotation", params: "versionId"},
}
