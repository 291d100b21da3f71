package iampolicy

import (
	"bytes"
	"encoding/json"
	"time"
)

// A ManagedRecord is what AWS tells about one of its managed policies beside
// the document
// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html).
type ManagedRecord struct {
	ARN              string `json:"Arn"`
	PolicyName, Path string
	DefaultVersionID string `json:"DefaultVersionId"`
	CreateDate       time.Time
	UpdateDate       time.Time
}

// AWSManagedRecord is the record of the AWS managed policy with the given ARN.
func AWSManagedRecord(arn string) (ManagedRecord, bool) {
	var r ManagedRecord
	m, ok := managedPolicies()[arn]
	if !ok {
		return r, false
	}
	// The document is the last member and most of the line.
	head, _, _ := bytes.Cut(m.line, []byte(`,"Document":`))
	err := json.Unmarshal(append(bytes.Clone(head), '}'), &r)
	return r, err == nil
}
