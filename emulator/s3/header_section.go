package s3

import (
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// maxHeaderSection is the largest request line with all headers, in bytes
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html).
const maxHeaderSection = 8192

// checkHeaderSection refuses a request that has too much before its body.
func checkHeaderSection(r *http.Request) *awsproto.Error {
	size := len(r.Method) + len(r.URL.RequestURI()) + len(r.Host)
	for name, values := range r.Header {
		for _, value := range values {
			size += len(name) + len(value) + len(": \r\n")
		}
	}
	if size <= maxHeaderSection {
		return nil
	}
	return failure(400, "RequestHeaderSectionTooLarge", "Your request header section exceeds the maximum allowed size.", "MaxSizeAllowed", itoa(maxHeaderSection))
}
