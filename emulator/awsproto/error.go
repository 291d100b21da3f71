// Package awsproto speaks AWS's wire protocols: S3's REST XML, the query
// protocol of STS, and JSON 1.1 of KMS. Every sentence AWS sends stands here
// once.
package awsproto

import "net/http"

// An Error is a refusal or failure as AWS sends it.
type Error struct {
	// Status is the HTTP status.
	Status int
	// Code is AWS's error code, such as AccessDenied.
	Code string
	// Message is AWS's text.
	Message string
	// Fields are further elements of S3's <Error>, in order, or members of a
	// JSON error.
	Fields []Field
	// Header is added to the response.
	Header http.Header
}

// A Field is one named element of an error body.
type Field struct{ Name, Value string }

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// IDs are the identifiers of one exchange.
type IDs struct {
	// RequestID and HostID are what AWS calls x-amz-request-id and x-amz-id-2.
	RequestID string
	HostID    string
	// Decision is the journal's id of the exchange, sent as
	// x-denylab-decision.
	Decision string
}
