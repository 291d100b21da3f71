package s3

import (
	"net/http"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// bucketCORS says which pages of other origins a browser may let at the bucket
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html). It
// is no permission: whoever asks without a browser is not held back.
var bucketCORS = &document{
	name:     "cors",
	needsSum: true,
	grammar: grammarOf(`
CORSConfiguration
	CORSRule+
		ID?
		AllowedHeader*
		AllowedMethod+
		AllowedOrigin+
		ExposeHeader*
		MaxAgeSeconds? int
`),
	absent: func(bucket string) *awsproto.Error {
		return failure(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist", "BucketName", bucket)
	},
	check: func(_ *request, doc *node) error { return checkCORS(doc) },
}

// maxCORSRules is how many rules AWS takes.
const maxCORSRules = 100

func checkCORS(doc *node) error {
	if len(doc.all("CORSRule")) > maxCORSRules {
		return malformedXML()
	}
	for _, m := range doc.all("CORSRule/AllowedMethod") {
		switch m.text {
		case "GET", "PUT", "POST", "DELETE", "HEAD":
		default:
			return invalidRequest("Found unsupported HTTP method in CORS config. Unsupported method is " + m.text)
		}
	}
	for _, name := range []string{"AllowedOrigin", "AllowedHeader"} {
		for _, pattern := range doc.all("CORSRule/" + name) {
			if strings.Count(pattern.text, "*") > 1 {
				return invalidRequest(name + ` "` + pattern.text + `" can not have more than one wildcard.`)
			}
		}
	}
	for _, header := range doc.all("CORSRule/ExposeHeader") {
		if strings.Contains(header.text, "*") {
			return invalidRequest(`ExposeHeader "` + header.text + `" contains wildcard. We currently do not support wildcard for ExposeHeader.`)
		}
	}
	return nil
}

// An asking is what a page of another origin wants to send.
type asking struct {
	origin, method string
	// headers are those of a preflight request.
	headers []string
}

// preflight answers a browser's OPTIONS, which no one signs and which needs no
// permission
// (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html).
func (q *request) preflight() error {
	h := q.r.Header
	a := asking{origin: h.Get("Origin"), method: h.Get("Access-Control-Request-Method")}
	for name := range strings.SplitSeq(h.Get("Access-Control-Request-Headers"), ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			a.headers = append(a.headers, name)
		}
	}
	switch a.method {
	case "GET", "PUT", "POST", "DELETE", "HEAD":
	default:
		if a.origin != "" {
			shown := a.method
			if shown == "" {
				shown = "null"
			}
			return failure(400, "BadRequest", "Invalid Access-Control-Request-Method: "+shown)
		}
	}
	if a.origin == "" {
		return failure(400, "BadRequest", "Insufficient information. Origin request header needed.")
	}
	rules := q.corsRules()
	switch {
	case findBucket(q.x.World, q.name) == nil:
		return q.corsForbidden(a.method, "Bucket not found")
	case len(rules) == 0:
		return q.corsForbidden(a.method, "CORS is not enabled for this bucket.")
	}
	rule := a.find(rules)
	if rule == nil {
		return q.corsForbidden(a.method, "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.")
	}
	a.tell(rule, q.w.Header())
	return q.ok()
}

func (q *request) corsForbidden(method, message string) error {
	kind := "BUCKET"
	if q.key != "" {
		kind = "OBJECT"
	}
	return failure(403, "AccessForbidden", "CORSResponse: "+message, "Method", method, "ResourceType", kind)
}

// corsRules are the rules of the request's bucket, which may not be there.
func (q *request) corsRules() []*node {
	b := findBucket(q.x.World, q.name)
	if b == nil || b.Documents[bucketCORS.name] == "" {
		return nil
	}
	doc, err := bucketCORS.grammar.parse([]byte(b.Documents[bucketCORS.name]))
	if err != nil {
		return nil // it was checked when it was set
	}
	return doc.all("CORSRule")
}

// shareAcross has the answer to a page of another origin say that the browser
// may show it to the page, whatever the answer is.
func (q *request) shareAcross() {
	origin := q.r.Header.Get("Origin")
	if origin == "" {
		return
	}
	a := asking{origin: origin, method: q.r.Method}
	if m := q.r.Header.Get("Access-Control-Request-Method"); m != "" {
		a.method = m // no browser sends it here; S3 believes it
	}
	if rule := a.find(q.corsRules()); rule != nil {
		a.tell(rule, q.w.Header())
	}
}

// find is the first rule that allows a; nil when none does.
func (a asking) find(rules []*node) *node {
	for _, rule := range rules {
		if a.isAllowed(rule) {
			return rule
		}
	}
	return nil
}

func (a asking) isAllowed(rule *node) bool {
	if a.allowedOrigin(rule) == "" || !anyMatches(rule.all("AllowedMethod"), a.method) {
		return false
	}
	for _, name := range a.headers {
		if !anyMatches(rule.all("AllowedHeader"), name) {
			return false
		}
	}
	return true
}

// allowedOrigin is the pattern of a rule that a's origin fits.
func (a asking) allowedOrigin(rule *node) string {
	for _, pattern := range rule.all("AllowedOrigin") {
		if fits(pattern.text, a.origin) {
			return pattern.text
		}
	}
	return ""
}

func anyMatches(patterns []*node, text string) bool {
	for _, p := range patterns {
		if fits(strings.ToLower(p.text), strings.ToLower(text)) {
			return true
		}
	}
	return false
}

// fits matches a pattern whose one * stands for any text.
func fits(pattern, text string) bool {
	before, after, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == text
	}
	return len(text) >= len(before)+len(after) && strings.HasPrefix(text, before) && strings.HasSuffix(text, after)
}

// tell sets the headers that a rule gives an answer.
func (a asking) tell(rule *node, h http.Header) {
	if a.allowedOrigin(rule) == "*" {
		h.Set("Access-Control-Allow-Origin", "*")
	} else {
		h.Set("Access-Control-Allow-Origin", a.origin)
		h.Set("Access-Control-Allow-Credentials", "true")
	}
	h.Set("Access-Control-Allow-Methods", texts(rule.all("AllowedMethod")))
	if len(a.headers) > 0 {
		h.Set("Access-Control-Allow-Headers", strings.Join(a.headers, ", "))
	}
	if exposed := texts(rule.all("ExposeHeader")); exposed != "" {
		h.Set("Access-Control-Expose-Headers", exposed)
	}
	if age := rule.at("MaxAgeSeconds"); age != "" {
		h.Set("Access-Control-Max-Age", age)
	}
	h.Set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")
}

func texts(nodes []*node) string {
	var all []string
	for _, n := range nodes {
		all = append(all, n.text)
	}
	return strings.Join(all, ", ")
}
