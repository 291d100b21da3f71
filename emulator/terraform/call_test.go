package terraform_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// A call is one API call that the provider makes.
type call struct {
	// op is "s3.PutBucketPolicy" and the like.
	op   string
	send func(context.Context, *clients) (any, error)
	// code is the error that the provider expects; empty: success.
	code string
	// want is the answer, as far as it has fields that are not zero.
	want any
	// then looks at the answer, where want cannot say it.
	then func(answer any) error
}

// in is read when the call is made, so that it may point to what earlier
// answers said.
func of[C, I, O, P any](service string, client func(*clients) *C,
	method func(*C, context.Context, *I, ...func(*P)) (*O, error), in *I) call {
	name := strings.TrimSuffix(reflect.TypeFor[I]().Name(), "Input")
	return call{op: service + "." + name, send: func(ctx context.Context, c *clients) (any, error) {
		return method(client(c), ctx, in)
	}}
}

func onEC2[I, O any](method func(*ec2.Client, context.Context, *I, ...func(*ec2.Options)) (*O, error), in *I) call {
	return of("ec2", func(c *clients) *ec2.Client { return c.ec2 }, method, in)
}

func onIAM[I, O any](method func(*iam.Client, context.Context, *I, ...func(*iam.Options)) (*O, error), in *I) call {
	return of("iam", func(c *clients) *iam.Client { return c.iam }, method, in)
}

func onKMS[I, O any](method func(*kms.Client, context.Context, *I, ...func(*kms.Options)) (*O, error), in *I) call {
	return of("kms", func(c *clients) *kms.Client { return c.kms }, method, in)
}

func onS3[I, O any](method func(*s3.Client, context.Context, *I, ...func(*s3.Options)) (*O, error), in *I) call {
	return of("s3", func(c *clients) *s3.Client { return c.s3 }, method, in)
}

func onS3Control[I, O any](method func(*s3control.Client, context.Context, *I, ...func(*s3control.Options)) (*O, error), in *I) call {
	return of("s3control", func(c *clients) *s3control.Client { return c.s3control }, method, in)
}

func onSTS[I, O any](method func(*sts.Client, context.Context, *I, ...func(*sts.Options)) (*O, error), in *I) call {
	return of("sts", func(c *clients) *sts.Client { return c.sts }, method, in)
}

// is wants an answer.
func (c call) is(want any) call {
	c.want = want
	return c
}

// fails wants an error that the provider takes for an answer, such as one that
// says that there is no policy.
func (c call) fails(code string) call {
	c.code = code
	return c
}

// keeping hands the answer to keep.
func keeping[O any](c call, keep func(*O)) call {
	c.then = func(answer any) error {
		keep(answer.(*O))
		return nil
	}
	return c
}

// unless wants an answer of which wrong is not true; why says what it means.
func unless[O any](c call, why string, wrong func(*O) bool) call {
	c.then = func(answer any) error {
		if wrong(answer.(*O)) {
			return fmt.Errorf("%s: %s", c.op, why)
		}
		return nil
	}
	return c
}

// run makes the call and says what is wrong with the answer.
func (c call) run(ctx context.Context, to *clients) error {
	answer, err := c.send(ctx, to)
	if code := codeOf(err); code != c.code {
		return fmt.Errorf("%s: got %q (%w), want %q", c.op, code, err, c.code)
	}
	if err != nil {
		return nil
	}
	if c.then != nil {
		if err := c.then(answer); err != nil {
			return err
		}
	}
	if c.want == nil {
		return nil
	}
	if differences := differ(c.op, reflect.ValueOf(c.want), reflect.ValueOf(answer)); differences != nil {
		return errors.New(strings.Join(differences, "\n"))
	}
	return nil
}

func codeOf(err error) string {
	var api smithy.APIError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &api):
		return api.ErrorCode()
	default:
		return "no answer"
	}
}
