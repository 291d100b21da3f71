package awsproto

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode"
)

const jsonContentType = "application/x-amz-json-1.1"

// WriteJSONError writes err in the JSON 1.1 protocol. Refusals carry their
// text in "Message" and everything else in "message": the first come from the
// layer in front of the service. A message that is empty is left out; the
// error's fields are further members.
func WriteJSONError(w http.ResponseWriter, ids IDs, err *Error) {
	writeJSONError(w, ids, err, "message")
}

// writeJSONError has the text of the service's own errors in the member own.
func writeJSONError(w http.ResponseWriter, ids IDs, err *Error, own string) {
	record(w, err)
	if err.Code == "AccessDeniedException" && strings.HasPrefix(err.Message, "User: ") {
		own = "Message"
	}
	members := []Field{{"__type", err.Code}}
	if err.Message != "" {
		members = append(members, Field{own, err.Message})
	}
	addHeader(w.Header(), err.Header)
	writeJSON(w, ids, err.Status, jsonTexts(append(members, err.Fields...)))
}

// jsonTexts is an object with these members, in their order.
func jsonTexts(members []Field) []byte {
	var texts [][]byte
	for _, m := range members {
		name, _ := encodeJSON(m.Name) // strings always encode
		value, _ := encodeJSON(m.Value)
		texts = append(texts, append(append(name, ':'), value...))
	}
	return append(append([]byte("{"), bytes.Join(texts, []byte(","))...), '}')
}

// WriteJSON writes the output of an operation in the JSON 1.1 protocol. A nil
// output sends an empty body, as an operation without output does.
func WriteJSON(w http.ResponseWriter, ids IDs, output any) error {
	var text []byte
	if output != nil {
		var err error
		if text, err = encodeJSON(output); err != nil {
			return fmt.Errorf("encode a JSON 1.1 output: %w", err)
		}
	}
	writeJSON(w, ids, http.StatusOK, text)
	return nil
}

// encodeJSON leaves <, > and & as they are, which json.Marshal does not.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func writeJSON(w http.ResponseWriter, ids IDs, status int, body []byte) {
	h := w.Header()
	h.Set("x-amzn-RequestId", ids.UUID())
	h.Set("Content-Type", jsonContentType)
	ids.setDecision(h)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// maxJSONBody is the largest request body that is read, in bytes: the largest
// that AWS takes here is a pipeline's definition of 1 MiB, written as a string.
const maxJSONBody = 4 << 20

// ReadJSON decodes a JSON 1.1 request: the operation that X-Amz-Target names
// behind prefix, such as "TrentService.", and its body, for DecodeJSON.
func ReadJSON(r *http.Request, prefix string) (operation string, body []byte, failure *Error) {
	target := r.Header.Get("X-Amz-Target")
	operation, ok := strings.CutPrefix(target, prefix)
	if !ok || operation == "" {
		return "", nil, &Error{Status: http.StatusBadRequest, Code: "UnknownOperationException"}
	}
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != jsonContentType {
		return operation, nil, serialization("Content-Type is %q; send %s", r.Header.Get("Content-Type"), jsonContentType)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxJSONBody))
	if err != nil {
		return operation, nil, unread(err, func(err error) *Error {
			return serialization("the request body could not be read: %v", err)
		})
	}
	return operation, body, nil
}

// DecodeJSON decodes the body of a JSON 1.1 request into input. Unknown members
// are ignored, as AWS does; an empty body is an empty input.
func DecodeJSON(body []byte, input any) *Error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	err := json.Unmarshal(body, input)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return serialization("%s is not %s: %s", wrong.Value, jsonKind(wrong.Type), memberPath(wrong.Field))
	default:
		return serialization("%v", err)
	}
}

// memberPath is the path of a member without the Go structs that are embedded on
// the way: members of requests begin with capitals.
func memberPath(path string) string {
	parts := slices.DeleteFunc(strings.Split(path, "."), func(name string) bool {
		return name == "" || unicode.IsLower(rune(name[0]))
	})
	return cmp.Or(strings.Join(parts, "."), "the request")
}

func serialization(format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Code: "SerializationException", Message: fmt.Sprintf(format, args...)}
}
