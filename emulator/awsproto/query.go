package awsproto

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
)

// STSNamespace is the XML namespace of AWS STS.
const STSNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// WriteQueryError writes err in the query protocol: an <ErrorResponse> whose
// Type says that the sender is at fault, or the receiver for a status of 500
// and above.
func WriteQueryError(w http.ResponseWriter, ids IDs, namespace string, err *Error) {
	record(w, err)
	fault := "Sender"
	if err.Status >= 500 {
		fault = "Receiver"
	}
	body := `<ErrorResponse xmlns="` + EscapeXML(namespace) + `"><Error>` + element("Type", fault) +
		element("Code", err.Code) + element("Message", err.Message)
	for _, f := range err.Fields {
		body += element(f.Name, f.Value)
	}
	body += "</Error>" + element("RequestId", ids.UUID()) + "</ErrorResponse>"
	addHeader(w.Header(), err.Header)
	writeQuery(w, ids, err.Status, body)
}

// WriteQuery writes the result of an operation in the query protocol:
// <ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…. The
// result is encoded by encoding/xml; its own element name is ignored.
func WriteQuery(w http.ResponseWriter, ids IDs, namespace, action string, result any) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<%sResponse xmlns="%s">`, action, EscapeXML(namespace))
	start := xml.StartElement{Name: xml.Name{Local: action + "Result"}}
	if err := xml.NewEncoder(&b).EncodeElement(result, start); err != nil {
		return fmt.Errorf("encode the result of %s: %w", action, err)
	}
	b.WriteString("<ResponseMetadata>" + element("RequestId", ids.UUID()) + "</ResponseMetadata>")
	fmt.Fprintf(&b, "</%sResponse>", action)
	writeQuery(w, ids, http.StatusOK, b.String())
	return nil
}

func writeQuery(w http.ResponseWriter, ids IDs, status int, body string) {
	h := w.Header()
	h.Set("x-amzn-RequestId", ids.UUID())
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", "text/xml")
	}
	ids.setDecision(h)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
