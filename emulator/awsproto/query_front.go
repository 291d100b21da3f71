package awsproto

import "net/http"

// MissingAction refuses a query-protocol request that names no operation.
// UNVERIFIED text.
func MissingAction() *Error {
	return &Error{Status: http.StatusBadRequest, Code: "MissingAction", Message: "Missing Action"}
}

// noVersion is the version that AWS says of a request that names none.
const noVersion = "NO_VERSION_SPECIFIED"

// InvalidAction refuses an operation that a query service does not have in a
// version of its API.
func InvalidAction(action, version string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: "InvalidAction",
		Message: "Could not find operation " + action + " for version " + version}
}

// NotEmulated refuses an operation that a service such as "IAM" has at AWS and
// not here. The status is one after which clients do not try again.
func NotEmulated(service, action string) *Error {
	return &Error{Status: http.StatusNotImplemented, Code: "NotImplemented",
		Message: "The " + service + " operation " + action + " is not emulated."}
}
