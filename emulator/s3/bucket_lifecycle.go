package s3

import (
	"slices"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// bucketLifecycle is kept and given back; this lab's clock expires nothing
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html).
var bucketLifecycle = &document{
	name:     "lifecycle",
	needsSum: true,
	grammar: grammarOf(`
LifecycleConfiguration
	Rule+
		Expiration?
			Date? date
			Days? int
			ExpiredObjectDeleteMarker? bool
		ID?
		Prefix?
		Filter?
			Prefix?
			Tag?
				Key
				Value
			ObjectSizeGreaterThan? int
			ObjectSizeLessThan? int
			And?
				Prefix?
				Tag*
					Key
					Value
				ObjectSizeGreaterThan? int
				ObjectSizeLessThan? int
		Status Enabled|Disabled
		Transition*
			Date? date
			Days? int
			StorageClass GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR
		NoncurrentVersionTransition*
			NoncurrentDays? int
			StorageClass GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR
			NewerNoncurrentVersions? int
		NoncurrentVersionExpiration?
			NoncurrentDays? int
			NewerNoncurrentVersions? int
		AbortIncompleteMultipartUpload?
			DaysAfterInitiation int
`),
	absent: func(bucket string) *awsproto.Error {
		return failure(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", "BucketName", bucket)
	},
	check: checkLifecycle,
	tell: func(q *request) {
		size := q.r.Header.Get(minimumSizeHeader)
		if size == "" {
			size = q.bucket.Documents[minimumSize]
		}
		if size == "" {
			size = minimumSizes[0]
		}
		q.w.Header().Set("x-amz-transition-default-minimum-object-size", size)
	},
}

const (
	minimumSizeHeader = "X-Amz-Transition-Default-Minimum-Object-Size"
	// minimumSize is what the header's value is kept under.
	minimumSize = "lifecycle transition-default-minimum-object-size"
	// maxLifecycleRules and maxRuleID are AWS's limits, the latter in characters.
	maxLifecycleRules = 1000
	maxRuleID         = 255
)

var minimumSizes = []string{"all_storage_classes_128K", "varies_by_storage_class"}

func (q *request) putBucketLifecycle() error {
	if size := q.r.Header.Get(minimumSizeHeader); size != "" && !slices.Contains(minimumSizes, size) {
		if err := q.allowBucket(); err != nil {
			return err
		}
		return invalidRequest("Invalid TransitionDefaultMinimumObjectSize found: " + size)
	}
	doc, err := bucketLifecycle.receive(q)
	if err != nil {
		return err
	}
	err = q.set(func(b *world.Bucket) error {
		documents := map[string]string{}
		for name, text := range b.Documents {
			documents[name] = text
		}
		documents[bucketLifecycle.name], documents[minimumSize] = doc.String(), q.r.Header.Get(minimumSizeHeader)
		if documents[minimumSize] == "" {
			delete(documents, minimumSize)
		}
		b.Documents = documents
		return nil
	})
	if err != nil {
		return err
	}
	bucketLifecycle.tell(q)
	return q.ok()
}

func checkLifecycle(_ *request, doc *node) error {
	rules := doc.all("Rule")
	if len(rules) > maxLifecycleRules {
		return malformedXML()
	}
	seen := map[string]bool{}
	for _, rule := range rules {
		if err := checkLifecycleRule(rule); err != nil {
			return err
		}
		rule.identify("ID")
		if seen[rule.at("ID")] {
			return invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", rule.at("ID"))
		}
		seen[rule.at("ID")] = true
	}
	return nil
}

// identify gives a rule an id of its own when it has none.
func (n *node) identify(element string) {
	if n.at(element) != "" {
		return
	}
	n.nodes = slices.DeleteFunc(n.nodes, func(c *node) bool { return c.name == element })
	n.set(element, madeID(n))
}

func checkLifecycleRule(rule *node) error {
	filter := rule.all("Filter")
	switch {
	case len(rule.at("ID")) > maxRuleID:
		return invalidArgument("ID length should not exceed allowed limit of 255", "ID", rule.at("ID"))
	case rule.has("Prefix") == (len(filter) > 0):
		return malformedXML()
	case len(filter) > 0 && len(filter[0].nodes) > 1:
		return malformedXML()
	}
	if err := checkFilterTags(rule); err != nil {
		return err
	}
	tagged := rule.has("Filter/Tag") || rule.has("Filter/And/Tag")
	switch {
	case !rule.has("Expiration") && !rule.has("Transition") && !rule.has("NoncurrentVersionTransition") &&
		!rule.has("NoncurrentVersionExpiration") && !rule.has("AbortIncompleteMultipartUpload"):
		return invalidRequest("At least one action needs to be specified in a rule")
	case rule.has("Expiration") && len(rule.all("Expiration")[0].nodes) != 1:
		return malformedXML()
	case rule.has("Expiration/ExpiredObjectDeleteMarker") && tagged:
		return invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.")
	case rule.has("AbortIncompleteMultipartUpload") && tagged:
		return invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.")
	}
	return checkLifecycleTimes(rule)
}

// checkFilterTags refuses a filter that has a tag key twice.
func checkFilterTags(rule *node) error {
	seen := map[string]bool{}
	for _, tag := range rule.all("Filter/And/Tag") {
		if seen[tag.at("Key")] {
			return invalidRequest("Duplicate Tag Keys are not allowed.")
		}
		seen[tag.at("Key")] = true
	}
	return nil
}

func checkLifecycleTimes(rule *node) error {
	for _, of := range []struct{ path, days, action string }{
		{"Expiration", "Days", "Expiration"},
		{"NoncurrentVersionExpiration", "NoncurrentDays", "NoncurrentVersionExpiration"},
		{"AbortIncompleteMultipartUpload", "DaysAfterInitiation", "AbortIncompleteMultipartUpload"},
	} {
		for _, action := range rule.all(of.path) {
			if action.has(of.days) && action.number(of.days) <= 0 {
				return invalidArgument("'"+of.days+"' for "+of.action+" action must be a positive integer", of.days, action.at(of.days))
			}
		}
	}
	for _, date := range append(rule.all("Expiration/Date"), rule.all("Transition/Date")...) {
		t, _ := parseDate(date.text) // the grammar has looked
		if !t.Equal(t.Truncate(24 * time.Hour)) {
			return invalidArgument("'Date' must be at midnight GMT", "Date", date.text)
		}
	}
	for _, transition := range rule.all("Transition") {
		if transition.has("Days") == transition.has("Date") {
			return malformedXML()
		}
		if err := checkTransition(rule, transition); err != nil {
			return err
		}
	}
	return nil
}

// checkTransition compares a transition's days with what its class needs and
// with the rule's expiration.
func checkTransition(rule, transition *node) error {
	days, class := transition.number("Days"), transition.at("StorageClass")
	switch {
	case days < 0:
		return invalidArgument("'Days' for Transition action must be nonnegative", "Days", strconv.Itoa(days))
	case transition.has("Days") && days < 30 && (class == "STANDARD_IA" || class == "ONEZONE_IA"):
		return invalidArgument("'Days' in Transition action must be greater than or equal to 30 for storageClass '"+class+"'", "Days", strconv.Itoa(days))
	case transition.has("Days") && rule.has("Expiration/Days") && rule.number("Expiration/Days") <= days:
		return invalidArgument("'Days' in the Expiration action for filter '"+filterText(rule)+"' must be greater than 'Days' in the Transition action", "Days", rule.at("Expiration/Days"))
	}
	return nil
}

// filterText is how AWS's messages name the filter of a rule.
func filterText(rule *node) string {
	for _, path := range []string{"Prefix", "Filter/Prefix", "Filter/And/Prefix"} {
		if rule.has(path) {
			return "(prefix=" + rule.at(path) + ")"
		}
	}
	return "(prefix=)"
}
