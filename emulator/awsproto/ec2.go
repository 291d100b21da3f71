package awsproto

import (
	"net/http"

	"github.com/denylab/denylab/rego/authz"
)

// WriteEC2Error writes err as EC2 does
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-response).
func WriteEC2Error(w http.ResponseWriter, ids IDs, err *Error) {
	record(w, err)
	body := "<Response><Errors><Error>" + element("Code", err.Code) + element("Message", err.Message) +
		"</Error></Errors>" + element("RequestID", ids.UUID()) + "</Response>"
	addHeader(w.Header(), err.Header)
	writeEC2(w, ids, err.Status, body)
}

func writeEC2(w http.ResponseWriter, ids IDs, status int, body string) {
	w.Header().Set("Server", "AmazonEC2")
	w.Header().Set("Content-Type", "text/xml;charset=UTF-8")
	writeQuery(w, ids, status, xmlDeclaration+body)
}

// EC2Denial is Denial in EC2's words. encoded is the message that
// sts:DecodeAuthorizationMessage reads; empty where EC2 sends none.
func EC2Denial(call *authz.Call, d authz.Decision, encoded string) *Error {
	err := Denial(EC2, call, d)
	if encoded != "" {
		err.Message += ". Encoded authorization failure message: " + encoded
	}
	return err
}

// The errors of parameters are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#CommonErrors;
// the texts are UNVERIFIED.

func ec2Error(code, message string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

func ec2Missing(name string) *Error {
	return ec2Error("MissingParameter", "The request must contain the parameter "+name)
}

func ec2Unknown(name string) *Error {
	return ec2Error("UnknownParameter", "The parameter "+name+" is not recognized")
}

func ec2Value(value, name string) *Error {
	return ec2Error("InvalidParameterValue", "Value ("+value+") for parameter "+name+" is invalid.")
}
