package scenarios

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// A bench is one lab on a loopback port and the clients that call it: where
// the steps of one list are run.
type bench struct {
	lab    *emulator.Lab
	server *http.Server
	http   *http.Client
	url    string
	region string
	now    func() time.Time
	saved  savedAnswers
}

// savedAnswers are the outputs (structs) of the steps with save.
type savedAnswers map[string]reflect.Value

func (s savedAnswers) get(name string) (reflect.Value, bool) {
	v, ok := s[name]
	return v, ok
}

// newBench starts a lab for w as a scenario wants it. Equal ids of scenarios give
// equal ids.
func newBench(w *world.World, s *Scenario, now func() time.Time) (*bench, error) {
	signing := now
	if runsPrograms(w) {
		signing = time.Now // programs sign with the machine's time
	}
	lab, err := emulator.New(emulator.Options{World: w, Clock: now, SigningClock: signing, Seed: s.ID, Consistency: s.Consistency, AllowExec: true})
	if err != nil {
		return nil, fmt.Errorf("starting a lab: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		lab.Close()
		return nil, fmt.Errorf("opening a loopback port for a lab: %w", err)
	}
	b := &bench{
		lab: lab, now: signing, url: "http://" + l.Addr().String(), region: w.Region,
		server: &http.Server{Handler: lab, ReadHeaderTimeout: time.Minute},
		http: &http.Client{
			Transport:     &http.Transport{DisableCompression: true, DialContext: dialing(l.Addr())},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		saved: savedAnswers{},
	}
	if b.region == "" {
		b.region = "us-east-1"
	}
	go b.server.Serve(l) //nolint:errcheck // ends with ErrServerClosed in close
	return b, nil
}

// runsPrograms: jobs of the world run programs of the machine.
func runsPrograms(w *world.World) bool {
	for _, image := range w.Images {
		if len(image.Command) > 0 || image.Docker != "" {
			return true
		}
	}
	return false
}

// dialing reaches one address under every name: SDKs put accounts and access
// points in front of the endpoint's host, and no resolver knows those.
func dialing(at net.Addr) func(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return d.DialContext(ctx, at.Network(), at.String())
	}
}

func (b *bench) close() {
	b.http.CloseIdleConnections()
	b.server.Close()
	b.lab.Close()
}

// connect is a connection of the step's principal, on the step's way.
func (b *bench) connect(s *Step) (*connection, error) {
	s, err := b.through(s)
	if err != nil {
		return nil, err
	}
	c := &connection{endpoint: b.url + s.way(), region: b.region, now: b.now, recorder: &recorder{http: b.http}, presigned: s.Presigned}
	c.credentials, err = b.credentials(s)
	return c, err
}

// way is the path that tells the lab how the step's call arrives.
func (s *Step) way() string {
	way := ""
	if s.Via != "" {
		way += emulator.EndpointPath(s.Via)
	}
	if s.From != "" {
		way += emulator.AddressPath(s.From)
	}
	if s.Plain {
		way += emulator.PlainPath
	}
	return way
}

func (b *bench) credentials(s *Step) (aws.CredentialsProvider, error) {
	if name, ok := strings.CutPrefix(s.As, "saved/"); ok {
		return b.savedCredentials(name)
	}
	o := emulator.SessionOptions{}
	if ses := s.Session; ses != nil {
		o = emulator.SessionOptions{
			PolicyARNs: ses.Managed, Tags: ses.Tags, SourceIdentity: ses.SourceIdentity, Name: ses.Name, DirectoryUser: ses.DirectoryUser,
		}
		if ses.Policy != nil {
			o.Policies = []*world.Policy{ses.Policy}
		}
	}
	c, err := b.lab.Credentials(s.As, o)
	switch {
	case err != nil:
		return nil, err
	case c.AccessKeyID == "":
		return aws.AnonymousCredentials{}, nil
	default:
		return credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token), nil
	}
}

// savedCredentials are the Credentials of an earlier answer.
func (b *bench) savedCredentials(name string) (aws.CredentialsProvider, error) {
	answer, ok := b.saved[name]
	if !ok {
		return nil, fmt.Errorf("no credentials are saved as %q: the step that saves them failed", name)
	}
	c := answer.FieldByName("Credentials")
	if !c.IsValid() || c.Kind() != reflect.Pointer || c.IsNil() {
		return nil, fmt.Errorf("the answer saved as %q has no Credentials", name)
	}
	text := func(field string) string {
		s, _ := c.Elem().FieldByName(field).Interface().(*string)
		return aws.ToString(s)
	}
	return credentials.NewStaticCredentialsProvider(text("AccessKeyId"), text("SecretAccessKey"), text("SessionToken")), nil
}

// invoke calls the operation and reads the whole answer. The output is the
// zero Value when the call failed.
func (b *bench) invoke(ctx context.Context, c *connection, op operation, input reflect.Value) (reflect.Value, error) {
	c.input = input
	out, err := op.call(ctx, c, input.Interface())
	if err != nil {
		return reflect.Value{}, err
	}
	answer := reflect.ValueOf(out).Elem()
	return answer, drain(answer)
}
