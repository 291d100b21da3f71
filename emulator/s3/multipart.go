package s3

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/rego/authz"
)

type createdUploadXML struct {
	XMLName xml.Name `xml:"InitiateMultipartUploadResult"`
	Xmlns   string   `xml:"xmlns,attr"`
	Bucket  string   `xml:"Bucket"`
	Key     string   `xml:"Key"`
	ID      string   `xml:"UploadId"`
}

// createMultipartUpload settles everything about the object but its bytes.
func (q *request) createMultipartUpload() error {
	if err := q.readUpload(); err != nil {
		return err
	}
	checksum, err := uploadChecksum(q.r.Header.Get("X-Amz-Checksum-Algorithm"), q.r.Header.Get("X-Amz-Checksum-Type"))
	if err != nil {
		return err
	}
	encryption, keyErr := q.encryption()
	if err := q.allowUpload(encryption, keyErr); err != nil {
		return err
	}
	if q.x.Identity.Principal.Caller.Kind == authz.Anonymous {
		return failure(403, "AccessDenied", unverified.anonymousUpload)
	}
	v, err := q.object(encryption)
	if err != nil {
		return err
	}
	v.Checksum = checksum
	u, err := q.s.index.CreateUpload(q.name, index.Upload{
		Key: q.key, Object: v, Initiator: q.x.Identity.Principal.Caller.ARN, Started: q.x.Now,
	})
	if err != nil {
		return q.writeError(err)
	}
	h := q.w.Header()
	writeEncryption(h, u.Object.Encryption)
	if q.r.Header.Get("X-Amz-Checksum-Algorithm") != "" {
		h.Set("x-amz-checksum-algorithm", checksum.Algorithm)
		h.Set("x-amz-checksum-type", checksum.Type)
	}
	return q.reply(createdUploadXML{Xmlns: namespace, Bucket: q.name, Key: q.key, ID: u.ID})
}

// uploadChecksum is what an upload's object will have for a checksum; S3 adds
// one of its own when the client asks for none.
func uploadChecksum(algorithm, kind string) (index.Checksum, error) {
	c := index.Checksum{Algorithm: algorithm, Type: kind}
	if algorithm == "" {
		if kind != "" {
			return c, invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
		}
		return index.Checksum{Algorithm: serverChecksum, Type: index.FullObject}, nil
	}
	if _, known := caller.NewChecksum(algorithm); !known {
		return c, unknownChecksum()
	}
	onlyFull, onlyComposite := algorithm == "CRC64NVME", strings.HasPrefix(algorithm, "SHA")
	switch {
	case kind == "" && onlyFull:
		c.Type = index.FullObject
	case kind == "":
		c.Type = index.Composite
	case kind != index.FullObject && kind != index.Composite:
		return c, invalidRequest("Value for x-amz-checksum-type header is invalid.")
	case kind == index.FullObject && onlyComposite, kind == index.Composite && onlyFull:
		return c, invalidRequest("The " + kind + " checksum type cannot be used with the " + strings.ToLower(algorithm) + " checksum algorithm.")
	}
	return c, nil
}

// openUpload finds the request's upload. What is not there is told to those
// only who may do the operation, so the error comes back beside the upload.
func (q *request) openUpload() error {
	u, err := q.s.index.GetUpload(q.name, q.key, q.query.Get("uploadId"))
	if err != nil {
		return q.uploadError(err)
	}
	q.upload = u
	return nil
}

func (q *request) uploadError(err error) error {
	var part *index.PartError
	var size *index.SizeError
	switch {
	case errors.Is(err, index.ErrNoSuchUpload):
		return noSuchUpload(q.query.Get("uploadId"))
	case errors.Is(err, index.ErrPartNumber):
		return badPartNumber(q.query.Get("partNumber"))
	case errors.Is(err, index.ErrNoParts):
		return invalidRequest("You must specify at least one part")
	case errors.Is(err, index.ErrInvalidPartOrder):
		return failure(400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", "UploadId", q.query.Get("uploadId"))
	case errors.As(err, &part) && errors.Is(err, index.ErrEntityTooSmall):
		return failure(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
			"ProposedSize", itoa(part.Size), "MinSizeAllowed", itoa(index.MinPartSize), "PartNumber", strconv.Itoa(part.Number), "ETag", part.ETag)
	case errors.As(err, &part):
		return failure(400, "InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
			"UploadId", part.UploadID, "PartNumber", strconv.Itoa(part.Number), "ETag", part.ETag)
	case errors.As(err, &size):
		return invalidRequest("The provided 'x-amz-mp-object-size' header value " + itoa(size.Said) + " does not match what was computed: " + itoa(size.Is))
	case errors.Is(err, index.ErrConflict):
		return failure(409, "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.", "Key", q.key)
	case errors.Is(err, index.ErrBadDigest):
		return failure(400, "BadDigest", "The "+strings.ToLower(q.upload.Object.Checksum.Algorithm)+" you specified did not match the calculated checksum.")
	}
	return q.writeError(err)
}

// allowOwnUpload asks for an action on an upload. Whoever began the upload may
// end and read it without that permission, as long as it may write the object;
// a VPC endpoint policy has to list the action all the same
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html).
func (q *request) allowOwnUpload() error {
	on := q.theObject(nil)
	if q.upload == nil || q.upload.Initiator != q.x.Identity.Principal.Caller.ARN {
		return q.allow(on, q.op.action)
	}
	silent := false
	for _, question := range q.questions(q.op.action, on) {
		question.Probe = true
		_, decision, err := q.x.Ask(q.r.Context(), question)
		switch {
		case err != nil:
			return err
		case decision.Allowed:
		case decision.Verdict == authz.ImplicitDeny && decision.Verdicts[authz.VPCEndpointPolicy] != authz.ImplicitDeny:
			silent = true
		default:
			// Asked again, the refusal is the request's and not a probe's.
			return q.allow(on, q.op.action)
		}
	}
	if !silent {
		return nil
	}
	if allowed, err := q.may(on, "s3:PutObject"); allowed || err != nil {
		return err
	}
	return q.allow(on, q.op.action)
}

// abortMultipartUpload ends an upload and drops its parts.
func (q *request) abortMultipartUpload() error {
	missing := q.openUpload()
	if err := q.allowOwnUpload(); err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	if err := q.s.index.AbortUpload(q.name, q.key, q.upload.ID); err != nil {
		return q.uploadError(err)
	}
	return q.noContent()
}
