package emulator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// operations are the methods of the S3 client that send one request to S3;
// ListDirectoryBuckets is S3 Express's, which signs by other rules.
func operations() []string {
	var all []string
	t := reflect.TypeFor[*s3.Client]()
	for i := range t.NumMethod() {
		m := t.Method(i)
		if m.Type.NumIn() == 4 && m.Type.IsVariadic() && m.Type.NumOut() == 2 && strings.HasSuffix(m.Type.In(2).String(), "Input") && m.Name != "ListDirectoryBuckets" {
			all = append(all, m.Name)
		}
	}
	return all
}

// A generator makes S3 requests: of every operation the SDK has, with the
// members that it requires and some that it does not.
type generator struct {
	*rand.Rand
	buckets, keys, uploads []string
}

func newGenerator(seed uint64) *generator {
	return &generator{
		Rand:    rand.New(rand.NewPCG(seed, 1)),
		buckets: []string{"data", "vers", "shared", "legacy", "public", "payer", "sse", "theirs", "guarded", "made-" + fmt.Sprint(seed), "nowhere"},
		keys:    []string{"seeded.txt", "new.txt", "dir/a b", "foreign.txt"},
	}
}

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

// send makes the operation's input and sends it: what the SDK says is missing is
// filled in, until it says nothing any more.
func (g *generator) send(ctx context.Context, c *s3.Client, operation string) error {
	method := reflect.ValueOf(c).MethodByName(operation)
	input := reflect.New(method.Type().In(1).Elem())
	g.optional(input.Elem())
	for range 8 {
		out := method.Call([]reflect.Value{reflect.ValueOf(ctx), input})
		err, _ := out[1].Interface().(error)
		missing := smithy.InvalidParamsError{}
		if !errors.As(err, &missing) {
			return errors.Join(err, drain(out[0]))
		}
		for _, e := range missing.Errs() {
			var of smithy.InvalidParamError
			if errors.As(e, &of) {
				g.require(input.Elem(), strings.Split(of.Field(), ".")[1:])
			}
		}
	}
	return fmt.Errorf("%s: the input is never complete", operation)
}

// drain reads the body of an answer that has one.
func drain(out reflect.Value) error {
	if out.IsNil() {
		return nil
	}
	if f := out.Elem().FieldByName("Body"); f.IsValid() {
		if body, ok := f.Interface().(io.ReadCloser); ok {
			_, err := io.Copy(io.Discard, body)
			return errors.Join(err, body.Close())
		}
	}
	return nil
}

// optional sets members that no operation requires, now and then.
func (g *generator) optional(input reflect.Value) {
	for _, name := range []string{"ACL", "Tagging", "ServerSideEncryption", "SSEKMSKeyId", "IfMatch", "IfNoneMatch", "MaxKeys", "Prefix",
		"VersionId", "GrantRead", "Metadata", "ExpectedBucketOwner", "RequestPayer", "Body", "Range", "ObjectOwnership"} {
		if f := input.FieldByName(name); f.IsValid() && g.IntN(12) == 0 {
			g.fill(f, name)
		}
	}
	if f := input.FieldByName("Body"); f.IsValid() && f.IsNil() && f.Type() == reflect.TypeFor[io.Reader]() {
		g.fill(f, "Body")
	}
}

// require fills the member at path, such as Delete.Objects[0].Key.
func (g *generator) require(v reflect.Value, path []string) {
	for i, name := range path {
		name, _, _ = strings.Cut(name, "[")
		f := v.FieldByName(name)
		if i == len(path)-1 {
			g.fill(f, name)
			return
		}
		for f.Kind() == reflect.Pointer || f.Kind() == reflect.Slice {
			if f.Kind() == reflect.Slice {
				f = f.Index(0)
			} else {
				f = f.Elem()
			}
		}
		v = f
	}
}

