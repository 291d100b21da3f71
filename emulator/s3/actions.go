package s3

// operations is the closed table of S3's REST API: what is not here does not
// exist, and what has no serve is known and refused by name. Adding an
// operation is adding its row, then its handler. Actions are those of
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html.
var operations = append(append(append(append([]operation{
	{name: "ListBuckets", method: "GET", level: onService, action: "s3:ListAllMyBuckets",
		params: "prefix bucket-region max-buckets continuation-token", serve: (*request).listBuckets},

	{name: "CreateBucket", method: "PUT", level: onBucket, action: "s3:CreateBucket", serve: (*request).createBucket},
	{name: "HeadBucket", method: "HEAD", level: onBucket, action: "s3:ListBucket", serve: (*request).headBucket},
	{name: "DeleteBucket", method: "DELETE", level: onBucket, action: "s3:DeleteBucket", serve: (*request).deleteBucket},
	{name: "GetBucketLocation", method: "GET", level: onBucket, selectors: "location", action: "s3:GetBucketLocation", serve: (*request).getBucketLocation},

	{name: "ListObjects", method: "GET", level: onBucket, action: "s3:ListBucket",
		params: "prefix delimiter max-keys marker encoding-type", serve: (*request).listObjects},
	{name: "ListObjectsV2", method: "GET", level: onBucket, selectors: "list-type", action: "s3:ListBucket",
		params: "prefix delimiter max-keys continuation-token start-after encoding-type fetch-owner", serve: (*request).listObjectsV2},
	{name: "ListObjectVersions", method: "GET", level: onBucket, selectors: "versions", action: "s3:ListBucketVersions",
		params: "prefix delimiter max-keys key-marker version-id-marker encoding-type", serve: (*request).listObjectVersions},
	{name: "ListMultipartUploads", method: "GET", level: onBucket, selectors: "uploads", action: "s3:ListBucketMultipartUploads",
		params: "prefix delimiter max-uploads key-marker upload-id-marker encoding-type", serve: (*request).listMultipartUploads},
	{name: "DeleteObjects", method: "POST", level: onBucket, selectors: "delete", action: "s3:DeleteObject", versionAction: "s3:DeleteObjectVersion",
		serve: (*request).deleteObjects},

	{name: "GetObject", method: "GET", level: onObject, action: "s3:GetObject", versionAction: "s3:GetObjectVersion",
		params: "versionId partNumber " + responseOverrides, serve: (*request).getObject},
	{name: "HeadObject", method: "HEAD", level: onObject, action: "s3:GetObject", versionAction: "s3:GetObjectVersion",
		params: "versionId partNumber " + responseOverrides, serve: (*request).headObject},
	{name: "GetObjectAttributes", method: "GET", level: onObject, selectors: "attributes", action: "s3:GetObject", versionAction: "s3:GetObjectVersion",
		params: "versionId", serve: (*request).getObjectAttributes},
	{name: "PutObject", method: "PUT", level: onObject, action: "s3:PutObject", serve: (*request).putObject},
	{name: "PostObject", method: "POST", level: onBucket, action: "s3:PutObject", serve: (*request).postObject},
	{name: "CopyObject", method: "PUT", level: onObject, copies: true, action: "s3:PutObject", serve: (*request).copyObject},
	{name: "DeleteObject", method: "DELETE", level: onObject, action: "s3:DeleteObject", versionAction: "s3:DeleteObjectVersion",
		params: "versionId", serve: (*request).deleteObject},

	{name: "GetObjectAcl", method: "GET", level: onObject, selectors: "acl", action: "s3:GetObjectAcl", versionAction: "s3:GetObjectVersionAcl",
		params: "versionId", serve: (*request).getObjectACL},
	{name: "PutObjectAcl", method: "PUT", level: onObject, selectors: "acl", action: "s3:PutObjectAcl", versionAction: "s3:PutObjectVersionAcl",
		params: "versionId", serve: (*request).putObjectACL},
	{name: "GetObjectTagging", method: "GET", level: onObject, selectors: "tagging", action: "s3:GetObjectTagging", versionAction: "s3:GetObjectVersionTagging",
		params: "versionId", serve: (*request).getObjectTagging},
	{name: "PutObjectTagging", method: "PUT", level: onObject, selectors: "tagging", action: "s3:PutObjectTagging", versionAction: "s3:PutObjectVersionTagging",
		params: "versionId", serve: (*request).putObjectTagging},
	{name: "DeleteObjectTagging", method: "DELETE", level: onObject, selectors: "tagging", action: "s3:DeleteObjectTagging", versionAction: "s3:DeleteObjectVersionTagging",
		params: "versionId", serve: (*request).deleteObjectTagging},

	{name: "RestoreObject", method: "POST", level: onObject, selectors: "restore", action: "s3:RestoreObject", params: "versionId", serve: (*request).restoreObject},
	{name: "UpdateObjectEncryption", method: "PUT", level: onObject, selectors: "encryption", action: "s3:UpdateObjectEncryption", params: "versionId", serve: (*request).updateObjectEncryption},
	{name: "SelectObjectContent", method: "POST", level: onObject, selectors: "select select-type", action: "s3:GetObject", serve: (*request).withdrawn},
	{name: "GetObjectTorrent", method: "GET", level: onObject, selectors: "torrent", action: "s3:GetObject", versionAction: "s3:GetObjectVersionTorrent", serve: (*request).withdrawn},

	{name: "CreateMultipartUpload", method: "POST", level: onObject, selectors: "uploads", action: "s3:PutObject", serve: (*request).createMultipartUpload},
	{name: "UploadPart", method: "PUT", level: onObject, selectors: "uploadId", action: "s3:PutObject",
		params: "partNumber", serve: (*request).uploadPart},
	{name: "UploadPartCopy", method: "PUT", level: onObject, selectors: "uploadId", copies: true, action: "s3:PutObject",
		params: "partNumber", serve: (*request).uploadPartCopy},
	{name: "CompleteMultipartUpload", method: "POST", level: onObject, selectors: "uploadId", action: "s3:PutObject", serve: (*request).completeMultipartUpload},
	{name: "AbortMultipartUpload", method: "DELETE", level: onObject, selectors: "uploadId", action: "s3:AbortMultipartUpload", serve: (*request).abortMultipartUpload},
	{name: "ListParts", method: "GET", level: onObject, selectors: "uploadId", action: "s3:ListMultipartUploadParts",
		params: "max-parts part-number-marker encoding-type", serve: (*request).listParts},
}, bucketSettings...), bucketDocuments...), objectLock...), notHere...)

