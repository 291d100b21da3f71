package s3control

import (
	"encoding/json"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// The actions of the credentials that S3 Access Grants vends, as its page lists
// those that a location's role needs
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-location-register.html).
// That the session policy has the same ones is UNVERIFIED.
var (
	readActions = []string{"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl", "s3:GetObjectVersionAcl", "s3:ListMultipartUploadParts"}
	putActions  = []string{"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:AbortMultipartUpload"}
)

type statementJSON struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  string
	Condition map[string]map[string]string `json:",omitempty"`
}

func allowing(sid, resource string, actions ...string) statementJSON {
	return statementJSON{Sid: sid, Effect: "Allow", Action: actions, Resource: resource}
}

// scopedPolicy is the session policy that narrows a location's role to a scope;
// false when it is too large for a session.
func scopedPolicy(scope, permission string) (*authz.Document, bool) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(scope, "s3://"), "/")
	reads, writes := permission != "WRITE", permission != "READ"
	var actions []string
	keys := []string{"kms:Decrypt"}
	if reads {
		actions = append(actions, readActions...)
	}
	if writes {
		actions, keys = append(actions, putActions...), append(keys, "kms:GenerateDataKey")
	}
	all := []statementJSON{allowing("Objects", "arn:aws:s3:::"+bucket+"/"+literal(key), actions...)}
	if prefix, ok := strings.CutSuffix(key, "*"); ok && reads {
		all = append(all, listing(bucket, prefix))
	}
	all = append(all, allowing("Keys", "*", keys...))
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": all})
	if err != nil {
		return nil, false
	}
	doc, problems := iampolicy.Check(text, "", iampolicy.Session)
	return doc, len(problems) == 0
}

// listing lets keys be listed below a prefix.
func listing(bucket, prefix string) statementJSON {
	s := allowing("List", "arn:aws:s3:::"+bucket, "s3:ListBucket")
	if prefix != "" {
		s.Condition = map[string]map[string]string{"StringLike": {"s3:prefix": literal(prefix + "*")}}
	}
	return s
}

// literal is the pattern that means a key, or the prefix before * at its end.
func literal(key string) string {
	prefix, isPrefix := strings.CutSuffix(key, "*")
	text := strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(prefix)
	if isPrefix {
		text += "*"
	}
	return text
}