func (g *generator) fill(f reflect.Value, name string) {
	if made, ok := g.known(f.Type()); ok {
		f.Set(reflect.ValueOf(made))
		return
	}
	switch f.Kind() {
	case reflect.Pointer:
		p := reflect.New(f.Type().Elem())
		g.fill(p.Elem(), name)
		f.Set(p)
	case reflect.Slice:
		s := reflect.MakeSlice(f.Type(), 1, 1)
		g.fill(s.Index(0), name)
		f.Set(s)
	case reflect.Map:
		f.Set(reflect.MakeMap(f.Type()))
		f.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf("v"))
	case reflect.String:
		f.SetString(g.text(f, name))
	case reflect.Int32, reflect.Int64:
		f.SetInt(int64(1 + g.IntN(3)))
	case reflect.Bool:
		f.SetBool(true)
	}
}

// text is the value of a string member: one of its enumeration's, or what its
// name asks for.
func (g *generator) text(f reflect.Value, name string) string {
	if values := f.MethodByName("Values"); values.IsValid() {
		all := values.Call(nil)[0]
		return all.Index(g.IntN(all.Len())).String()
	}
	switch name {
	case "Bucket":
		if g.IntN(2) == 0 {
			return pick(g, g.buckets[:2])
		}
		return pick(g, g.buckets)
	case "Key":
		if g.IntN(2) == 0 {
			return g.keys[0]
		}
		return pick(g, g.keys)
	case "CopySource":
		return pick(g, g.buckets) + "/" + pick(g, g.keys)
	case "UploadId":
		return pick(g, append(g.uploads, "none"))
	case "Policy":
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteBucket","Resource":"arn:aws:s3:::` + pick(g, g.buckets) + `"}]}`
	case "Tagging":
		return "a=b"
	case "SSEKMSKeyId":
		return pick(g, []string{keyARN, "alias/training", "alias/nowhere"})
	case "GrantRead":
		return "uri=http://acs.amazonaws.com/groups/global/AllUsers"
	case "ExpectedBucketOwner":
		return pick(g, []string{owner, owner, other})
	case "IfMatch", "IfNoneMatch":
		return pick(g, []string{"*", `"d41d8cd98f00b204e9800998ecf8427e"`})
	case "Range":
		return pick(g, []string{"bytes=0-1", "bytes=100-200"})
	case "VersionId":
		return pick(g, []string{"null", "none"})
	}
	return "x"
}

// known makes the structures that must make sense for their operation to
// succeed.
func (g *generator) known(t reflect.Type) (any, bool) {
	switch t {
	case reflect.TypeFor[io.Reader]():
		return io.Reader(bytes.NewReader([]byte("body " + fmt.Sprint(g.IntN(100))))), true
	case reflect.TypeFor[*time.Time]():
		return aws.Time(now), true
	case reflect.TypeFor[types.ObjectEncryption]():
		return &types.ObjectEncryptionMemberSSEKMS{Value: types.SSEKMSEncryption{KMSKeyArn: ptr(keyARN)}}, true
	case reflect.TypeFor[*types.Delete]():
		objects := []types.ObjectIdentifier{}
		for range 1 + g.IntN(3) {
			objects = append(objects, types.ObjectIdentifier{Key: ptr(pick(g, g.keys))})
		}
		return &types.Delete{Objects: objects}, true
	case reflect.TypeFor[*types.VersioningConfiguration]():
		return &types.VersioningConfiguration{Status: pick(g, []types.BucketVersioningStatus{"Enabled", "Suspended"})}, true
	case reflect.TypeFor[*types.OwnershipControls]():
		return &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: pick(g, types.ObjectOwnership("").Values())}}}, true
	case reflect.TypeFor[*types.PublicAccessBlockConfiguration]():
		return &types.PublicAccessBlockConfiguration{BlockPublicAcls: ptr(g.IntN(2) == 0)}, true
	case reflect.TypeFor[*types.ServerSideEncryptionConfiguration]():
		return &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{
			SSEAlgorithm: types.ServerSideEncryptionAwsKms, KMSMasterKeyID: ptr(keyARN)}}}}, true
	case reflect.TypeFor[*types.Tagging]():
		return &types.Tagging{TagSet: []types.Tag{{Key: ptr("a"), Value: ptr(fmt.Sprint(g.IntN(5)))}}}, true
	case reflect.TypeFor[*types.RequestPaymentConfiguration]():
		return &types.RequestPaymentConfiguration{Payer: pick(g, types.Payer("").Values())}, true
	}
	return nil, false
}
