package sagemaker

import (
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// A form is what there is to know about a kind of resource whose making is
// authorized and checked as AWS does, and that is then shown, listed and
// deleted: the lab does nothing with it. In is the Create request, Out what
// Describe answers.
type form[In, Out any] struct {
	// kind is the type of resource in ARNs, prefix the beginning of its
	// members: CompilationJob in CompilationJobName and CompilationJobArn.
	kind, prefix string
	// role is the execution role; empty for a request without one.
	role func(*In) string
	// keys are the request's condition keys; nil when there are none.
	keys func(*In) authz.Context
	// begin enters the status and what else Describe shows besides members of
	// the request.
	begin func(in *In, out *Out, at time.Time)
}

// creating answers the Create operation of a form; Answer is its output.
func creating[Answer, In, Out any](f form[In, Out]) func(*request, *In) (*Answer, *awsproto.Error) {
	return func(r *request, in *In) (*Answer, *awsproto.Error) {
		c := creation{kind: f.kind, name: member(in, f.prefix+"Name"), tags: tagsOf(in), role: f.role(in)}
		if f.keys != nil {
			c.keys = f.keys(in)
		}
		if err := r.authorize(c); err != nil {
			return nil, err
		}
		arn := r.arn(c.kind, c.name)
		if _, taken := r.h.records.get(arn); taken {
			return nil, exists(title(spoken(c.kind)), arn)
		}
		if c.role != "" {
			if err := r.trusted(c.kind, c.name, notAssumable, c.role); err != nil {
				return nil, err
			}
		}
		out := new(Out)
		setTimes(out, r.x.Now)
		carry(out, in)
		setText(out, f.prefix+"Arn", arn)
		f.begin(in, out, r.x.Now)
		if !r.h.records.add(&record{kind: c.kind, name: c.name, account: r.accountID(), arn: arn, tags: tagMap(c.tags), output: out}) {
			return nil, exists(title(spoken(c.kind)), arn)
		}
		answer := new(Answer)
		setText(answer, f.prefix+"Arn", arn)
		return answer, nil
	}
}

func tagsOf(in any) []types.Tag {
	f := reflect.ValueOf(in).Elem().FieldByName("Tags")
	if !f.IsValid() {
		return nil
	}
	tags, _ := f.Interface().([]types.Tag)
	return tags
}

// describing answers the Describe operation of a form.
func describing[Ask, In, Out any](f form[In, Out]) func(*request, *Ask) (*Out, *awsproto.Error) {
	return func(r *request, in *Ask) (*Out, *awsproto.Error) {
		return describe[Out](r, f.kind, member(in, f.prefix+"Name"))
	}
}

// listing answers the List operation of a form: answer makes the output of a
// page.
func listing[Ask, Item, Answer, In, Out any](f form[In, Out], answer func([]Item, *string) *Answer) func(*request, *Ask) (*Answer, *awsproto.Error) {
	return func(r *request, in *Ask) (*Answer, *awsproto.Error) {
		page, err := listed(r, f.kind, in, summary[Item, Out](r))
		return answer(page.items, page.next), err
	}
}

// stopping answers the Stop operation of a form: nothing runs, so that it has
// stopped at once.
func stopping[Ask, In, Out any](f form[In, Out], enter func(*Out) (was string, ok bool)) func(*request, *Ask) (*struct{}, *awsproto.Error) {
	return func(r *request, in *Ask) (*struct{}, *awsproto.Error) {
		rec, err := r.find(f.kind, member(in, f.prefix+"Name"))
		if err != nil {
			return nil, err
		}
		was, ok := "", false
		update(r.h.records, rec, func(out *Out) { was, ok = enter(out) })
		if !ok {
			return nil, notStoppable(spoken(f.kind), was)
		}
		return &struct{}{}, nil
	}
}

// deleting answers the Delete operation of a form, whose output is Answer. busy
// is the status in which a resource cannot be deleted, empty otherwise.
func deleting[Ask, Answer, In, Out any](f form[In, Out], busy func(*Out) string) func(*request, *Ask) (*Answer, *awsproto.Error) {
	return func(r *request, in *Ask) (*Answer, *awsproto.Error) {
		rec, err := r.find(f.kind, member(in, f.prefix+"Name"))
		if err != nil {
			return nil, err
		}
		if s := busy(output[Out](r.h.records, rec)); s != "" {
			return nil, inUse(rec.arn, s)
		}
		r.h.records.remove(rec.arn)
		return new(Answer), nil
	}
}

func title(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// never is for what can be deleted at any time.
func never[Out any](*Out) string { return "" }
