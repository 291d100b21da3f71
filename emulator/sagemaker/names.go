package sagemaker

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// accountOf is the account in an ARN; empty for what is none.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

// split is a service and an operation of "service:Operation".
func split(action string) (service, operation string) {
	service, operation, _ = strings.Cut(action, ":")
	return service, operation
}

// spoken is a kind as texts have it: "training job".
func spoken(kind string) string { return strings.ReplaceAll(kind, "-", " ") }

// numberIn is the number that a text begins with, up to a hyphen; at least 1.
func numberIn(text string) int {
	digits, _, _ := strings.Cut(text, "-")
	n, _ := strconv.Atoi(digits)
	return max(n, 1)
}
