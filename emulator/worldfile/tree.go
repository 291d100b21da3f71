package worldfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// A node is a YAML value: a scalar as it is written, a list, or a mapping.
type node struct {
	scalar string
	list   []*node
	fields []field
	kind   kind
}

type field struct {
	key   string
	value *node
}

type kind int

const (
	scalar kind = iota
	list
	mapping
)

// treeOf is a value as it stands in a file; at is where it is, for the error.
func treeOf(v reflect.Value, at []string) (*node, error) {
	switch x := v.Interface().(type) {
	case *world.Policy:
		return policy(x), nil
	case time.Time:
		return &node{scalar: x.UTC().Format(time.RFC3339Nano)}, nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return &node{kind: mapping}, nil
		}
		return treeOf(v.Elem(), at)
	case reflect.Struct:
		n := &node{kind: mapping}
		return n, n.addFields(v, at)
	case reflect.Map:
		return mapOf(v, at)
	case reflect.Slice:
		return listOf(v, at)
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return nil, fmt.Errorf("%s: %q is not UTF-8, which no file can have", strings.Join(at, "."), v.String())
		}
		return &node{scalar: quoted(v.String())}, nil
	case reflect.Bool:
		return &node{scalar: strconv.FormatBool(v.Bool())}, nil
	case reflect.Int, reflect.Int64:
		return &node{scalar: strconv.FormatInt(v.Int(), 10)}, nil
	default:
		return nil, fmt.Errorf("%s: a %s has no form in a file", strings.Join(at, "."), v.Type())
	}
}

func below(at []string, key string) []string { return append(at[:len(at):len(at)], key) }

// addFields adds the fields of a struct that have a name in files, those of
// embedded ones among them.
func (n *node) addFields(v reflect.Value, at []string) error {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case f.Anonymous && key == "":
			if err := n.addFields(v.Field(i), at); err != nil {
				return err
			}
		case key == "" || key == "-" || option == "omitempty" && v.Field(i).IsZero():
		default:
			value, err := treeOf(v.Field(i), below(at, key))
			if err != nil {
				return err
			}
			n.fields = append(n.fields, field{key, value})
		}
	}
	return nil
}

func mapOf(v reflect.Value, at []string) (*node, error) {
	n := &node{kind: mapping}
	entries := map[string]reflect.Value{}
	for it := v.MapRange(); it.Next(); {
		entries[it.Key().String()] = it.Value()
	}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if !utf8.ValidString(key) {
			return nil, fmt.Errorf("%s: the name %q is not UTF-8, which no file can have", strings.Join(at, "."), key)
		}
		value, err := treeOf(entries[key], below(at, key))
		if err != nil {
			return nil, err
		}
		n.fields = append(n.fields, field{quoted(key), value})
	}
	return n, nil
}

func listOf(v reflect.Value, at []string) (*node, error) {
	n := &node{kind: list}
	for i := range v.Len() {
		value, err := treeOf(v.Index(i), below(at, strconv.Itoa(i)))
		if err != nil {
			return nil, err
		}
		n.list = append(n.list, value)
	}
	return n, nil
}

// policy is a document as a mapping; as text when a mapping would not give the
// same text back but for the white space between its tokens.
func policy(p *world.Policy) *node {
	doc, err := iampolicy.ParseJSON(p.JSON)
	var compact bytes.Buffer
	if err != nil || json.Compact(&compact, p.JSON) != nil || !bytes.Equal(doc.JSON(), compact.Bytes()) || !sayable(doc) {
		return &node{scalar: doubleQuoted(string(p.JSON))}
	}
	return document(doc)
}

// number is how YAML and JSON both spell a number.
var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// sayable: YAML has the same spelling for everything in the document.
func sayable(d *iampolicy.Node) bool {
	for _, item := range d.Items {
		if !sayable(item) {
			return false
		}
	}
	for _, m := range d.Members {
		if !sayable(m.Value) {
			return false
		}
	}
	return d.Kind != iampolicy.NumberNode || number.MatchString(d.Text)
}

func document(d *iampolicy.Node) *node {
	switch d.Kind {
	case iampolicy.ObjectNode:
		n := &node{kind: mapping}
		for _, m := range d.Members {
			n.fields = append(n.fields, field{quoted(m.Key), document(m.Value)})
		}
		return n
	case iampolicy.ArrayNode:
		n := &node{kind: list}
		for _, item := range d.Items {
			n.list = append(n.list, document(item))
		}
		return n
	case iampolicy.StringNode:
		return &node{scalar: quoted(d.Text)}
	case iampolicy.NullNode:
		return &node{scalar: "null"}
	default:
		return &node{scalar: d.Text}
	}
}
