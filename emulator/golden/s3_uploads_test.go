package golden_test

import "strings"

// begun begins an upload of data/k.
func begun(header ...string) step { return s3("POST /data/k?uploads", header...).keeping("UploadId") }

// part uploads part n of it.
func part(n, body string, header ...string) step {
	return s3("PUT /data/k?uploadId={UploadId}&partNumber="+n, header...).with(body).keeping("ETag")
}

// complete completes it with parts: numbers and ETags in turn.
func complete(header []string, parts ...string) step {
	var list strings.Builder
	for i := 0; i+1 < len(parts); i += 2 {
		list.WriteString("<Part><PartNumber>" + parts[i] + "</PartNumber>" + parts[i+1] + "</Part>")
	}
	return s3("POST /data/k?uploadId={UploadId}", header...).with("<CompleteMultipartUpload>" + list.String() + "</CompleteMultipartUpload>")
}

const itsETag = "<ETag>{ETag}</ETag>"

var s3Uploads = []provocation{
	refused("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
		s3("DELETE /data/k?uploadId=none")),
	refused("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
		begun(), s3("DELETE /data/k?uploadId={UploadId}"), s3("GET /data/k?uploadId={UploadId}")),
	refused("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", begun(), part("-1", "x")),
	refused("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.",
		begun(), part("1", "x"), part("2", "x"), complete(nil, "2", itsETag, "1", itsETag)),
	refused("InvalidRequest", "You must specify at least one part", begun(), complete(nil)),
	refused("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", begun(), part("1", "x"), part("2", "x"), complete(nil, "1", itsETag, "2", itsETag)),
	refused("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
		begun(), part("1", "x"), complete(nil, "2", itsETag)),
	refused("BadDigest", "The sha256 you specified for part 1 did not match what we received.",
		begun("x-amz-checksum-algorithm: CRC32", "x-amz-checksum-type: COMPOSITE"), part("1", "x"),
		complete(nil, "1", itsETag+"<ChecksumSHA256>"+sha256Of("x")+"</ChecksumSHA256>")),
	refused("InvalidRequest", "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4",
		begun(), part("1", "1234"), complete([]string{"x-amz-mp-object-size: 5"}, "1", itsETag)),
	refused("ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.",
		s3("PUT /data/k").with("x"), begun(), part("1", "x"), s3("DELETE /data/k"), complete([]string{"If-None-Match: *"}, "1", itsETag)),

	refused("InvalidArgument", "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
		begun(), part("1", "", "x-amz-copy-source: data/seeded.txt", "x-amz-copy-source-range: 0-8")),
	refused("InvalidArgument", "Range specified is not valid for source object of size: 10",
		begun(), part("1", "", "x-amz-copy-source: data/seeded.txt", "x-amz-copy-source-range: bytes=0-100")),
	refused("InvalidRequest", "The specified copy range is invalid for the source object size",
		begun(), part("1", "", "x-amz-copy-source: data/seeded.txt", "x-amz-copy-source-range: bytes=100-200")),
}
