package awsproto

// The sentences in which S3 refuses tags that are set on a resource of any kind.
const (
	SystemTagKey   = `User-defined tag keys can't start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.`
	DuplicateTag   = "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again."
	InvalidTagText = "This request contains a tag key or value that isn't valid. Valid characters include the following: [a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters."
)