// responseOverrides are GetObject's parameters that replace response headers.
const responseOverrides = "response-cache-control response-content-disposition response-content-encoding response-content-language response-content-type response-expires"

// bucketSettings are the operations on a bucket's configuration.
var bucketSettings = []operation{
	{name: "GetBucketAcl", method: "GET", level: onBucket, selectors: "acl", action: "s3:GetBucketAcl", serve: (*request).getBucketACL},
	{name: "PutBucketAcl", method: "PUT", level: onBucket, selectors: "acl", action: "s3:PutBucketAcl", serve: (*request).putBucketACL},
	{name: "GetBucketPolicy", method: "GET", level: onBucket, selectors: "policy", action: "s3:GetBucketPolicy", serve: (*request).getBucketPolicy},
	{name: "PutBucketPolicy", method: "PUT", level: onBucket, selectors: "policy", action: "s3:PutBucketPolicy", serve: (*request).putBucketPolicy},
	{name: "DeleteBucketPolicy", method: "DELETE", level: onBucket, selectors: "policy", action: "s3:DeleteBucketPolicy", serve: (*request).deleteBucketPolicy},
	{name: "GetBucketPolicyStatus", method: "GET", level: onBucket, selectors: "policyStatus", action: "s3:GetBucketPolicyStatus", serve: (*request).getBucketPolicyStatus},
	{name: "GetPublicAccessBlock", method: "GET", level: onBucket, selectors: "publicAccessBlock", action: "s3:GetBucketPublicAccessBlock", serve: (*request).getPublicAccessBlock},
	{name: "PutPublicAccessBlock", method: "PUT", level: onBucket, selectors: "publicAccessBlock", action: "s3:PutBucketPublicAccessBlock", serve: (*request).putPublicAccessBlock},
	{name: "DeletePublicAccessBlock", method: "DELETE", level: onBucket, selectors: "publicAccessBlock", action: "s3:PutBucketPublicAccessBlock", serve: (*request).deletePublicAccessBlock},
	{name: "GetBucketOwnershipControls", method: "GET", level: onBucket, selectors: "ownershipControls", action: "s3:GetBucketOwnershipControls", serve: (*request).getBucketOwnershipControls},
	{name: "PutBucketOwnershipControls", method: "PUT", level: onBucket, selectors: "ownershipControls", action: "s3:PutBucketOwnershipControls", serve: (*request).putBucketOwnershipControls},
	{name: "DeleteBucketOwnershipControls", method: "DELETE", level: onBucket, selectors: "ownershipControls", action: "s3:PutBucketOwnershipControls", serve: (*request).deleteBucketOwnershipControls},
	{name: "GetBucketEncryption", method: "GET", level: onBucket, selectors: "encryption", action: "s3:GetEncryptionConfiguration", serve: (*request).getBucketEncryption},
	{name: "PutBucketEncryption", method: "PUT", level: onBucket, selectors: "encryption", action: "s3:PutEncryptionConfiguration", serve: (*request).putBucketEncryption},
	{name: "DeleteBucketEncryption", method: "DELETE", level: onBucket, selectors: "encryption", action: "s3:PutEncryptionConfiguration", serve: (*request).deleteBucketEncryption},
	{name: "GetBucketVersioning", method: "GET", level: onBucket, selectors: "versioning", action: "s3:GetBucketVersioning", serve: (*request).getBucketVersioning},
	{name: "PutBucketVersioning", method: "PUT", level: onBucket, selectors: "versioning", action: "s3:PutBucketVersioning", serve: (*request).putBucketVersioning},
	{name: "GetBucketRequestPayment", method: "GET", level: onBucket, selectors: "requestPayment", action: "s3:GetBucketRequestPayment", serve: (*request).getBucketRequestPayment},
	{name: "PutBucketRequestPayment", method: "PUT", level: onBucket, selectors: "requestPayment", action: "s3:PutBucketRequestPayment", serve: (*request).putBucketRequestPayment},
	{name: "GetBucketTagging", method: "GET", level: onBucket, selectors: "tagging", action: "s3:GetBucketTagging", serve: (*request).getBucketTagging},
	{name: "PutBucketTagging", method: "PUT", level: onBucket, selectors: "tagging", action: "s3:PutBucketTagging", serve: (*request).putBucketTagging},
	{name: "DeleteBucketTagging", method: "DELETE", level: onBucket, selectors: "tagging", action: "s3:PutBucketTagging", serve: (*request).deleteBucketTagging},
	{name: "GetBucketAbac", method: "GET", level: onBucket, selectors: "abac", action: "s3:GetBucketAbac", serve: (*request).getBucketAbac},
	{name: "PutBucketAbac", method: "PUT", level: onBucket, selectors: "abac", action: "s3:PutBucketAbac", serve: (*request).putBucketAbac},
}
