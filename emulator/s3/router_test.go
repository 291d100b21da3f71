package s3

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// elsewhere are the operations of the SDK's client that do not go to S3's
// regional endpoint.
var elsewhere = []string{"ListDirectoryBuckets", "WriteGetObjectResponse"}

// Every operation of the real client is in the table, reaches its own row, and
// every row is an operation of the client.
func TestTableIsTheAPI(t *testing.T) {
	client := reflect.TypeFor[*awss3.Client]()
	seen := map[string]bool{"PostObject": true} // browser forms have no client
	for i := range client.NumMethod() {
		name := client.Method(i).Name
		if client.Method(i).Type.NumIn() != 4 || slices.Contains(elsewhere, name) {
			continue
		}
		seen[name] = true
		r := sdkRequest(t, name)
		target, refusal := locate(r, []string{"localhost"})
		if refusal != nil {
			t.Errorf("%s: %v", name, refusal)
			continue
		}
		o, refusal := choose(r, target.level(), r.URL.Query())
		if refusal != nil {
			t.Errorf("%s %s is refused: %v", r.Method, r.URL, refusal)
		} else if o.name != name {
			t.Errorf("%s %s is %s, want %s", r.Method, r.URL, o.name, name)
		}
	}
	for i := range operations {
		if !seen[operations[i].name] {
			t.Errorf("%s is no operation of the client", operations[i].name)
		}
	}
}

// sdkRequest is the request that the real client makes for an operation.
func sdkRequest(t *testing.T, name string) *http.Request {
	t.Helper()
	var got *http.Request
	client := awss3.New(awss3.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://localhost"), UsePathStyle: true,
		Credentials: aws.AnonymousCredentials{}, RetryMaxAttempts: 1, DisableS3ExpressSessionAuth: aws.Bool(true),
		HTTPClient: doer(func(r *http.Request) (*http.Response, error) {
			got = httptest.NewRequest(r.Method, r.URL.String(), nil)
			got.Header = r.Header
			return nil, errors.New("not sent")
		}),
		APIOptions: []func(*middleware.Stack) error{func(s *middleware.Stack) error {
			_, _ = s.Initialize.Remove("OperationInputValidation")
			return nil
		}},
	})
	method := reflect.ValueOf(client).MethodByName(name)
	in := reflect.New(method.Type().In(1).Elem())
	for field, value := range map[string]any{
		"Bucket": "bucket", "Key": "key", "UploadId": "up", "Id": "id", "AnnotationName": "note",
		"CopySource": "from/key", "RenameSource": "from/key", "PartNumber": int32(1), "Body": strings.NewReader("x"),
		"Delete": types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("k")}}}, "AnnotationPayload": strings.NewReader("x"),
	} {
		f := in.Elem().FieldByName(field)
		v := reflect.ValueOf(value)
		switch {
		case !f.IsValid():
		case f.Kind() == reflect.Interface && v.Type().Implements(f.Type()):
			f.Set(v)
		case f.Kind() == reflect.Pointer && f.Type().Elem() == v.Type():
			p := reflect.New(v.Type())
			p.Elem().Set(v)
			f.Set(p)
		}
	}
	out := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), in})
	if got == nil {
		t.Fatalf("%s made no request: %v", name, out[1])
	}
	return got
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

// Every action in the table, and every one that condition keys are gathered
// for, is one that AWS has.
func TestActionsExist(t *testing.T) {
	var actions []string
	for i := range operations {
		o := &operations[i]
		if o.action == "" {
			t.Errorf("%s has no action", o.name)
		}
		actions = append(actions, o.action)
		if o.versionAction != "" {
			actions = append(actions, o.versionAction)
		}
	}
	for _, k := range headerKeys {
		actions = append(actions, k.actions...)
	}
	actions = append(append(append(append(actions, existing...), requested...), uploadActions...), listing...)
	doc := &authz.Document{Statements: []authz.Statement{{Effect: "Allow", Action: actions, Resource: []string{"*"}}}}
	for _, w := range iampolicy.UnknownActions(doc) {
		t.Error(w)
	}
	unknown := &authz.Document{Statements: []authz.Statement{{Effect: "Allow", Action: []string{"s3:ListObject"}, Resource: []string{"*"}}}}
	if len(iampolicy.UnknownActions(unknown)) == 0 {
		t.Error("the check finds nothing")
	}
}

