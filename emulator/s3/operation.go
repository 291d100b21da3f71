package s3

import "strings"

// A level is what an operation is about.
type level int

const (
	onService level = iota
	onBucket
	onObject
)

func (l level) String() string {
	return [...]string{"SERVICE", "BUCKET", "OBJECT"}[l]
}

// An operation is a row of the closed table in actions.go: how a request for
// it looks, which permission it needs, and what serves it.
type operation struct {
	// name is the API's name for it.
	name   string
	method string
	level  level
	// selectors are the query parameters that mean this operation and no
	// other, separated by spaces: all of them must be there, and no selector
	// of another operation may.
	selectors string
	// copies: the request carries x-amz-copy-source.
	copies bool
	// action is the IAM action of the operation, versionAction the one that
	// replaces it when the request has a versionId. An operation with further
	// actions asks about them in its handler.
	action, versionAction string
	// params are the other query parameters it reads, separated by spaces.
	params string
	// serve answers it; nil when this lab knows the operation but does not
	// have it.
	serve func(*request) error
}

func (o *operation) selectorSet() []string { return strings.Fields(o.selectors) }

// reads tells whether a query parameter means something to o. AWS ignores
// parameters that begin with x-; presigned URLs and SDKs send such ones.
func (o *operation) reads(param string) bool {
	if strings.HasPrefix(strings.ToLower(param), "x-") {
		return true
	}
	for _, p := range strings.Fields(o.params) {
		if p == param {
			return true
		}
	}
	return false
}

// actionFor is the action o needs for the given version of an object.
func (o *operation) actionFor(version string) string {
	if version != "" && o.versionAction != "" {
		return o.versionAction
	}
	return o.action
}
