package iampolicy

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	"github.com/denylab/denylab/rego/authz"
)

// A managed is one AWS managed policy; its document is parsed when it is first
// asked for.
type managed struct {
	line []byte
	once sync.Once
	doc  *authz.Document
	text []byte
}

var managedPolicies = sync.OnceValue(func() map[string]*managed {
	all := map[string]*managed{}
	for line := range bytes.Lines(inflate(managedData)) {
		// The ARN is the first member of every line, so that finding a policy
		// needs no parsing of the 1,484 others.
		rest, ok := bytes.CutPrefix(line, []byte(`{"Arn":"`))
		arn, _, found := bytes.Cut(rest, []byte(`"`))
		if ok && found {
			all[string(arn)] = &managed{line: line}
		}
	}
	return all
})

// AWSManaged is the AWS managed policy with the given ARN
// (arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess): its document and the text
// of it, indented, in which the document's lines count. The document is the
// same pointer every time. Callers must not change the text.
func AWSManaged(arn string) (*authz.Document, []byte, bool) {
	m, ok := managedPolicies()[arn]
	if !ok {
		return nil, nil, false
	}
	m.once.Do(func() { m.parse(arn) })
	return m.doc, m.text, m.doc != nil
}

func (m *managed) parse(arn string) {
	var record struct{ Document json.RawMessage }
	if json.Unmarshal(m.line, &record) != nil {
		return
	}
	var text bytes.Buffer
	if json.Indent(&text, record.Document, "", "    ") != nil {
		return
	}
	if doc, err := Parse(text.Bytes(), arn); err == nil {
		m.doc, m.text = doc, text.Bytes()
	}
}

// AWSManagedNames lists the ARNs of all AWS managed policies, sorted, for
// suggestions and completion.
func AWSManagedNames() []string {
	var all []string
	for arn := range managedPolicies() {
		all = append(all, arn)
	}
	slices.Sort(all)
	return all
}
