package world

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// A Policy is immutable: whoever changes one replaces it. Snapshots share it,
// and the engine keeps what it derives from its Document.

// NewPolicy reads a policy document from JSON text; file is the name that
// findings give for it and may be empty. The text is kept as it was written.
// The error is an *iampolicy.SyntaxError.
func NewPolicy(text []byte, file string) (*Policy, error) {
	doc, err := iampolicy.Parse(text, file)
	if err != nil {
		return nil, err
	}
	return &Policy{Document: doc, JSON: bytes.Clone(text)}, nil
}

// MustPolicy is NewPolicy for a document in Go source. It panics when the text
// is no policy document.
func MustPolicy(text string) *Policy {
	p, err := NewPolicy([]byte(text), "")
	if err != nil {
		panic(fmt.Sprintf("world.MustPolicy: %v\n%s", err, text))
	}
	return p
}

// compact is the policy's text without white space between its tokens, by
// which policies compare.
func (p *Policy) compact() []byte {
	var b bytes.Buffer
	if json.Compact(&b, p.JSON) != nil {
		return p.JSON
	}
	return b.Bytes()
}

// The policies AWS gives what has none.
var (
	fullAWSAccess      = MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
	fullEndpointAccess = MustPolicy(`{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`)
	// trustsNobody stands for a trust policy that was not described.
	trustsNobody = &Policy{Document: &authz.Document{Version: "2012-10-17"}, JSON: []byte(`{"Version":"2012-10-17","Statement":[]}`)}
)

// defaultKeyPolicy is what CreateKey gives a key without a policy: the
// account's identity policies decide
// (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
func defaultKeyPolicy(account string) *Policy {
	return MustPolicy(fmt.Sprintf(`{"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM policies","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*","Resource":"*"}]}`, inJSON(account)))
}

// managedKeyPolicy is the policy of an AWS managed key, such as aws/s3: every
// principal of the account that reaches the key through the service may use
// it.
func managedKeyPolicy(service, region, account string) *Policy {
	return MustPolicy(fmt.Sprintf(`{"Version":"2012-10-17","Id":"auto-%[1]s-2","Statement":[`+
		`{"Sid":"Allow access through %[2]s for all principals in the account that are authorized to use %[2]s","Effect":"Allow","Principal":{"AWS":"*"},`+
		`"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"],"Resource":"*",`+
		`"Condition":{"StringEquals":{"kms:CallerAccount":"%[4]s","kms:ViaService":"%[1]s.%[3]s.amazonaws.com"}}},`+
		`{"Sid":"Allow direct access to key metadata to the account","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%[4]s:root"},`+
		`"Action":["kms:Describe*","kms:Get*","kms:List*"],"Resource":"*"}]}`, inJSON(service), inJSON(upper(service)), inJSON(region), inJSON(account)))
}

// inJSON is s as it stands between the quotes of a JSON string. Ids are not
// checked yet when policies are made of them.
func inJSON(s string) string {
	text, _ := json.Marshal(s) // a string always encodes
	return string(text[1 : len(text)-1])
}
