package s3_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// post sends a browser's form; fields are pairs of name and value, the field
// "file" is the file's content, "late" a field behind it.
func (l *lab) post(bucket string, fields ...string) (*http.Response, string) {
	l.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] == "file" {
			_, _ = io.WriteString(must(form.CreateFormFile("file", "dir/upload.txt"))(l.t), fields[i+1])
			continue
		}
		_ = form.WriteField(fields[i], fields[i+1])
	}
	_ = form.Close()
	r := must(http.NewRequest("POST", l.url+"/"+bucket, &body))(l.t)
	r.Header.Set("Content-Type", form.FormDataContentType())
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res := must(client.Do(r))(l.t)
	defer res.Body.Close()
	return res, string(must(io.ReadAll(res.Body))(l.t))
}

// signed are the fields that the real client signs for a form of who's, with
// conditions beside those of its own, followed by more.
func (l *lab) signed(who, bucket, key string, conditions []any, more ...string) []string {
	l.t.Helper()
	client := awss3.NewPresignClient(l.as(who))
	out := must(client.PresignPostObject(ctx, &awss3.PutObjectInput{Bucket: &bucket, Key: &key}, func(o *awss3.PresignPostOptions) {
		o.Conditions, o.Expires = conditions, time.Hour
	}))(l.t)
	var fields []string
	for name, value := range out.Values {
		fields = append(fields, name, value)
	}
	return append(fields, more...)
}

func TestFormOfTheRealClient(t *testing.T) {
	l := start(t, testWorld())
	conditions := []any{map[string]string{"acl": "bucket-owner-full-control"}, []any{"starts-with", "$Content-Type", "text/"}, []any{"content-length-range", 1, 10},
		[]any{"starts-with", "$x-amz-meta-color", ""}, []any{"starts-with", "$tagging", ""}}
	more := []string{"acl", "bucket-owner-full-control", "Content-Type", "text/plain", "x-amz-meta-color", "blue", "x-ignore-me", "1",
		"tagging", "<Tagging><TagSet><Tag><Key>team</Key><Value>blue</Value></Tag></TagSet></Tagging>", "file", "hello", "late", "ignored"}
	var res *http.Response
	var body string
	asked := l.asks(func() {
		res, body = l.post("data", l.signed("user/alice", "data", "up/${filename}", conditions, more...)...)
	})
	if got := refusalOf(res, body); got != "" || res.StatusCode != 204 || res.Header.Get("ETag") == "" || res.Header.Get("Location") != l.url+"/data/up/upload.txt" {
		t.Fatalf("%d %s %v", res.StatusCode, body, res.Header)
	}
	const object = " arn:aws:s3:::data/up/upload.txt allowed"
	if want := []string{"s3:PutObject" + object, "s3:PutObjectAcl" + object, "s3:PutObjectTagging" + object}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	c := l.lastContext("s3:PutObject")
	for key, want := range map[string]string{"s3:authType": "POST", "s3:signatureversion": "AWS4-HMAC-SHA256", "s3:x-amz-acl": "bucket-owner-full-control",
		"s3:RequestObjectTag/team": "blue", "s3:ObjectCreationOperation": "true", "aws:username": "alice"} {
		if got := c[key].Values; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if len(c["s3:signatureAge"].Values) != 1 {
		t.Error("the signature has no age")
	}
	out := must(l.as("user/alice").GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("up/upload.txt")}))(t)
	content := string(must(io.ReadAll(out.Body))(t))
	if content != "hello" || aws.ToString(out.ContentType) != "text/plain" || out.Metadata["color"] != "blue" || aws.ToInt32(out.TagCount) != 1 {
		t.Errorf("%q %s %v", content, aws.ToString(out.ContentType), out.Metadata)
	}
}

