package golden_test

// provoke are the tables of provocations, by service.
var provoke = map[string][][]provocation{
	"s3":            {s3Denials, s3Signatures, s3Policies, s3Buckets, s3Settings, s3Access, s3Listings, s3Objects, s3Copies, s3Uploads, s3Encryption, s3Locks, s3Tags, s3Forms, s3CORS},
	"s3control":     {s3Control, accessGrants},
	"sts":           {stsDenials, stsErrors},
	"iam":           {iamErrors},
	"sagemaker":     {sagemakerErrors},
	"glue":          {glueErrors},
	"organizations": {organizationsErrors},
	"kms":           {kmsDenials, kmsErrors, kmsKeys},
}