// A sub-resource that this lab does not have never becomes another operation.
func TestUnknownSubresources(t *testing.T) {
	for _, c := range []struct{ method, target, code string }{
		{"PUT", "/b/k?acl", "PutObjectAcl"},
		{"PUT", "/b/k?frobnicate", "NotImplemented"},
		{"GET", "/b/k?frobnicate=1", "NotImplemented"},
		{"DELETE", "/b/k?frobnicate", "NotImplemented"},
		{"GET", "/b?frobnicate", "NotImplemented"},
		{"PUT", "/b?frobnicate", "NotImplemented"},
		{"GET", "/b/k?uploads&versionId=1", "MethodNotAllowed"},
		{"PUT", "/b/k?acl&tagging", "NotImplemented"},
		{"PUT", "/b/k?partNumber=1", "NotImplemented"},
		{"DELETE", "/b/k?acl", "MethodNotAllowed"},
		{"POST", "/b/k", "MethodNotAllowed"},
		{"PATCH", "/b/k", "MethodNotAllowed"},
		{"DELETE", "/b?location", "MethodNotAllowed"},
		{"PUT", "/", "MethodNotAllowed"},
		{"GET", "/b/k?x-custom=1&X-Amz-Signature=2&x-id=GetObject", "GetObject"},
		{"GET", "/b/k?partNumber=1&response-expires=x&versionId=1", "GetObject"},
		{"GET", "/b?list-type=2&prefix=a", "ListObjectsV2"},
		{"GET", "/b?prefix=a", "ListObjects"},
		{"GET", "/b?inventory", "ListBucketInventoryConfigurations"},
		{"GET", "/b?inventory&id=1", "GetBucketInventoryConfiguration"},
	} {
		r := httptest.NewRequest(c.method, "http://localhost"+c.target, nil)
		target, _ := locate(r, nil)
		o, refusal := choose(r, target.level(), r.URL.Query())
		got := ""
		if refusal != nil {
			got = refusal.Code
		} else {
			got = o.name
		}
		if got != c.code {
			t.Errorf("%s %s is %s, want %s", c.method, c.target, got, c.code)
		}
	}
}

func TestLocate(t *testing.T) {
	bases := []string{"localhost", "s3.localhost", "lab.test", "s3.us-east-1.amazonaws.com"}
	for _, c := range []struct{ host, path, bucket, key string }{
		{"localhost:4566", "/", "", ""},
		{"localhost:4566", "/b", "b", ""},
		{"localhost:4566", "/b/", "b", ""},
		{"localhost:4566", "/b/a/b%2Fc", "b", "a/b/c"},
		{"localhost:4566", "/b//k", "b", "/k"},
		{"127.0.0.1:4566", "/b/k", "b", "k"},
		{"[::1]:4566", "/b/k", "b", "k"},
		{"b.localhost:4566", "/k", "b", "k"},
		{"b.s3.localhost", "/k", "b", "k"},
		{"my.dotted.bucket.s3.us-east-1.amazonaws.com", "/k+1", "my.dotted.bucket", "k+1"},
		{"B.Lab.Test", "/", "b", ""},
		{"s3.localhost", "/b/k", "b", "k"},
		{"elsewhere.example", "/b/k", "b", "k"},
	} {
		r := httptest.NewRequest("GET", "http://localhost"+c.path, nil)
		r.Host = c.host
		got, refusal := locate(r, bases)
		if refusal != nil || got != (target{c.bucket, c.key}) {
			t.Errorf("%s%s is %+v (%v)", c.host, c.path, got, refusal)
		}
	}
	for path, code := range map[string]string{"/b/%ff": "InvalidURI", "/b/" + strings.Repeat("k", 1025): "KeyTooLongError", "//k": "InvalidBucketName"} {
		r := httptest.NewRequest("GET", "http://localhost/", nil)
		r.URL.Path = mustUnescape(path)
		if _, refusal := locate(r, bases); refusal == nil || refusal.Code != code {
			t.Errorf("%.20s: %v, want %s", path, refusal, code)
		}
	}
}

func mustUnescape(s string) string {
	return strings.ReplaceAll(s, "%ff", "\xff")
}

// Every row of the table is the request that AWS documents for it.
func TestTableIsDocumented(t *testing.T) {
	text, err := os.ReadFile("testdata/actions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		i := slices.IndexFunc(operations, func(o operation) bool { return o.name == f[0] })
		if i < 0 {
			t.Errorf("%s is not in the table", f[0])
			continue
		}
		o := &operations[i]
		seen[o.name] = true
		if o.method != f[1] || strings.ToLower(o.level.String()) != f[2] || !sameSet(strings.Fields(f[3]), o.selectorSet()) {
			t.Errorf("%s is %s on %s with %q, want %s on %s with %q", o.name, o.method, o.level, o.selectors, f[1], f[2], f[3])
		}
		if !slices.Contains(strings.Fields(f[4]), o.action) || o.versionAction != "" && !slices.Contains(strings.Fields(f[5]), o.versionAction) {
			t.Errorf("%s needs %s and %s, want %s and %s", o.name, o.action, o.versionAction, f[4], f[5])
		}
	}
	for i := range operations {
		if o := &operations[i]; o.serve != nil && !seen[o.name] {
			t.Errorf("%s is not documented", o.name)
		}
	}
}