// A form is refused for its signer's permissions as a PUT would be, in both
// roles of the signature: the right one and a wrong one.
func TestWhoSignedTheForm(t *testing.T) {
	l := start(t, testWorld())
	before := l.digest()
	file := []string{"file", "x"}
	spoiled := l.signed("user/alice", "data", "k", nil, file...)
	for i, name := range spoiled {
		if strings.EqualFold(name, "x-amz-signature") {
			spoiled[i+1] = strings.Repeat("0", 64)
		}
	}
	for _, c := range []struct {
		name   string
		fields []string
		want   string
	}{
		{"without permission", l.signed("user/bob", "data", "k", nil, file...), `403 AccessDenied: User: arn:aws:iam::` + owner + `:user/bob is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/k" because no identity-based policy allows the s3:PutObject action`},
		{"anonymous", append([]string{"key", "k"}, file...), "403 AccessDenied: Access Denied"},
		{"a wrong signature", spoiled, "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method."},
		{"without a signature", append([]string{"key", "k", "policy", "e30="}, file...), "400 InvalidArgument: Bucket POST must contain a field named 'X-Amz-Algorithm'.  If it is specified, please check the order of the fields."},
		{"the old signature", append([]string{"key", "k", "policy", "e30=", "AWSAccessKeyId", "AKIA", "signature", "x"}, file...), "400 InvalidRequest: The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."},
	} {
		if got := refusalOf(l.post("data", c.fields...)); got != c.want {
			t.Errorf("%s: got %s", c.name, got)
		}
		if l.digest() != before {
			t.Errorf("%s: the lab has changed", c.name)
		}
	}
}

func TestAnonymousForm(t *testing.T) {
	l := start(t, openWorld())
	for _, c := range []struct {
		fields []string
		status int
		want   string
	}{
		{[]string{"key", "k", "file", "x"}, 204, ""},
		{[]string{"key", "k", "acl", "public-read", "file", "x"}, 204, ""},
		{[]string{"key", "k", "success_action_status", "200", "file", "x"}, 200, ""},
		{[]string{"key", "k", "success_action_status", "404", "file", "x"}, 204, ""},
		{[]string{"key", "a b", "success_action_status", "201", "file", "x"}, 201, "<Bucket>legacy</Bucket><Key>a b</Key><ETag>&#34;9dd4e461268c8034f5c8564e155c67a6&#34;</ETag></PostResponse>"},
		{[]string{"key", "k", "success_action_redirect", "https://example.com/done?a=1", "file", "x"}, 303, ""},
		{[]string{"key", "k", "success_action_redirect", "nowhere", "file", "x"}, 204, ""},
		{[]string{"file", "x"}, 400, "Bucket POST must contain a field named 'key'."},
		{[]string{"key", "k"}, 400, "POST requires exactly one file upload per request."},
		{[]string{"key", "", "file", "x"}, 400, "User key must have a length greater than 0."},
		{[]string{"key", strings.Repeat("k", 1025), "file", "x"}, 400, "KeyTooLongError"},
		{[]string{"key", "k", "x-amz-meta-a", strings.Repeat("a", 20001), "file", "x"}, 400, "MaxPostPreDataLengthExceeded"},
		{[]string{"key", "k", "tagging", "a=1", "file", "x"}, 400, "MalformedXML"},
		{[]string{"key", "k", "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", "file", "x"}, 400, "BadDigest"},
		{[]string{"key", "k", "x-amz-storage-class", "ATTIC", "file", "x"}, 400, "InvalidStorageClass"},
	} {
		res, body := l.post("legacy", c.fields...)
		if res.StatusCode != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%.60q: %d %s", c.fields, res.StatusCode, body)
		}
		if res.StatusCode == 303 && res.Header.Get("Location") != "https://example.com/done?a=1&bucket=legacy&key=k&etag=%229dd4e461268c8034f5c8564e155c67a6%22" {
			t.Errorf("redirected to %s", res.Header.Get("Location"))
		}
	}
	if got := refusalOf(l.send("POST", "/legacy", "x", "Content-Type", "text/plain")); got[:22] != "412 PreconditionFailed" {
		t.Errorf("no form: %s", got)
	}
	if got := refusalOf(l.send("POST", "/legacy", "x", "Content-Type", "multipart/form-data; boundary=b")); got[:24] != "400 MalformedPOSTRequest" {
		t.Errorf("a bad form: %s", got)
	}
}

