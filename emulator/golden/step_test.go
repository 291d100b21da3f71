package golden_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// A step is one request. Requests are written out, because SDKs refuse to send
// many of those that AWS refuses.
type step struct {
	as             string // who signs; "" for nobody
	service        string // what the signature is for
	region         string
	host           string // the lab's, if empty
	method, target string
	header         []string // "Name: value"
	body           string
	at, clock      time.Time           // when it is signed, and what the lab's clock says from then on
	expires        string              // seconds; for a presigned URL
	sum            bool                // send the body's MD5
	tamper         func(*http.Request) // after it is signed
	keep           []string            // elements and headers of the answer to keep
}

// s3 is a request to S3, such as "GET /bucket/key?acl", by who may do everything.
func s3(line string, header ...string) step {
	method, target, _ := strings.Cut(line, " ")
	return step{as: "user/alice", service: "s3", region: region, method: method, target: target, header: header, at: now}
}

// control is a request to S3 Control.
func control(line string, header ...string) step {
	return s3(strings.Replace(line, " ", " /v20180820", 1), append(header, "X-Amz-Account-Id: "+owner)...)
}

// query is a request of the query protocol: name and value in turn.
func query(service, action string, parameters ...string) step {
	form := url.Values{"Action": {action}, "Version": {map[string]string{"sts": "2011-06-15", "iam": "2010-05-08"}[service]}}
	for i := 0; i+1 < len(parameters); i += 2 {
		form.Set(parameters[i], parameters[i+1])
	}
	s := s3("POST /", "Content-Type: application/x-www-form-urlencoded")
	s.service, s.body = service, form.Encode()
	return s
}

func iam(action string, parameters ...string) step { return query("iam", action, parameters...) }
func sts(action string, parameters ...string) step { return query("sts", action, parameters...) }

// target is a request of the JSON protocol.
func target(service, operation, body string) step {
	s := s3("POST /", "Content-Type: application/x-amz-json-1.1", "X-Amz-Target: "+operation)
	s.service, s.body = service, body
	return s
}

func kms(operation, body string) step { return target("kms", "TrentService."+operation, body) }

func (s step) by(as string) step             { s.as = as; return s }
func (s step) with(body string) step         { s.body = body; return s }
func (s step) on(host string) step           { s.host = host; return s }
func (s step) in(region string) step         { s.region = region; return s }
func (s step) to(service string) step        { s.service = service; return s }
func (s step) signedAt(at time.Time) step    { s.at = at; return s }
func (s step) presigned(seconds string) step { s.expires = seconds; return s }
func (s step) keeping(names ...string) step  { s.keep = names; return s }

// typed has another Content-Type.
func (s step) typed(name string) step { s.header = []string{"Content-Type: " + name}; return s }

// later is sent when so much time has passed.
func (s step) later(d time.Duration) step {
	s.at = s.at.Add(d)
	s.clock = s.at
	return s
}

// summed has the Content-MD5 of the body.
func (s step) summed() step { s.sum = true; return s }

// then changes the request after it is signed.
func (s step) then(tamper func(*http.Request)) step { s.tamper = tamper; return s }

// sign signs as SDKs do, in a header or, for a step with expires, in the URL.
func (l *lab) sign(r *http.Request, s step) *http.Request {
	l.t.Helper()
	c, err := l.credentials(s.as)
	if err != nil {
		l.t.Fatal(err)
	}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = s.service == "s3" })
	if s.expires != "" {
		return l.presign(signer, c, r, s)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	if given := r.Header.Get("X-Amz-Content-Sha256"); given != "" {
		hash = given
	}
	r.Header.Set("X-Amz-Content-Sha256", hash)
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(string(body))), int64(len(body))
	if err := signer.SignHTTP(context.Background(), c, r, hash, s.service, s.region, s.at); err != nil {
		l.t.Fatal(err)
	}
	return r
}

func (l *lab) presign(signer *v4.Signer, c aws.Credentials, r *http.Request, s step) *http.Request {
	l.t.Helper()
	q := r.URL.Query()
	q.Set("X-Amz-Expires", s.expires)
	r.URL.RawQuery = q.Encode()
	signed, _, err := signer.PresignHTTP(context.Background(), c, r, "UNSIGNED-PAYLOAD", s.service, s.region, s.at)
	if err != nil {
		l.t.Fatal(err)
	}
	if r.URL, err = url.Parse(signed); err != nil {
		l.t.Fatal(err)
	}
	return r
}

// credentials are those of a principal of the world, of the session that an
// answer gave ("session"), or nobody's ("stranger").
func (l *lab) credentials(as string) (aws.Credentials, error) {
	if as == "session" {
		return aws.Credentials{AccessKeyID: l.vars["AccessKeyId"], SecretAccessKey: l.vars["SecretAccessKey"], SessionToken: l.vars["SessionToken"]}, nil
	}
	if as == "stranger" {
		return aws.Credentials{AccessKeyID: "AKIANOBODY00EXAMPLE0", SecretAccessKey: "secret"}, nil
	}
	c, err := l.CredentialsAs(as)
	return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token}, err
}
