package s3

import (
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// bucketWebsite is kept and given back; the website endpoint is another host,
// which this lab does not have
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html).
var bucketWebsite = &document{
	name:     "website",
	needsSum: true,
	grammar: grammarOf(`
WebsiteConfiguration
	RedirectAllRequestsTo?
		HostName
		Protocol?
	IndexDocument?
		Suffix
	ErrorDocument?
		Key
	RoutingRules?
		RoutingRule+
			Condition?
				HttpErrorCodeReturnedEquals?
				KeyPrefixEquals?
			Redirect
				HostName?
				HttpRedirectCode?
				Protocol?
				ReplaceKeyPrefixWith?
				ReplaceKeyWith?
`),
	absent: func(bucket string) *awsproto.Error {
		return failure(404, "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration", "BucketName", bucket)
	},
	check: func(_ *request, doc *node) error { return checkWebsite(doc) },
}

func checkWebsite(doc *node) error {
	suffix := doc.at("IndexDocument/Suffix")
	switch {
	case doc.has("RedirectAllRequestsTo") && len(doc.nodes) > 1:
		return invalidArgument("RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.", "RedirectAllRequestsTo", "not null")
	case doc.has("RedirectAllRequestsTo"):
		return checkProtocol(doc.all("RedirectAllRequestsTo")[0])
	case !doc.has("IndexDocument"):
		return invalidArgument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty", "IndexDocument", "null")
	case suffix == "" || strings.Contains(suffix, "/"):
		return invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix)
	case doc.has("ErrorDocument") && doc.at("ErrorDocument/Key") == "":
		return invalidArgument("The ErrorDocument Key is not well formed", "ErrorDocument", "")
	}
	for _, rule := range doc.all("RoutingRules/RoutingRule") {
		if err := checkRoutingRule(rule); err != nil {
			return err
		}
	}
	return nil
}

func checkRoutingRule(rule *node) error {
	for _, condition := range rule.all("Condition") {
		if len(condition.nodes) == 0 {
			return invalidRequest("Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.")
		}
	}
	redirect := rule.all("Redirect")[0]
	if redirect.has("ReplaceKeyPrefixWith") && redirect.has("ReplaceKeyWith") {
		return invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.")
	}
	if code := redirect.at("HttpRedirectCode"); redirect.has("HttpRedirectCode") {
		if n, err := strconv.Atoi(code); err != nil || n <= 300 || n > 399 {
			return invalidRequest("The provided HTTP redirect code (" + code + ") is not valid. Valid codes are 3XX except 300.")
		}
	}
	if code := rule.at("Condition/HttpErrorCodeReturnedEquals"); code != "" {
		if n, err := strconv.Atoi(code); err != nil || n < 400 || n > 599 {
			return invalidRequest("The provided HTTP error code (" + code + ") is not valid. Valid codes are 4XX or 5XX.")
		}
	}
	return checkProtocol(redirect)
}

func checkProtocol(redirect *node) error {
	if p := redirect.at("Protocol"); redirect.has("Protocol") && p != "http" && p != "https" {
		return invalidRequest("Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.")
	}
	return nil
}
