package golden_test

import "fmt"

var s3Objects = []provocation{
	refused("NoSuchKey", "The specified key does not exist.", s3("GET /data/none")),
	refused("NoSuchVersion", "The specified version does not exist.",
		s3("PUT /vers/k").with("x").keeping("X-Amz-Version-Id"), s3("DELETE /vers/k?versionId={X-Amz-Version-Id}"), s3("GET /vers/k?versionId={X-Amz-Version-Id}")),
	refused("InvalidArgument", "Invalid version id specified", s3("DELETE /vers/seeded.txt?versionId=wrong")),
	refused("InvalidRange", "The requested range is not satisfiable", s3("GET /data/seeded.txt", "Range: bytes=100-200")),
	refused("InvalidObjectState", "The operation is not valid for the object's storage class", s3("GET /cold/seeded.txt")),
	refused("InvalidStorageClass", "The storage class you specified is not valid", s3("PUT /data/k", "x-amz-storage-class: OUTPOSTS")),

	refused("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", s3("GET /data/seeded.txt", `If-Match: "wrong"`)),
	refused("412", "Precondition Failed", s3("HEAD /data/seeded.txt", `If-Match: "wrong"`)),
	refused("304", "Not Modified", s3("GET /data/seeded.txt", fmt.Sprintf(`If-None-Match: "%x"`, md5Of("0123456789")))),
	refused("NotImplemented", "A header you provided implies functionality that is not implemented", s3("PUT /data/k", `If-None-Match: "wrong"`)),

	refused("InvalidDigest", "The Content-MD5 you specified was invalid.", s3("PUT /data/k", "Content-MD5: __invalid__").with("x")),
	refused("BadDigest", "The Content-MD5 you specified did not match what we received.", s3("PUT /data/k", "Content-MD5: "+sumOf("y")).with("x")),

	refused("304", "Not Modified", s3("HEAD /data/seeded.txt", fmt.Sprintf(`If-None-Match: "%x"`, md5Of("0123456789")))),
	refused("405", "Method Not Allowed", marked, s3("HEAD /vers/k?versionId={X-Amz-Version-Id}")),
	refused("InvalidPartNumber", "The requested partnumber is not satisfiable", s3("GET /data/seeded.txt?partNumber=10")),
	refused("InvalidRequest", "Cannot specify both Range header and partNumber query parameter", s3("GET /data/seeded.txt?partNumber=1", "Range: bytes=0-1")),
}

// marked puts a delete marker over no object.
var marked = s3("DELETE /vers/k").keeping("X-Amz-Version-Id")

var s3Copies = []provocation{
	refused("InvalidArgument", "Invalid copy source object key", s3("PUT /data/k", "x-amz-copy-source: data/")),
	refused("InvalidRequest", "The source of a copy request may not specifically refer to a delete marker by version id.",
		marked, s3("PUT /data/k", "x-amz-copy-source: vers/k?versionId={X-Amz-Version-Id}")),
	refused("InvalidRequest", "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
		s3("PUT /data/seeded.txt", "x-amz-copy-source: data/seeded.txt")),
}
