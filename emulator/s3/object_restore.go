package s3

import (
	"net/http"
	"slices"
	"time"

	"github.com/denylab/denylab/emulator/s3/index"
)

// restoreGrammar is a RestoreRequest without the elements of SELECT, which S3
// no longer takes
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html).
var restoreGrammar = grammarOf(`
RestoreRequest
	Days? int
	GlacierJobParameters?
		Tier Expedited|Standard|Bulk
	Tier? Expedited|Standard|Bulk
	Description?
`)

// archivedClasses are the storage classes whose objects cannot be read before
// they are restored.
var archivedClasses = []string{"GLACIER", "DEEP_ARCHIVE"}

// isArchived: the bytes of v cannot be read now.
func (q *request) isArchived(v *index.Version) bool {
	return slices.Contains(archivedClasses, v.StorageClass) && !q.x.Now.Before(v.RestoredUntil)
}

// restoreObject makes an archived object readable for some days. AWS takes
// minutes to hours for that; in this lab it is done when the answer is sent.
func (q *request) restoreObject() error {
	held, err := q.acquire(q.op.action)
	if err != nil {
		return err
	}
	defer q.release(held)
	body, err := q.readBody()
	if err != nil {
		return err
	}
	doc, err := restoreGrammar.parse(body)
	if err != nil {
		return malformedXML()
	}
	if !slices.Contains(archivedClasses, held.StorageClass) {
		return failure(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class", "StorageClass", held.StorageClass)
	}
	tier := doc.at("GlacierJobParameters/Tier") + doc.at("Tier")
	switch {
	case !doc.has("Days"):
		return malformedXML()
	case doc.number("Days") < 1:
		return invalidArgument("restoration days should be at least 1", "Days", doc.at("Days"))
	case held.StorageClass == "DEEP_ARCHIVE" && tier == "Expedited":
		return invalidArgument("Retrieval option is not supported by this storage class", "Tier", tier)
	}
	status := http.StatusAccepted
	if q.x.Now.Before(held.RestoredUntil) {
		status = http.StatusOK
	}
	_, err = q.s.index.Update(q.name, q.key, held.ID, func(v *index.Version) error {
		v.RestoredUntil = midnightAfter(q.x.Now.AddDate(0, 0, doc.number("Days")))
		return nil
	})
	if err != nil {
		return q.writeError(err)
	}
	q.w.Header().Set("Content-Length", "0")
	q.w.WriteHeader(status)
	return nil
}

// midnightAfter is when S3 ends what it began at t: at the next midnight in UTC.
func midnightAfter(t time.Time) time.Time {
	return t.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
}

// tellRestored sets x-amz-restore of an object that was restored.
func (q *request) tellRestored(v *index.Version) {
	if q.x.Now.Before(v.RestoredUntil) {
		q.w.Header().Set("x-amz-restore", `ongoing-request="false", expiry-date="`+httpDate(v.RestoredUntil)+`"`)
	}
}

// withdrawn refuses what S3 has given up, to those who might have used it:
// SelectObjectContent is closed to new customers, and BitTorrent has ended.
func (q *request) withdrawn() error {
	held, err := q.acquire(q.op.actionFor(q.query.Get("versionId")))
	if err != nil {
		return err
	}
	q.release(held)
	return methodNotAllowed(q.r.Method, "OBJECT")
}
