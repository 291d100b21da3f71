package golden_test

import (
	"fmt"
	"strings"
	"testing"
)

// documents are the requests whose body is XML, with the document's name.
var documents = []struct{ request, root string }{
	{"PUT /new", "CreateBucketConfiguration"},
	{"POST /data?delete", "Delete"},
	{"PUT /open?acl", "AccessControlPolicy"},
	{"PUT /open/seeded.txt?acl", "AccessControlPolicy"},
	{"PUT /data?tagging", "Tagging"},
	{"PUT /data/seeded.txt?tagging", "Tagging"},
	{"PUT /data?versioning", "VersioningConfiguration"},
	{"PUT /data?encryption", "ServerSideEncryptionConfiguration"},
	{"PUT /data?ownershipControls", "OwnershipControls"},
	{"PUT /data?publicAccessBlock", "PublicAccessBlockConfiguration"},
	{"PUT /data?requestPayment", "RequestPaymentConfiguration"},
	{"PUT /data?abac", "AbacStatus"},
	{"PUT /data?cors", "CORSConfiguration"},
	{"PUT /data?lifecycle", "LifecycleConfiguration"},
	{"PUT /data?logging", "BucketLoggingStatus"},
	{"PUT /data?notification", "NotificationConfiguration"},
	{"PUT /vers?replication", "ReplicationConfiguration"},
	{"PUT /data?website", "WebsiteConfiguration"},
	{"PUT /data?accelerate", "AccelerateConfiguration"},
	{"PUT /data?analytics&id=i", "AnalyticsConfiguration"},
	{"PUT /data?intelligent-tiering&id=i", "IntelligentTieringConfiguration"},
	{"PUT /data?inventory&id=i", "InventoryConfiguration"},
	{"PUT /data?metrics&id=i", "MetricsConfiguration"},
	{"PUT /locked?object-lock", "ObjectLockConfiguration"},
	{"PUT /locked/seeded.txt?retention", "Retention"},
	{"PUT /locked/seeded.txt?legal-hold", "LegalHold"},
	{"POST /cold/seeded.txt?restore", "RestoreRequest"},
	{"POST /data/k?uploadId={UploadId}", "CompleteMultipartUpload"},
	{"PUT /v20180820/configuration/publicAccessBlock", "PublicAccessBlockConfiguration"},
	{"PUT /v20180820/accesspoint/point", "CreateAccessPointRequest"},
	{"PUT /v20180820/accesspoint/point/policy", "PutAccessPointPolicyRequest"},
	{"POST /v20180820/tags/arn%3Aaws%3As3%3A%3A%3Adata", "TagResourceRequest"},
}

// harms are documents that no parser may take, for a root of any name.
var harms = map[string]func(root string) string{
	"a bomb": bomb,
	"an external entity": func(root string) string {
		return `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><` + root + `>&a;</` + root + `>`
	},
	"a parameter entity": func(root string) string {
		return `<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]><` + root + `>&b;</` + root + `>`
	},
	"a deep document": func(root string) string { return "<" + root + ">" + strings.Repeat("<a>", 50_000) },
	"a NUL":           func(root string) string { return "<" + root + ">\x00</" + root + ">" },
	"a NUL by number": func(root string) string { return "<" + root + ">&#0;</" + root + ">" },
	"no UTF-8":        func(root string) string { return "<" + root + ">\xff\xfe</" + root + ">" },
	"another encoding": func(root string) string {
		return `<?xml version="1.0" encoding="UTF-7"?><` + root + `>+ADw-</` + root + `>`
	},
}

// bomb is a document whose one entity stands for 10⁸ letters.
func bomb(root string) string {
	var text strings.Builder
	text.WriteString(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">`)
	for c := 'b'; c <= 'h'; c++ {
		fmt.Fprintf(&text, `<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	return text.String() + `]><` + root + `>&h;</` + root + `>`
}

// A document that means harm is malformed, whichever operation it is sent to, and
// changes nothing.
func TestDocumentsThatMeanHarmAreMalformed(t *testing.T) {
	l := start(t, region)
	for _, d := range documents {
		for name, harm := range harms {
			t.Run(d.request+" "+name, func(t *testing.T) {
				l.begin(t)
				l.do(begun())
				request := s3(d.request)
				if strings.HasPrefix(request.target, "/v2018") {
					l.do(accessPoint("point", "data"))
					request = s3(d.request, "X-Amz-Account-Id: "+owner)
				}
				want := "MalformedXML"
				if d.root == "AccessControlPolicy" {
					want = "MalformedACLError"
				}
				before := l.Digest()
				if got := l.do(request.with(harm(d.root)).summed()); got.status != 400 || got.code != want {
					t.Errorf("got %d %s %s, want 400 %s", got.status, got.code, got.message, want)
				}
				if l.Digest() != before {
					t.Error("it has changed something")
				}
			})
		}
	}
}

// JSON that means harm is refused as policies, and as requests.
func TestJSONThatMeansHarmIsMalformed(t *testing.T) {
	l := start(t, region)
	for name, text := range map[string]string{
		"deep":  `{"Statement":` + strings.Repeat("[", 4000) + strings.Repeat("]", 4000) + "}",
		"a NUL": "{\"Statement\":\x00}", "no UTF-8": "{\"Statement\":\"\xff\"}", "cut short": `{"Statement":[{"Effect":"Allow"`,
		"a number beyond all bounds": `{"Statement":1e999999999}`, "the same member twice": `{"Statement":[],"Statement":[]}`,
	} {
		for _, c := range []struct {
			request step
			want    string
		}{
			{s3("PUT /data?policy").with(text), "MalformedPolicy"},
			{trusting(text), "MalformedPolicyDocument"},
			{iam("PutRolePolicy", "RoleName", "Job", "PolicyName", "p", "PolicyDocument", text), "MalformedPolicyDocument"},
			{assume(job, "Policy", text), "MalformedPolicyDocument"},
		} {
			l.begin(t)
			before := l.Digest()
			got := l.do(c.request)
			if got.status/100 != 4 || got.code != c.want && got.code != "LimitExceeded" && got.code != "ValidationError" {
				t.Errorf("%s: %s %s: got %d %s %s, want %s", name, c.request.service, c.request.body[:min(len(c.request.body), 40)], got.status, got.code, got.message, c.want)
			}
			if l.Digest() != before {
				t.Errorf("%s has changed something", name)
			}
		}
		l.begin(t)
		if got := l.do(kms("DescribeKey", text)); got.status != 400 {
			t.Errorf("%s to KMS: got %d %s %s", name, got.status, got.code, got.message)
		}
	}
}
