package awsproto

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DecodeEC2 fills input, a pointer to an input type of aws-sdk-go-v2, from the
// parameters of an EC2 request, and checks what the model demands of them. The
// error names the parameter that is missing, unknown, or not what its type
// demands.
func DecodeEC2(m *EC2Model, form Form, input any) *Error {
	d := &ec2Decoder{model: m, known: map[string]bool{}}
	if err := d.structure(form, reflect.ValueOf(input).Elem(), ""); err != nil {
		return err
	}
	for _, name := range form.names() {
		if !d.known[name] && !slices.Contains(ec2Common, name) && !strings.HasPrefix(name, "X-Amz-") {
			return ec2Unknown(name)
		}
	}
	return nil
}

// ec2Common are the parameters of every request, those of older signatures
// among them
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html).
var ec2Common = []string{"Action", "Version", "DryRun", "AWSAccessKeyId", "Expires", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp"}

type ec2Decoder struct {
	model *EC2Model
	known map[string]bool // the parameters that were read
}

// structure decodes the members of a structure. path is where it stands in the
// request, with a dot behind it.
func (d *ec2Decoder) structure(form Form, v reflect.Value, path string) *Error {
	members := d.model.types[v.Type().Name()]
	for i := range v.NumField() {
		m, ok := members[v.Type().Field(i).Name]
		if !ok {
			continue
		}
		if err := d.member(form, v.Field(i), m, path); err != nil {
			return err
		}
		if m.required && absent(v.Field(i)) {
			return ec2Missing(path + m.request)
		}
	}
	return nil
}

func (d *ec2Decoder) member(form Form, v reflect.Value, m ec2Member, path string) *Error {
	t := v.Type()
	switch {
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return d.list(form, v, m, path)
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem() != reflect.TypeFor[time.Time]():
		inner := form.under(m.request + ".")
		if len(inner.values) == 0 {
			return nil
		}
		v.Set(reflect.New(t.Elem()))
		return d.structure(inner, v.Elem(), path+m.request+".")
	case !form.Has(m.request):
		return nil
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v = v.Elem()
	}
	return d.scalar(form.Get(m.request), v, m, path+m.request)
}

// list decodes Name.1, Name.2, …: EC2's lists have no ".member".
func (d *ec2Decoder) list(form Form, v reflect.Value, m ec2Member, path string) *Error {
	numbers := form.numbers(m.request + ".")
	if len(numbers) == 0 {
		return nil
	}
	v.Set(reflect.MakeSlice(v.Type(), len(numbers), len(numbers)))
	for i, n := range numbers {
		name := m.request + "." + strconv.Itoa(n)
		var err *Error
		if item := v.Index(i); item.Kind() == reflect.Struct {
			err = d.structure(form.under(name+"."), item, path+name+".")
		} else {
			err = d.scalar(form.Get(name), item, m, path+name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *ec2Decoder) scalar(text string, v reflect.Value, m ec2Member, at string) *Error {
	d.known[at] = true
	if len(m.enum) > 0 && !slices.Contains(m.enum, text) {
		return ec2Value(text, at)
	}
	if decodeScalar(text, v, at) != nil {
		return ec2Value(text, at)
	}
	return nil
}
