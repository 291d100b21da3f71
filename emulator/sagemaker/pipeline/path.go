package pipeline

import (
	"fmt"
	"strconv"
	"strings"
)

// parsePath reads a path such as Outputs['train'].S3Output.S3Uri or items[0]:
// strings for members, ints for items.
func parsePath(text string) (path []any, err error) {
	rest := text
	for rest != "" {
		switch {
		case rest[0] == '[':
			var step any
			if step, rest, err = bracket(rest, text); err != nil {
				return nil, err
			}
			path = append(path, step)
		default:
			rest = strings.TrimPrefix(rest, ".")
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			if end == 0 {
				return nil, fmt.Errorf("the path '%s' has an empty part", text)
			}
			path, rest = append(path, rest[:end]), rest[end:]
		}
	}
	return path, nil
}

// Property is the value at a path such as Outputs['train'].S3Output.S3Uri of
// what a step shows.
func Property(properties any, path string) (any, bool) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, false
	}
	return at(properties, steps)
}

// bracket reads the ['name'] or [0] that rest begins with.
func bracket(rest, whole string) (step any, after string, err error) {
	if len(rest) > 1 && (rest[1] == '\'' || rest[1] == '"') {
		quote := rest[1:2]
		name, after, ok := strings.Cut(rest[2:], quote+"]")
		if !ok {
			return nil, "", fmt.Errorf("the path '%s' has an open quote", whole)
		}
		return name, after, nil
	}
	digits, after, ok := strings.Cut(rest[1:], "]")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 0 {
		return nil, "", fmt.Errorf("the path '%s' has no index or quoted name between [ and ]", whole)
	}
	return n, after, nil
}

// at is the value at a path. Of a list a name finds the item that has it as its
// name, as in Outputs['train'].
func at(v any, path []any) (any, bool) {
	for _, step := range path {
		var ok bool
		if v, ok = below(v, step); !ok {
			return nil, false
		}
	}
	return v, v != nil
}

func below(v, step any) (any, bool) {
	switch x := v.(type) {
	case map[string]any:
		name, ok := step.(string)
		if !ok {
			return nil, false
		}
		member, ok := x[name]
		return member, ok
	case []any:
		if n, ok := step.(int); ok {
			if n < len(x) {
				return x[n], true
			}
			return nil, false
		}
		return named(x, written(step))
	}
	return nil, false
}

// named is the item of a list one of whose members that end with Name is name.
func named(list []any, name string) (any, bool) {
	for _, item := range list {
		o, _ := item.(map[string]any)
		for member, value := range o {
			if strings.HasSuffix(member, "Name") && value == name {
				return item, true
			}
		}
	}
	return nil, false
}
