package scenarios

import (
	"reflect"
	"strings"
	"unicode"
)

// yamlFields are the fields of a struct by the name they have in a file.
func yamlFields(t reflect.Type) map[string]reflect.StructField {
	out := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(t) {
		if key, _ := yamlKey(f); key != "" {
			out[key] = f
		}
	}
	return out
}

// yamlKey is a field's name in a file, "" for one that is not in files. A
// field without omitempty must be there.
func yamlKey(f reflect.StructField) (key string, required bool) {
	key, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if key == "-" {
		key = ""
	}
	return key, key != "" && option != "omitempty"
}

// noun is a type's name with its article: "an access key", "a VPC".
func noun(t reflect.Type) string {
	var b strings.Builder
	name := []rune(t.Name())
	for i, r := range name {
		word := unicode.IsUpper(r) && i+1 < len(name) && unicode.IsLower(name[i+1])
		if word && i > 0 {
			b.WriteByte(' ')
		}
		if word {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	if strings.ContainsRune("aeioAEIO", []rune(b.String())[0]) {
		return "an " + b.String()
	}
	return "a " + b.String()
}
