package s3_test

import (
	_ "embed"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/s3"
)

//go:embed testdata/actions.tsv
var documented string

// A row is what AWS documents of an operation.
type row struct{ name, method, level, query, actions, versionActions string }

func documentedRows(t *testing.T) map[string]row {
	t.Helper()
	rows := map[string]row{}
	for line := range strings.Lines(documented) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 6 {
			t.Fatalf("%d fields: %q", len(f), line)
		}
		rows[f[0]] = row{f[0], f[1], f[2], f[3], f[4], f[5]}
	}
	return rows
}

// askedBy is what a request of somebody who may do nothing is asked about:
// every action, whatever the first answer is.
func (l *lab) askedBy(request func()) []string {
	var actions []string
	for _, line := range l.asks(request) {
		action, _, _ := strings.Cut(line, " ")
		actions = append(actions, action)
	}
	return actions
}

// Every operation that this lab has is asked about with the actions that AWS
// documents, with a version and without.
func TestDocumentedActionsAreAsked(t *testing.T) {
	l := start(t, testWorld())
	alice, bob := l.as("user/alice"), l.as("user/bob")
	upload := must(alice.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")}))(t)
	all := inputs("data", "seeded.txt", *upload.UploadId)
	all = append(all, &awss3.DeleteObjectsInput{Bucket: aws.String("data"), Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("k")}}}})
	all = append(all, &awss3.SelectObjectContentInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"), Expression: aws.String("x"), ExpressionType: "SQL",
		InputSerialization: &types.InputSerialization{}, OutputSerialization: &types.OutputSerialization{}})
	asked := map[string][]string{"PostObject": l.askedBy(func() { l.post("data", l.signed("user/bob", "data", "k", nil, "file", "x")...) })}
	for _, input := range all {
		if version(input) == nil || version(input).IsNil() {
			name := operationOf(input)
			asked[name] = append(asked[name], l.askedBy(func() { _ = call(bob, input) })...)
		}
	}
	rows := documentedRows(t)
	for _, name := range s3.Served() {
		r, found := rows[name]
		if !found {
			t.Errorf("%s is in no row", name)
			continue
		}
		for action := range strings.FieldsSeq(r.actions) {
			if !slices.Contains(asked[name], action) {
				t.Errorf("%s asked %q, want %s", name, asked[name], action)
			}
		}
	}
	for _, input := range all {
		v := version(input)
		r := rows[operationOf(input)]
		if v == nil || r.versionActions == "" {
			continue
		}
		v.Set(reflect.ValueOf(aws.String("null")))
		got := l.askedBy(func() { _ = call(bob, input) })
		for action := range strings.FieldsSeq(r.versionActions) {
			if !slices.Contains(got, action) {
				t.Errorf("%s of a version asked %q, want %s", r.name, got, action)
			}
		}
	}
}

// version is the field of an input that names a version; nil when it has none.
func version(input any) *reflect.Value {
	v := reflect.ValueOf(input).Elem().FieldByName("VersionId")
	if !v.IsValid() {
		return nil
	}
	return &v
}
