package golden_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// An answer is what a client is told: an error, or none.
type answer struct {
	status        int
	code, message string
	body          string
	header        http.Header
}

// read reads an answer as an SDK does: the code of one without a body is its
// status, and the message the status's name.
func read(t testing.TB, method string, r *http.Response) answer {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: r.StatusCode, body: string(body), header: r.Header}
	switch {
	case a.status < 300:
		a.code, a.message = inList(a.body)
	case method == http.MethodHead || len(body) == 0:
		a.code, a.message = strconv.Itoa(a.status), http.StatusText(a.status)
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-amz-json"):
		a.code, a.message = inJSON(t, body)
	default:
		a.code, a.message = inXML(t, body)
	}
	return a
}

type failed struct{ Code, Message string }

// inXML reads S3's <Error>, and the <ErrorResponse> of S3 Control and of the
// query protocol.
func inXML(t testing.TB, body []byte) (code, message string) {
	t.Helper()
	var e struct {
		failed
		Error failed
	}
	if err := xml.Unmarshal(body, &e); err != nil {
		t.Errorf("%v in %s", err, body)
	}
	if e.Error.Code != "" {
		return e.Error.Code, e.Error.Message
	}
	return e.Code, e.Message
}

func inJSON(t testing.TB, body []byte) (code, message string) {
	t.Helper()
	var e struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(body, &e); err != nil { // Message is read as well
		t.Errorf("%v in %s", err, body)
	}
	return e.Type, e.Message
}

// inList is the first error of a DeleteObjects answer, which is a good answer.
func inList(body string) (code, message string) {
	var list struct{ Error []failed }
	if xml.Unmarshal([]byte(body), &list) == nil && len(list.Error) > 0 {
		return list.Error[0].Code + " of a key", list.Error[0].Message
	}
	return "", ""
}

// get is the text of an element of the body, of a member, or of a header.
func (a answer) get(name string) string {
	for _, form := range []string{`<` + name + `>([^<]*)</` + name + `>`, `"` + name + `" *: *"([^"]*)"`} {
		if m := regexp.MustCompile(form).FindStringSubmatch(a.body); m != nil {
			return m[1]
		}
	}
	return a.header.Get(name)
}
