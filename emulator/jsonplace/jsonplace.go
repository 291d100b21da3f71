// Package jsonplace says where in a JSON file encoding/json found an error.
package jsonplace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Of is the file and, if err knows it, the line in its text: "world.json:3".
func Of(file string, text []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	default:
		return file
	}
	return fmt.Sprintf("%s:%d", file, 1+bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n")))
}
