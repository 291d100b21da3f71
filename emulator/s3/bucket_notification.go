package s3

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// bucketNotification is kept and given back; no event is sent
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html).
var bucketNotification = &document{
	name: "notification",
	grammar: grammarOf(`
NotificationConfiguration
	TopicConfiguration*
		Id?
		Topic
		Event+
		Filter?
			S3Key?
				FilterRule*
					Name
					Value
	QueueConfiguration*
		Id?
		Queue
		Event+
		Filter?
			S3Key?
				FilterRule*
					Name
					Value
	CloudFunctionConfiguration*
		Id?
		CloudFunction
		Event+
		Filter?
			S3Key?
				FilterRule*
					Name
					Value
	EventBridgeConfiguration?
`),
	check: checkNotification,
}

// destinations are the kinds of destination: the element that holds one, the
// one that names it, its service, and what AWS calls it.
var destinations = []struct{ configuration, element, service, noun string }{
	{"TopicConfiguration", "Topic", "sns", "topic"},
	{"QueueConfiguration", "Queue", "sqs", "queue"},
	{"CloudFunctionConfiguration", "CloudFunction", "lambda", "Lambda"},
}

// putBucketNotification takes an empty document for the end of notifications.
func (q *request) putBucketNotification() error {
	doc, err := bucketNotification.receive(q)
	if err != nil {
		return err
	}
	text := ""
	if len(doc.nodes) > 0 {
		text = doc.String()
	}
	if err := q.keep(bucketNotification.name, text); err != nil {
		return err
	}
	return q.ok()
}

// checkNotification also refuses every destination: S3 asks it whether it lets
// the bucket send, and this lab has no topic, queue or function that could say
// yes. x-amz-skip-destination-validation has S3 not ask.
func checkNotification(q *request, doc *node) error {
	var unknown *awsproto.Error
	for _, d := range destinations {
		for _, c := range doc.all(d.configuration) {
			if err := checkEvents(c); err != nil {
				return err
			}
			arn := c.at(d.element)
			if part := strings.Split(arn, ":"); len(part) < 6 || part[0] != "arn" || part[2] != d.service {
				return invalidArgument("The ARN could not be parsed", d.element, arn)
			}
			c.identify("Id")
			if unknown == nil {
				unknown = invalidArgument("Unable to validate the following destination configurations", arn, "The destination "+d.noun+" does not exist")
			}
		}
	}
	if unknown != nil && !strings.EqualFold(q.r.Header.Get("X-Amz-Skip-Destination-Validation"), "true") {
		return unknown
	}
	return nil
}

func checkEvents(c *node) error {
	for _, e := range c.all("Event") {
		if !slices.ContainsFunc(eventFamilies, func(family string) bool { return strings.HasPrefix(e.text, family) }) {
			return invalidArgument("The event '"+e.text+"' is not supported for notifications", "Event", e.text)
		}
	}
	seen := map[string]bool{}
	for _, rule := range c.all("Filter/S3Key/FilterRule") {
		name := strings.ToLower(rule.at("Name"))
		switch {
		case name != "prefix" && name != "suffix":
			return invalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", rule.at("Name"))
		case seen[name]:
			return invalidArgument("Cannot specify more than one "+name+" rule in a filter.", "FilterRule.Name", rule.at("Name"))
		case len(rule.at("Value")) > maxKey:
			return invalidArgument("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation", "FilterRule.Value", rule.at("Value"))
		}
		seen[name] = true
	}
	return nil
}

// eventFamilies begin the event types of
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html.
var eventFamilies = []string{
	"s3:ReducedRedundancyLostObject", "s3:ObjectCreated:", "s3:ObjectRemoved:", "s3:ObjectRestore:", "s3:Replication:",
	"s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put", "s3:LifecycleExpiration:", "s3:ObjectTagging:",
}
