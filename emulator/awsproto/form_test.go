package awsproto_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
)

func readForm(t *testing.T, method, target, body string) awsproto.Form {
	t.Helper()
	form, err := awsproto.ReadForm(httptest.NewRequest(method, target, strings.NewReader(body)))
	if err != nil {
		t.Fatalf("%s %s %q: %v", method, target, body, err)
	}
	return form
}

func TestReadForm(t *testing.T) {
	post := readForm(t, "POST", "/?Version=2011-06-15&Action=Old",
		"Action=AssumeRole&Tags.member.10.Key=last&Tags.member.2.Key=b&Tags.member.2.Value=two+words&Tags.member.1.Key=a&Tags.member.01.Key=no&Tags.member.x.Key=no&PolicyArns.member.1.arn=p1&TransitiveTagKeys.member.1=a&Empty=")
	if got := post.Get("Action"); got != "AssumeRole" {
		t.Errorf("Action %q: the body's value counts", got)
	}
	if post.Get("Version") != "2011-06-15" || !post.Has("Empty") || post.Has("Absent") {
		t.Errorf("Version %q, Empty %v, Absent %v", post.Get("Version"), post.Has("Empty"), post.Has("Absent"))
	}
	var tags [][2]string
	for _, tag := range post.Structs("Tags") {
		tags = append(tags, [2]string{tag.Get("Key"), tag.Get("Value")})
	}
	if diff := cmp.Diff([][2]string{{"a", ""}, {"b", "two words"}, {"last", ""}}, tags); diff != "" {
		t.Errorf("Tags (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a"}, post.List("TransitiveTagKeys")); diff != "" {
		t.Errorf("TransitiveTagKeys (-want +got):\n%s", diff)
	}
	get := readForm(t, "GET", "/?Action=GetCallerIdentity", "")
	if got := get.Get("Action"); got != "GetCallerIdentity" {
		t.Errorf("GET Action %q", got)
	}
}

func TestReadFormRefusesWhatItCannotRead(t *testing.T) {
	for _, body := range []string{"Action=%zz", "a;b", strings.Repeat("x", 2<<20)} {
		if _, err := awsproto.ReadForm(httptest.NewRequest("POST", "/", strings.NewReader(body))); err == nil || err.Code != "MalformedQueryString" {
			t.Errorf("body of %d bytes: %v, want MalformedQueryString", len(body), err)
		}
	}
}

func FuzzReadForm(f *testing.F) {
	f.Add("Action=AssumeRole", "Tags.member.1.Key=a&Tags.member.3.Key=b")
	f.Add("", "Tags.member.99999999999999999999.Key=a&Tags.member.-1.Key=b")
	f.Fuzz(func(t *testing.T, query, body string) {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.URL.RawQuery = query
		form, err := awsproto.ReadForm(r)
		if err != nil {
			if err.Status != 404 || err.Code == "" {
				t.Errorf("error %d %v", err.Status, err)
			}
			return
		}
		if got, want := len(form.List("Tags")), len(form.Structs("Tags")); got != want {
			t.Errorf("%d members as a list, %d as structures", got, want)
		}
	})
}

// A tampered body fails its verification while it is read.
type tampered struct{}

func (tampered) Read([]byte) (int, error) { return 0, denied }

func TestABodyThatFailsVerificationIsRefusedAsSuch(t *testing.T) {
	if _, err := awsproto.ReadForm(httptest.NewRequest("POST", "/", tampered{})); err != denied {
		t.Errorf("form: %v, want %v", err, denied)
	}
	r := httptest.NewRequest("POST", "/", tampered{})
	r.Header.Set("X-Amz-Target", "TrentService.Encrypt")
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	if _, _, err := awsproto.ReadJSON(r, "TrentService."); err != denied {
		t.Errorf("JSON: %v, want %v", err, denied)
	}
}

func TestReadJSON(t *testing.T) {
	for _, c := range []struct{ target, contentType, operation, code string }{
		{"TrentService.Encrypt", "application/x-amz-json-1.1", "Encrypt", ""},
		{"TrentService.Encrypt", "application/x-amz-json-1.1; charset=utf-8", "Encrypt", ""},
		{"TrentService.", "application/x-amz-json-1.1", "", "UnknownOperationException"},
		{"Other.Encrypt", "application/x-amz-json-1.1", "", "UnknownOperationException"},
		{"TrentService.Encrypt", "text/plain", "Encrypt", "SerializationException"},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(`{"KeyId":"k","New":1}`))
		r.Header.Set("X-Amz-Target", c.target)
		r.Header.Set("Content-Type", c.contentType)
		operation, body, err := awsproto.ReadJSON(r, "TrentService.")
		var in struct{ KeyId string }
		if err == nil {
			err = awsproto.DecodeJSON(body, &in)
		}
		code := ""
		if err != nil {
			code = err.Code
		}
		if code != c.code || c.code == "" && (operation != c.operation || in.KeyId != "k") {
			t.Errorf("%s, %s: operation %q, KeyId %q, code %q", c.target, c.contentType, operation, in.KeyId, code)
		}
	}
}

type page struct{ Limit *int }

// What is wrong with a body is said in the words of the request.
func TestDecodeJSONNamesMembersNotTypes(t *testing.T) {
	type input struct {
		page
		KeyId     string
		Plaintext []byte
		Tags      []struct{ TagKey string }
		Context   map[string]string
	}
	for body, want := range map[string]string{
		`[]`:                       "array is not an object: the request",
		`{"KeyId":1}`:              "number is not a string: KeyId",
		`{"Limit":"x"}`:            "string is not a whole number: Limit",
		`{"Limit":2.5}`:            "number 2.5 is not a whole number: Limit",
		`{"Tags":{}}`:              "object is not a list: Tags",
		`{"Tags":[{"TagKey":[]}]}`: "array is not a string: Tags.TagKey",
		`{"Context":7}`:            "number is not an object: Context",
		`{"Plaintext":7}`:          "number is not base64: Plaintext",
		`{"Plaintext":"***"}`:      "illegal base64 data at input byte 0",
		`{`:                        "unexpected end of JSON input",
	} {
		err := awsproto.DecodeJSON([]byte(body), &input{})
		if err == nil || err.Status != 400 || err.Code != "SerializationException" || err.Message != want {
			t.Errorf("%s: %+v, want a SerializationException: %s", body, err, want)
		}
	}
}
