package world

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/rego/authz"
)

// Digest is the SHA-256, in hexadecimal, of everything in the world, sessions
// included, but those that a service issued to itself. Equal worlds have equal digests, however they came about and
// however their policies are laid out; the number of changes does not count, nor
// do the objects that buckets begin with: what is in them is the index's to say.
func (w *World) Digest() string { return digestOf(reflect.ValueOf(w)) }

// LastingDigest is Digest without sessions, which a description cannot have:
// that of the world which New makes of what Describe returns.
func (w *World) LastingDigest() string {
	lasting := *w
	lasting.Sessions = nil
	return lasting.Digest()
}

func digestOf(v reflect.Value) string {
	h := sha256.New()
	digest{h}.value(v)
	return hex.EncodeToString(h.Sum(nil))
}

// A digest writes values in a form that is the same for equal values only:
// every text with its length, every structure with its kind and size.
type digest struct{ io.Writer }

func (d digest) text(kind, s string) {
	_, _ = io.WriteString(d, kind+strconv.Itoa(len(s))+":"+s) // a hash never fails
}

func (d digest) value(v reflect.Value) {
	switch x := v.Interface().(type) {
	case *Policy:
		if x != nil {
			d.text("policy", string(x.compact()))
		}
		return
	case *Sessions:
		d.entries(reflect.ValueOf(x.ofClients()))
		return
	case time.Time:
		d.text("time", x.UTC().Format(time.RFC3339Nano))
		return
	case []byte:
		d.text("bytes", string(x))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			d.text("nil", "")
			return
		}
		d.value(v.Elem())
	case reflect.Struct:
		d.fields(v)
	case reflect.Map:
		d.entries(v)
	case reflect.Slice:
		d.text("slice", strconv.Itoa(v.Len())+strconv.FormatBool(v.IsNil()))
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	default:
		d.scalar(v)
	}
}

func (d digest) scalar(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		d.text("string", v.String())
	case reflect.Bool:
		d.text("bool", strconv.FormatBool(v.Bool()))
	case reflect.Uint64:
		d.text("uint", strconv.FormatUint(v.Uint(), 10))
	default:
		d.text("int", strconv.FormatInt(v.Int(), 10))
	}
}

func (d digest) fields(v reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case !f.IsExported():
		case t == reflect.TypeFor[World]() && (f.Name == "Revision" || f.Name == "Generation"):
		case t == reflect.TypeFor[Bucket]() && (f.Name == "Objects" || f.Name == "Uploads"):
		case t == reflect.TypeFor[authz.Document]() && f.Name == "File":
		case t == reflect.TypeFor[authz.Statement]() && (f.Name == "Line" || f.Name == "Column"):
		default:
			d.text("field", f.Name)
			d.value(v.Field(i))
		}
	}
}

// entries writes a map by its sorted keys; an absent map is an empty one.
func (d digest) entries(v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	d.text("map", strconv.Itoa(len(keys)))
	for _, k := range keys {
		d.text("key", k.String())
		d.value(v.MapIndex(k))
	}
}
