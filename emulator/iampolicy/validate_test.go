package iampolicy_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// train is an access point.
const train = "arn:aws:s3:us-east-1:111122223333:accesspoint/train"

const organizationsText = "The provided policy document does not meet the requirements of the specified policy type."

// A refusal is a statement, the kind of policy it is put into, and AWS's words.
type refusal struct {
	name      string
	kind      iampolicy.Kind
	statement string
	code      string
	message   string
	hint      string
}

var refusals = []refusal{
	{"no effect", iampolicy.Identity, `"Action":"s3:*","Resource":"*"`, "MalformedPolicyDocument", "Syntax errors in policy.", `add "Effect"`},
	{"lower-case effect", iampolicy.Trust, `"Effect":"allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"`, "MalformedPolicyDocument", "Invalid effect: allow", "capital first"},
	{"a Sid with a space", iampolicy.Identity, `"Sid":"a b","Effect":"Allow","Action":"s3:*","Resource":"*"`, "MalformedPolicyDocument", "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*", "digits only"},
	{"no action", iampolicy.Inline, `"Effect":"Allow","Resource":"*"`, "MalformedPolicyDocument", "Policy statement must contain actions.", "add an action"},
	{"an empty list of actions", iampolicy.Inline, `"Effect":"Allow","Action":[],"Resource":"*"`, "MalformedPolicyDocument", "Policy statement must contain actions.", "add an action"},
	{"both kinds of action", iampolicy.Inline, `"Effect":"Allow","Action":"s3:*","NotAction":"s3:*","Resource":"*"`, "MalformedPolicyDocument", "Syntax errors in policy.", "not both"},
	{"an action without prefix", iampolicy.Session, `"Effect":"Allow","Action":"GetObject","Resource":"*"`, "MalformedPolicyDocument", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", "service prefix"},
	{"two colons", iampolicy.Identity, `"Effect":"Allow","Action":"s3:Get:Object","Resource":"*"`, "MalformedPolicyDocument", "Actions/Condition can contain only one colon.", "more than one"},
	{"a bad vendor", iampolicy.Identity, `"Effect":"Allow","Action":"s 3:GetObject","Resource":"*"`, "MalformedPolicyDocument", "Vendor s 3 is not valid", "prefix"},
	{"no resource", iampolicy.Boundary, `"Effect":"Allow","Action":"s3:*"`, "MalformedPolicyDocument", "Policy statement must contain resources.", "add a resource"},
	{"no ARN", iampolicy.Identity, `"Effect":"Allow","Action":"s3:*","Resource":"bucket/*"`, "MalformedPolicyDocument", `Resource bucket/* must be in ARN format or "*".`, "arn:aws:s3:::"},
	{"a short ARN", iampolicy.Identity, `"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:bucket"`, "MalformedPolicyDocument", "The policy failed legacy parsing", "too few parts"},
	{"a bad partition", iampolicy.Identity, `"Effect":"Allow","Action":"s3:*","Resource":"arn:amazon:s3:::bucket"`, "MalformedPolicyDocument", `Partition "amazon" is not valid for resource "arn:amazon:s3:::bucket".`, "arn:aws:"},
	{"a wildcard for the service", iampolicy.Identity, `"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:*:::x"`, "MalformedPolicyDocument", "Resource vendor must be fully qualified and cannot contain regexes.", "without wildcards"},
	{"an IAM ARN with a Region", iampolicy.Identity, `"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam:us-east-1:111122223333:role/x"`, "MalformedPolicyDocument", "IAM resource arn:aws:iam:us-east-1:111122223333:role/x cannot contain region information.", "global"},
	{"an IAM ARN without type", iampolicy.Identity, `"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::111122223333:x"`, "MalformedPolicyDocument", `IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.`, "role/"},
	{"a principal in an identity policy", iampolicy.Identity, `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"`, "MalformedPolicyDocument", "Policy document should not specify a principal.", "remove the principal"},
	{"an unknown operator", iampolicy.Identity, `"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEqual":{"aws:x":"y"}}`, "MalformedPolicyDocument", "Syntax errors in policy.", "did you mean StringEquals?"},
	{"NullIfExists", iampolicy.Identity, `"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"NullIfExists":{"aws:x":"true"}}`, "MalformedPolicyDocument", "Syntax errors in policy.", "without IfExists"},

	{"a trust policy with a resource", iampolicy.Trust, `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*"`, "MalformedPolicyDocument", "Has prohibited field Resource", "its own role"},
	{"a trust policy for S3", iampolicy.Trust, `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject"`, "MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions.", "sts:AssumeRole"},
	{"a trust policy for everything", iampolicy.Trust, `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*"`, "MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions.", "sts:AssumeRole"},
	{"trust of nobody", iampolicy.Trust, `"Effect":"Allow","Action":"sts:AssumeRole"`, "MalformedPolicyDocument", "Missing required field Principal", "add a principal"},
	{"trust of a bare star", iampolicy.Trust, `"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"`, "MalformedPolicyDocument", "Principal must be a JSON object.", `{"AWS": "*"}`},
	{"trust by exception", iampolicy.Trust, `"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"`, "MalformedPolicyDocument", "AssumeRole policy must not contain NotPrincipal field.", "aws:PrincipalArn"},
	{"an allowed exception", iampolicy.Trust, `"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"`, "MalformedPolicyDocument", "Allow with NotPrincipal is not allowed.", "Deny"},
	{"trust of a pattern", iampolicy.Trust, `"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/*"},"Action":"sts:AssumeRole"`, "MalformedPolicyDocument", `Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/*"`, "ArnLike"},
	{"trust of no service", iampolicy.Trust, `"Effect":"Allow","Principal":{"Service":"sagemaker"},"Action":"sts:AssumeRole"`, "MalformedPolicyDocument", `Invalid principal in policy: "SERVICE":"sagemaker"`, "sagemaker.amazonaws.com"},

	{"another bucket's objects", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::minestrone/*"`, "MalformedPolicy", "Policy has invalid resource", "arn:aws:s3:::mine/*"},
	{"an object action on the bucket", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::mine"`, "MalformedPolicy", "Action does not apply to any resource(s) in statement", "objects"},
	{"a bucket action on objects", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::mine/*"`, "MalformedPolicy", "Action does not apply to any resource(s) in statement", "the bucket"},
	{"the bucket's objects in an access point's policy", iampolicy.AccessPoint(train), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*"`, "MalformedPolicy", "Policy has invalid resource", train + "/object/*"},
	{"another access point", iampolicy.AccessPoint(train), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"` + train + `ing/object/*"`, "MalformedPolicy", "Policy has invalid resource", train},
	{"an object action on the access point", iampolicy.AccessPoint(train), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"` + train + `"`, "MalformedPolicy", "Action does not apply to any resource(s) in statement", "/object/*"},
	{"a listing of objects behind an access point", iampolicy.AccessPoint(train), `"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"` + train + `/object/*"`, "MalformedPolicy", "Action does not apply to any resource(s) in statement", "the access point"},
	{"a bucket in the policy of an open point", iampolicy.AccessPoint(""), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*"`, "MalformedPolicy", "Policy has invalid resource", "accesspoint/NAME/object/*"},
	{"an action that access points do not have", iampolicy.AccessPoint(train), `"Effect":"Allow","Principal":"*","Action":"s3:PutBucketPolicy","Resource":"` + train + `"`, "MalformedPolicy", "Action does not apply to any resource(s) in statement", "does not go through"},
	{"an unknown S3 action", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"s3:ListObject","Resource":"arn:aws:s3:::mine"`, "MalformedPolicy", "Policy has invalid action", `did you mean "s3:ListBucket"?`},
	{"a KMS action", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"arn:aws:s3:::mine"`, "MalformedPolicy", "Policy has invalid action", "s3 actions only"},
	{"CreateBucket", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"s3:CreateBucket","Resource":"arn:aws:s3:::mine"`, "MalformedPolicy", "Policy has invalid action", "identity policy"},
	{"a bad principal", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":{"AWS":"alice"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*"`, "MalformedPolicy", "Invalid principal in policy", "account id"},
	{"a group", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:group/g"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*"`, "MalformedPolicy", "Invalid principal in policy", "group is no principal"},
	{"an unknown S3 key", iampolicy.Bucket("mine"), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*","Condition":{"StringEquals":{"s3:acl":"x"}}`, "MalformedPolicy", "Policy has an invalid condition key", "s3:acl"},
	{"a put key on a mixed statement", iampolicy.Bucket("mine"), `"Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::mine/*","Condition":{"StringEquals":{"s3:x-amz-acl":"x"}}`, "MalformedPolicy", "Conditions do not apply to combination of actions and resources in statement", "statement of their own"},
	{"an existing tag on a delete", iampolicy.Bucket("mine"), `"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::mine/*","Condition":{"StringEquals":{"s3:ExistingObjectTag/a":"x"}}`, "MalformedPolicy", "Conditions do not apply to combination of actions and resources in statement", "s3:DeleteObject"},

	{"a key policy for nobody", iampolicy.Key, `"Effect":"Allow","Action":"kms:*","Resource":"*"`, "MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.", "add a principal"},
	{"an SCP with a principal", iampolicy.SCP, `"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"`, "MalformedPolicyDocumentException", organizationsText, "remove the principal"},
	{"an RCP that allows", iampolicy.RCP, `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"`, "MalformedPolicyDocumentException", organizationsText, "only denies"},
	{"an RCP with a principal", iampolicy.RCP, `"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"`, "MalformedPolicyDocumentException", organizationsText, `"Principal": "*"`},
	{"an RCP out of reach", iampolicy.RCP, `"Effect":"Deny","Principal":"*","Action":"sagemaker:*","Resource":"*"`, "MalformedPolicyDocumentException", organizationsText, "do not reach"},
	{"an RCP of everything", iampolicy.RCP, `"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"`, "MalformedPolicyDocumentException", organizationsText, "such as s3:*"},
	{"an RCP with NotAction", iampolicy.RCP, `"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"`, "MalformedPolicyDocumentException", organizationsText, "no NotAction"},
	{"an endpoint policy for nobody", iampolicy.Endpoint, `"Effect":"Allow","Action":"s3:*","Resource":"*"`, "InvalidPolicyDocument", "The Policy Document is not valid.", "add a principal"},
	{"an account pattern", iampolicy.Endpoint, `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalAccount":"1111*"}}`, "InvalidPolicyDocument", "The Policy Document is not valid.", "in full"},
	{"a loose pattern", iampolicy.Endpoint, `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn*"}}`, "InvalidPolicyDocument", "The Policy Document is not valid.", "six literal"},
	{"an account as a number", iampolicy.Endpoint, `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"NumericEquals":{"aws:PrincipalAccount":"1"}}`, "InvalidPolicyDocument", "The Policy Document is not valid.", "StringEquals"},
}

func TestAWSRefuses(t *testing.T) {
	for _, r := range refusals {
		t.Run(r.name, func(t *testing.T) {
			text := "{\"Version\":\"2012-10-17\",\"Statement\":[\n{" + r.statement + "}]}"
			doc, problems := iampolicy.Check([]byte(text), "", r.kind)
			if len(problems) != 1 {
				t.Fatalf("got %d problems, want 1: %v", len(problems), problems)
			}
			p := problems[0]
			if p.Code != r.code || p.Message != r.message {
				t.Errorf("got %s %q\nwant %s %q", p.Code, p.Message, r.code, r.message)
			}
			if !strings.Contains(p.Hint, r.hint) {
				t.Errorf("hint %q does not say %q", p.Hint, r.hint)
			}
			if doc == nil || p.Statement != 0 || p.Line != 2 || p.Column != 1 {
				t.Errorf("placed at statement %d, %d:%d", p.Statement, p.Line, p.Column)
			}
		})
	}
}

func TestAWSTakes(t *testing.T) {
	for name, c := range map[string]struct {
		kind      iampolicy.Kind
		statement string
	}{
		"NotAction and NotResource": {iampolicy.Identity, `"Effect":"Deny","NotAction":"iam:*","NotResource":"arn:*:s3:::x/*"`},
		"an unknown action":         {iampolicy.Identity, `"Effect":"Allow","Action":"s3:ListObject","Resource":"*"`},
		"any case of an operator":   {iampolicy.Identity, `"Effect":"Allow","Action":"*","Resource":"*","Condition":{"forallvalues:stringlikeifexists":{"aws:TagKeys":"a"}}`},
		"trust of anybody":          {iampolicy.Trust, `"Effect":"Allow","Principal":{"AWS":"*"},"Action":["sts:AssumeRole","sts:TagSession"]`},
		"trust of a provider":       {iampolicy.Trust, `"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity"`},
		"both resources":            {iampolicy.Bucket("b"), `"Sid":"with space","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}`},
		"patterns of the bucket":    {iampolicy.Bucket("b"), `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::*","arn:aws:s3:::?/*"]`},
		"an unknown global key":     {iampolicy.Bucket("b"), `"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:Nonsense":"x"}}`},
		"a put key on a pattern":    {iampolicy.Bucket("b"), `"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"s3:x-amz-acl":"x"}}`},
		"an exception":              {iampolicy.Bucket("b"), `"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:sts::111122223333:assumed-role/R/S"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`},
		"both sides of a point":     {iampolicy.AccessPoint(train), `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["s3:GetObject","s3:ListBucket"],"Resource":["` + train + `","` + train + `/object/in/*"]`},
		"an open point":             {iampolicy.AccessPoint(""), `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"` + train + `/object/*"`},
		"everything of a point":     {iampolicy.AccessPoint(train), `"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"`},
		"a deleted principal":       {iampolicy.Bucket("b"), `"Effect":"Allow","Principal":{"AWS":"AROAEXAMPLEROLEID1234"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`},
		"a key policy":              {iampolicy.Key, `"Sid":"Enable IAM policies","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"`},
		"RCPFullAWSAccess":          {iampolicy.RCP, `"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"`},
		"an anchored pattern":       {iampolicy.Endpoint, `"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/Trainer*"}}`},
	} {
		text := `{"Version":"2012-10-17","Statement":[{` + c.statement + `}]}`
		if _, problems := iampolicy.Check([]byte(text), "", c.kind); len(problems) != 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// TestEachServiceHasItsWords checks the problems of whole documents.
func TestEachServiceHasItsWords(t *testing.T) {
	const one = `"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"`
	for _, c := range []struct {
		kind                iampolicy.Kind
		text, code, message string
	}{
		{iampolicy.Identity, `{`, "MalformedPolicyDocument", "Syntax errors in policy."},
		{iampolicy.Trust, `{`, "MalformedPolicyDocument", "This policy contains invalid Json"},
		{iampolicy.Bucket("b"), `{`, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'"},
		{iampolicy.Bucket("b"), ` {"Statement":[]}`, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'"},
		{iampolicy.Bucket("b"), ``, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'"},
		{iampolicy.Bucket("b"), `{}`, "MalformedPolicy", "Missing required field Statement"},
		{iampolicy.Bucket("b"), `{"Statement":[]}`, "MalformedPolicy", "Could not parse the policy: Statement is empty!"},
		{iampolicy.Trust, `{}`, "MalformedPolicyDocument", "Could not parse the policy: Statement is empty!"},
		{iampolicy.Trust, `{"Version":"2020-01-01","Statement":{` + one + `}}`, "MalformedPolicyDocument", "The policy must contain a valid version string"},
		{iampolicy.Identity, `{"Version":"x","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`, "MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater."},
		{iampolicy.Trust, `{"Statement":[{"Sid":"a",` + one + `},{"Sid":"a",` + one + `}]}`, "MalformedPolicyDocument", "The Statement Ids in the policy are not unique"},
		{iampolicy.RCP, `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`, "MalformedPolicyDocumentException", organizationsText},
		{iampolicy.Identity, `{"Id":"` + strings.Repeat("x", 6145) + `"}`, "LimitExceeded", "Cannot exceed quota for PolicySize: 6144"},
		{iampolicy.SCP, `{"Id":"` + strings.Repeat(" ", 10240) + `"}`, "ConstraintViolationException", "You have exceeded the allowed content size for a policy."},
		{iampolicy.Inline, `{"Id":"→"}`, "ValidationError", "The specified value for policyDocument is invalid. It must contain only printable ASCII characters."},
	} {
		_, problems := iampolicy.Check([]byte(c.text), "", c.kind)
		if len(problems) == 0 {
			t.Errorf("%s took %.60s", c.kind, c.text)
			continue
		}
		if p := problems[0]; p.Code != c.code || p.Message != c.message {
			t.Errorf("%s, %.60s: got %s %q, want %s %q", c.kind, c.text, p.Code, p.Message, c.code, c.message)
		}
	}
}

func TestABucketPolicyEchoesTheBadPrincipal(t *testing.T) {
	text := `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"alice"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`
	_, problems := iampolicy.Check([]byte(text), "", iampolicy.Bucket("b"))
	if len(problems) != 1 || problems[0].Detail != `"AWS" : "alice"` {
		t.Errorf("got %+v", problems)
	}
}
