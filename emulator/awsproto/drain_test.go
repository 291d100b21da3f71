package awsproto_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// refusing is a connection to a server that refuses everything without a look at
// bodies.
func refusing(t *testing.T) net.Conn {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		awsproto.WriteS3Error(w, r, awsproto.IDs{RequestID: "R", HostID: "H"}, &awsproto.Error{Status: 403, Code: "AccessDenied", Message: "Access Denied"})
	}))
	t.Cleanup(server.Close)
	c, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func send(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
}

func wantRefusal(t *testing.T, c net.Conn) {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 403 || !strings.Contains(string(body), "AccessDenied") {
		t.Errorf("%d %q, %v", answer.StatusCode, body, err)
	}
}

// Clients that are answered while they send may not hear the answer.
func TestRefusalWaitsForTheBody(t *testing.T) {
	c := refusing(t)
	send(t, c, "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nfirst")
	if err := c.SetReadDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Read(make([]byte, 1)); n > 0 || err == nil {
		t.Fatal("the client is answered while it sends")
	}
	send(t, c, "later")
	wantRefusal(t, c)
}

// A client that stops sending, or waits to be told to go on, is answered.
func TestRefusalDoesNotWaitForever(t *testing.T) {
	for name, header := range map[string]string{"stopped": "", "waiting": "Expect: 100-continue\r\n"} {
		t.Run(name, func(t *testing.T) {
			c := refusing(t)
			send(t, c, "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n"+header+"\r\n")
			wantRefusal(t, c)
		})
	}
}