// What a policy says of a form, in AWS's words.
func TestPolicyOfAForm(t *testing.T) {
	l := start(t, testWorld())
	alice := must(l.worlds.Load().Principal("user/alice"))(t)
	credential, _ := l.worlds.Load().LongTermCredential(alice)
	later := time.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04:05Z")
	const condition = "403 AccessDenied: Invalid according to Policy: Policy Condition failed: "
	date := time.Now().UTC().Format("20060102T150405Z")
	scope := credential.AccessKeyID + "/" + date[:8] + "/us-east-1/s3/aws4_request"
	rest := fmt.Sprintf(`{"bucket":"data"},["eq","$key","k"],{"x-amz-algorithm":"AWS4-HMAC-SHA256"},{"x-amz-credential":"%s"},{"x-amz-date":"%s"}`, scope, date)
	policy := func(conditions string) string {
		return `{"expiration":"` + later + `","conditions":[` + rest + conditions + `]}`
	}
	for _, c := range []struct {
		policy string
		extra  []string
		want   string
	}{
		{policy(""), nil, ""},
		{policy(`,["content-length-range",1,3]`), nil, ""},
		{policy(`,["content-length-range","0","1"]`), nil, "400 EntityTooLarge: Your proposed upload exceeds the maximum allowed size"},
		{policy(`,["content-length-range",4,10]`), nil, "400 EntityTooSmall: Your proposed upload is smaller than the minimum allowed size"},
		{policy(`,["content-length-range","test",10]`), nil, condition + `["content-length-range", "test", "10"]`},
		{policy(`,{"acl":"private"}`), nil, condition + `["eq", "$acl", "private"]`},
		{policy(`,["eq","acl","private"]`), []string{"acl", "private"}, condition + `["eq", "acl", "private"]`},
		{policy(`,["starts-with","$x-amz-meta-a","b"]`), []string{"x-amz-meta-a", "abc"}, condition + `["starts-with", "$x-amz-meta-a", "b"]`},
		{policy(`,["STARTS-WITH","$X-Amz-Meta-A","a"]`), []string{"x-amz-meta-a", "abc"}, ""},
		{policy(`,["starts-with","$Content-Type","image/"]`), []string{"Content-Type", "image/png,text/plain"}, condition + `["starts-with", "$Content-Type", "image/"]`},
		{policy(""), []string{"acl", "private", "x-amz-meta-a", "1"}, "403 AccessDenied: Invalid according to Policy: Extra input fields: acl, x-amz-meta-a"},
		{strings.Replace(policy(""), later, "2020-01-01T00:00:00Z", 1), nil, "403 AccessDenied: Invalid according to Policy: Policy expired."},
		{strings.Replace(policy(""), later, "soon", 1), nil, "400 InvalidPolicyDocument: Invalid Policy: Invalid 'expiration' value: 'soon'"},
		{policy(`,{"acl":"a","key":"k"}`), nil, "400 InvalidPolicyDocument: Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."},
		{policy(`,["ends-with","$key","k"]`), nil, "400 InvalidPolicyDocument: Invalid Policy: Invalid Condition: unknown operation 'ends-with'."},
		{`{"conditions":[]}`, nil, "400 InvalidPolicyDocument: Invalid Policy: Policy missing expiration."},
		{`{"expiration":"` + later + `"}`, nil, "400 InvalidPolicyDocument: Invalid Policy: Policy missing conditions."},
		{`{`, nil, "400 InvalidPolicyDocument: Invalid Policy: Invalid JSON."},
	} {
		encoded := base64.StdEncoding.EncodeToString([]byte(c.policy))
		fields := []string{"key", "k", "policy", encoded, "x-amz-algorithm", "AWS4-HMAC-SHA256", "x-amz-credential", scope, "x-amz-date", date,
			"x-amz-signature", signatureOf(credential.Secret, date[:8], encoded)}
		before := l.digest()
		got := refusalOf(l.post("data", append(append(fields, c.extra...), "file", "abc")...))
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", strings.Replace(c.policy, rest, "…", 1), got, c.want)
		}
		if c.want != "" && l.digest() != before {
			t.Errorf("%s: the lab has changed", c.policy)
		}
	}
}

// A form may be told apart from other uploads by the key s3:authType.
func TestAFormIsAnUpload(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Users["former"] = user(world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*","Condition":{"StringEquals":{"s3:authType":"POST"},"NumericLessThan":{"s3:signatureAge":"600000"}}}]}`))
	l := start(t, w)
	if got := refusalOf(l.post("data", l.signed("user/former", "data", "k", nil, "file", "x")...)); got != "" {
		t.Error(got)
	}
	_, err := l.as("user/former").PutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("k")})
	wantCode(t, err, "403 AccessDenied")
}
