package s3

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// maxPreData is how much of a form may stand before the file, in bytes.
const maxPreData = 20000

// A form is what a browser sends to upload a file: its fields, by their names
// in lower case, and the file behind them. What follows the file is ignored.
type form struct {
	fields map[string]string
	file   *multipart.Part
}

// readForm reads a form up to its file
// (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html).
func readForm(r *http.Request) (*form, *awsproto.Error) {
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, preconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data")
	}
	f := &form{fields: map[string]string{}}
	parts, size := multipart.NewReader(r.Body, parameters["boundary"]), 0
	for {
		part, err := parts.NextRawPart()
		switch {
		case err == io.EOF: // the end that a form has; a body cut short wraps it
			return nil, invalidArgument("POST requires exactly one file upload per request.", "file", "0")
		case err != nil:
			return nil, malformedForm()
		}
		name := strings.ToLower(part.FormName())
		if name == "file" {
			f.file = part
			return f, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, maxPreData+1))
		if err != nil {
			return nil, malformedForm()
		}
		if size += len(name) + len(value); size > maxPreData {
			return nil, failure(400, "MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file was too large.", "MaxPostPreDataLengthBytes", itoa(maxPreData))
		}
		f.fields[name] = string(value)
	}
}

func malformedForm() *awsproto.Error {
	return failure(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")
}

// key is the key that the form names; ${filename} in it is the file's name as
// the browser knows it.
func (f *form) key() (string, *awsproto.Error) {
	key, given := f.fields["key"]
	key = strings.ReplaceAll(key, "${filename}", path.Base("/"+strings.ReplaceAll(f.file.FileName(), `\`, "/")))
	switch {
	case !given:
		return "", invalidArgument("Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.", "key", "")
	case key == "" || key == "/":
		return "", invalidArgument("User key must have a length greater than 0.", "key", "")
	case len(key) > maxKey:
		return "", keyTooLong(key)
	}
	return key, nil
}

// formHeaders are the fields that mean what the header of that name means in a
// PUT, beside those that begin with x-amz-.
var formHeaders = []string{"cache-control", "content-type", "content-disposition", "content-encoding", "content-language", "content-md5", "expires"}

// header is the form's fields as the headers of a PUT, with those of r that are
// about the connection.
func (f *form) header(r *http.Request) http.Header {
	h := http.Header{}
	for _, name := range []string{"Origin", "Referer", "User-Agent", "X-Amz-Expected-Bucket-Owner", "X-Amz-Request-Payer"} {
		if v := r.Header.Get(name); v != "" {
			h.Set(name, v)
		}
	}
	for _, name := range formHeaders {
		if v := f.fields[name]; v != "" {
			h.Set(name, v)
		}
	}
	for name, value := range f.fields {
		if strings.HasPrefix(name, "x-amz-") {
			h.Set(name, value)
		}
	}
	if acl := f.fields["acl"]; acl != "" {
		h.Set("X-Amz-Acl", acl)
	}
	return h
}
