package s3_test

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// send makes an unsigned request; headers are pairs of name and value. It
// returns the answer with its body read, as text.
func (l *lab) send(method, target, body string, headers ...string) (*http.Response, string) {
	l.t.Helper()
	r := must(http.NewRequest(method, l.url+target, strings.NewReader(body)))(l.t)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res := must(http.DefaultClient.Do(r))(l.t)
	defer res.Body.Close()
	return res, string(must(io.ReadAll(res.Body))(l.t))
}

// refusalOf is an error body as "400 MalformedXML: message".
func refusalOf(res *http.Response, body string) string {
	if res.StatusCode < 300 {
		return ""
	}
	var e struct{ Code, Message string }
	_ = xml.Unmarshal([]byte(body), &e)
	return fmt.Sprintf("%d %s: %s", res.StatusCode, e.Code, e.Message)
}

func sumOf(body string) string {
	sum := md5.Sum([]byte(body))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// What is wrong with a document, in AWS's words; "" for what S3 takes.
func TestDocumentsAreChecked(t *testing.T) {
	const malformed = "400 MalformedXML: The XML you provided was not well-formed or did not validate against our published schema"
	rule := func(inside string) string {
		return "<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status>" + inside + "</Rule></LifecycleConfiguration>"
	}
	cors := func(inside string) string {
		return "<CORSConfiguration><CORSRule>" + inside + "</CORSRule></CORSConfiguration>"
	}
	routing := func(inside string) string {
		return "<WebsiteConfiguration><IndexDocument><Suffix>i.html</Suffix></IndexDocument><RoutingRules><RoutingRule>" + inside + "</RoutingRule></RoutingRules></WebsiteConfiguration>"
	}
	queue := func(inside string) string {
		return "<NotificationConfiguration><QueueConfiguration>" + inside + "</QueueConfiguration></NotificationConfiguration>"
	}
	logging := func(bucket string) string {
		return "<BucketLoggingStatus><LoggingEnabled><TargetBucket>" + bucket + "</TargetBucket><TargetPrefix/></LoggingEnabled></BucketLoggingStatus>"
	}
	days := "<Expiration><Days>3</Days></Expiration>"
	for _, c := range []struct{ target, body, want string }{
		{"cors", cors("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"), ""},
		{"cors", cors("<AllowedMethod>PATCH</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"), "400 InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is PATCH"},
		{"cors", cors("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>https://*.*</AllowedOrigin>"), `400 InvalidRequest: AllowedOrigin "https://*.*" can not have more than one wildcard.`},
		{"cors", cors("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin><ExposeHeader>x-*</ExposeHeader>"), `400 InvalidRequest: ExposeHeader "x-*" contains wildcard. We currently do not support wildcard for ExposeHeader.`},
		{"cors", cors("<AllowedMethod>GET</AllowedMethod>"), malformed},
		{"cors", cors("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin><Frobnicate/>"), malformed},
		{"cors", cors("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin><MaxAgeSeconds>soon</MaxAgeSeconds>"), malformed},
		{"cors", "<CORSConfiguration xmlns='urn:other'/>", malformed},
		{"cors", "<CORSConfiguration>", malformed},
		{"cors", "", malformed},
		{"lifecycle", rule("<Prefix>a</Prefix>" + days), ""},
		{"lifecycle", rule("<Filter><Prefix>a</Prefix></Filter>" + days), ""},
		{"lifecycle", rule("<Filter/>" + days), ""},
		{"lifecycle", rule(days), malformed},
		{"lifecycle", rule("<Prefix/><Filter/>" + days), malformed},
		{"lifecycle", strings.Replace(rule("<Filter/>"+days), "Enabled", "enabled", 1), malformed},
		{"lifecycle", rule("<Filter><Prefix>a</Prefix><Tag><Key>k</Key><Value/></Tag></Filter>" + days), malformed},
		{"lifecycle", rule("<Filter/>"), "400 InvalidRequest: At least one action needs to be specified in a rule"},
		{"lifecycle", rule("<Filter/><Expiration><Days>0</Days></Expiration>"), "400 InvalidArgument: 'Days' for Expiration action must be a positive integer"},
		{"lifecycle", rule("<Filter/><Expiration><Date>2026-01-01T01:00:00Z</Date></Expiration>"), "400 InvalidArgument: 'Date' must be at midnight GMT"},
		{"lifecycle", rule("<Filter/><Expiration><Date>2026-01-01</Date></Expiration>"), ""},
		{"lifecycle", rule("<Filter/><Transition><Days>3</Days><StorageClass>STANDARD_IA</StorageClass></Transition>"), "400 InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"},
		{"lifecycle", rule("<Filter/><Transition><Days>3</Days><StorageClass>GLACIER</StorageClass></Transition>" + days), "400 InvalidArgument: 'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the Transition action"},
		{"lifecycle", rule("<Filter/><Transition><Days>3</Days><StorageClass>ATTIC</StorageClass></Transition>"), malformed},
		{"lifecycle", rule("<Filter><And><Tag><Key>k</Key><Value/></Tag><Tag><Key>k</Key><Value/></Tag></And></Filter>" + days), "400 InvalidRequest: Duplicate Tag Keys are not allowed."},
		{"lifecycle", strings.Replace(rule("<Filter/>"+days), "</Rule>", "</Rule><Rule><ID>a</ID><Status>Enabled</Status><Filter/>"+days+"</Rule>", 1), "400 InvalidArgument: Rule ID must be unique. Found same ID for more than one rule"},
		{"website", "<WebsiteConfiguration><IndexDocument><Suffix>i.html</Suffix></IndexDocument></WebsiteConfiguration>", ""},
		{"website", "<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo></WebsiteConfiguration>", ""},
		{"website", "<WebsiteConfiguration/>", "400 InvalidArgument: A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"},
		{"website", "<WebsiteConfiguration><IndexDocument><Suffix>a/b</Suffix></IndexDocument></WebsiteConfiguration>", "400 InvalidArgument: The IndexDocument Suffix is not well formed"},
		{"website", routing("<Condition/><Redirect><HostName>h</HostName></Redirect>"), "400 InvalidRequest: Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present."},
		{"website", routing("<Redirect><ReplaceKeyWith>a</ReplaceKeyWith><ReplaceKeyPrefixWith>b</ReplaceKeyPrefixWith></Redirect>"), "400 InvalidRequest: You can only define ReplaceKeyPrefix or ReplaceKey but not both."},
		{"website", routing("<Redirect><Protocol>ftp</Protocol></Redirect>"), "400 InvalidRequest: Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically."},
		{"website", routing("<Redirect><HttpRedirectCode>200</HttpRedirectCode></Redirect>"), "400 InvalidRequest: The provided HTTP redirect code (200) is not valid. Valid codes are 3XX except 300."},
		{"logging", "<BucketLoggingStatus/>", ""},
		{"logging", logging("data"), ""},
		{"logging", logging("nowhere"), "400 InvalidTargetBucketForLogging: The target bucket for logging does not exist"},
		{"logging", logging("theirs"), "400 InvalidTargetBucketForLogging: The owner for the bucket to be logged and the target bucket must be the same."},
		{"logging", logging("far"), "403 CrossLocationLoggingProhibitted: Cross S3 location logging not allowed. "},
		{"notification", "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>", ""},
		{"notification", queue("<Queue>arn:aws:sqs:us-east-1:111122223333:q</Queue><Event>s3:ObjectCreated:*</Event>"), "400 InvalidArgument: Unable to validate the following destination configurations"},
		{"notification", queue("<Queue>arn:aws:sns:us-east-1:111122223333:q</Queue><Event>s3:ObjectCreated:*</Event>"), "400 InvalidArgument: The ARN could not be parsed"},
		{"notification", queue("<Queue>arn:aws:sqs:us-east-1:111122223333:q</Queue><Event>s3:Party</Event>"), "400 InvalidArgument: The event 's3:Party' is not supported for notifications"},
		{"replication", "<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>", malformed},
		{"replication", "<ReplicationConfiguration><Role>r</Role><Rule><Prefix/><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::vers</Bucket></Destination></Rule></ReplicationConfiguration>", "400 InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration"},
		{"accelerate", "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>", ""},
		{"accelerate", "<AccelerateConfiguration><Status>Faster</Status></AccelerateConfiguration>", malformed},
		{"analytics&id=a", "<AnalyticsConfiguration><Id>a</Id><StorageClassAnalysis/></AnalyticsConfiguration>", ""},
		{"analytics&id=b", "<AnalyticsConfiguration><Id>a</Id><StorageClassAnalysis/></AnalyticsConfiguration>", "400 IdMismatch: Document ID does not match the specified configuration ID."},
		{"analytics&id=a", "<AnalyticsConfiguration><Id>a</Id><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>data</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis></AnalyticsConfiguration>", "400 InvalidS3DestinationBucket: Invalid bucket ARN."},
		{"metrics&id=a", "<MetricsConfiguration><Id>a</Id><Filter/></MetricsConfiguration>", malformed},
		{"intelligent-tiering&id=a", "<IntelligentTieringConfiguration><Id>a</Id><Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>", ""},
		{"intelligent-tiering&id=a", "<IntelligentTieringConfiguration><Id>a</Id><Status>Enabled</Status><Tiering><Days>9</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>", malformed},
	} {
		w := openWorld()
		w.Accounts[owner].Buckets["far"] = &world.Bucket{Region: "eu-west-1"}
		w.Accounts[other].Buckets = map[string]*world.Bucket{"theirs": {}}
		l := start(t, w)
		before := l.digest()
		got := refusalOf(l.send("PUT", "/legacy?"+c.target, c.body, "Content-MD5", sumOf(c.body)))
		if got != c.want {
			t.Errorf("%s %s:\n got %s\nwant %s", c.target, c.body, got, c.want)
		}
		if c.want != "" && l.digest() != before {
			t.Errorf("%s: what was refused was kept", c.body)
		}
	}
}

func TestADocumentNeedsAChecksum(t *testing.T) {
	l := start(t, openWorld())
	body := "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>"
	if got := refusalOf(l.send("PUT", "/legacy?cors", body)); !strings.Contains(got, "Content-MD5") {
		t.Errorf("got %q", got)
	}
}

// What was put comes back, in AWS's order and with what S3 adds.
func TestDocumentsComeBack(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b := aws.String("vers")

	cors := &types.CORSConfiguration{CORSRules: []types.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}, AllowedHeaders: []string{"x-*"}, ExposeHeaders: []string{"ETag"}, ID: aws.String("one"), MaxAgeSeconds: aws.Int32(60)}}}
	wantCode(t, second(c.GetBucketCors(ctx, &awss3.GetBucketCorsInput{Bucket: b})), "404 NoSuchCORSConfiguration")
	must(c.PutBucketCors(ctx, &awss3.PutBucketCorsInput{Bucket: b, CORSConfiguration: cors}))(t)
	same(t, must(c.GetBucketCors(ctx, &awss3.GetBucketCorsInput{Bucket: b}))(t).CORSRules, cors.CORSRules)
	must(c.DeleteBucketCors(ctx, &awss3.DeleteBucketCorsInput{Bucket: b}))(t)
	wantCode(t, second(c.GetBucketCors(ctx, &awss3.GetBucketCorsInput{Bucket: b})), "404 NoSuchCORSConfiguration")

	lifecycle := []types.LifecycleRule{{Status: "Enabled", Filter: &types.LifecycleRuleFilter{And: &types.LifecycleRuleAndOperator{Prefix: aws.String("logs/"), Tags: []types.Tag{{Key: aws.String("a<b"), Value: aws.String("&")}}, ObjectSizeGreaterThan: aws.Int64(500)}},
		Transitions: []types.Transition{{Days: aws.Int32(30), StorageClass: "GLACIER"}}, NoncurrentVersionExpiration: &types.NoncurrentVersionExpiration{NoncurrentDays: aws.Int32(3), NewerNoncurrentVersions: aws.Int32(2)}}}
	wantCode(t, second(c.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: b})), "404 NoSuchLifecycleConfiguration")
	put := must(c.PutBucketLifecycleConfiguration(ctx, &awss3.PutBucketLifecycleConfigurationInput{Bucket: b, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: lifecycle}}))(t)
	got := must(c.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: b}))(t)
	if aws.ToString(got.Rules[0].ID) == "" || put.TransitionDefaultMinimumObjectSize != "all_storage_classes_128K" || got.TransitionDefaultMinimumObjectSize != "all_storage_classes_128K" {
		t.Errorf("id %q, sizes %q and %q", aws.ToString(got.Rules[0].ID), put.TransitionDefaultMinimumObjectSize, got.TransitionDefaultMinimumObjectSize)
	}
	lifecycle[0].ID = got.Rules[0].ID
	same(t, got.Rules, lifecycle)
	must(c.PutBucketLifecycleConfiguration(ctx, &awss3.PutBucketLifecycleConfigurationInput{Bucket: b, TransitionDefaultMinimumObjectSize: "varies_by_storage_class", LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: lifecycle}}))(t)
	if got := must(c.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: b}))(t); got.TransitionDefaultMinimumObjectSize != "varies_by_storage_class" {
		t.Errorf("size %q", got.TransitionDefaultMinimumObjectSize)
	}
	wantCode(t, second(c.PutBucketLifecycleConfiguration(ctx, &awss3.PutBucketLifecycleConfigurationInput{Bucket: b, TransitionDefaultMinimumObjectSize: "value", LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: lifecycle}})), "400 InvalidRequest")

	website := &types.WebsiteConfiguration{IndexDocument: &types.IndexDocument{Suffix: aws.String("i.html")}, RoutingRules: []types.RoutingRule{{Condition: &types.Condition{KeyPrefixEquals: aws.String("a/")}, Redirect: &types.Redirect{ReplaceKeyPrefixWith: aws.String("b/")}}}}
	wantCode(t, second(c.GetBucketWebsite(ctx, &awss3.GetBucketWebsiteInput{Bucket: b})), "404 NoSuchWebsiteConfiguration")
	must(c.PutBucketWebsite(ctx, &awss3.PutBucketWebsiteInput{Bucket: b, WebsiteConfiguration: website}))(t)
	site := must(c.GetBucketWebsite(ctx, &awss3.GetBucketWebsiteInput{Bucket: b}))(t)
	same(t, site.RoutingRules, website.RoutingRules)
	same(t, site.IndexDocument, website.IndexDocument)

	logging := &types.LoggingEnabled{TargetBucket: aws.String("data"), TargetPrefix: aws.String("log/"), TargetGrants: []types.TargetGrant{{Permission: "READ", Grantee: &types.Grantee{Type: "Group", URI: aws.String("http://acs.amazonaws.com/groups/s3/LogDelivery")}}}}
	if out := must(c.GetBucketLogging(ctx, &awss3.GetBucketLoggingInput{Bucket: b}))(t); out.LoggingEnabled != nil {
		t.Errorf("logging before: %+v", out.LoggingEnabled)
	}
	must(c.PutBucketLogging(ctx, &awss3.PutBucketLoggingInput{Bucket: b, BucketLoggingStatus: &types.BucketLoggingStatus{LoggingEnabled: logging}}))(t)
	same(t, must(c.GetBucketLogging(ctx, &awss3.GetBucketLoggingInput{Bucket: b}))(t).LoggingEnabled, logging)
	must(c.PutBucketLogging(ctx, &awss3.PutBucketLoggingInput{Bucket: b, BucketLoggingStatus: &types.BucketLoggingStatus{}}))(t)
	if out := must(c.GetBucketLogging(ctx, &awss3.GetBucketLoggingInput{Bucket: b}))(t); out.LoggingEnabled != nil {
		t.Errorf("logging after: %+v", out.LoggingEnabled)
	}

	queues := []types.QueueConfiguration{{QueueArn: aws.String("arn:aws:sqs:us-east-1:111122223333:q"), Events: []types.Event{"s3:ObjectCreated:*"}, Id: aws.String("q")}}
	must(c.PutBucketNotificationConfiguration(ctx, &awss3.PutBucketNotificationConfigurationInput{Bucket: b, SkipDestinationValidation: aws.Bool(true), NotificationConfiguration: &types.NotificationConfiguration{QueueConfigurations: queues}}))(t)
	same(t, must(c.GetBucketNotificationConfiguration(ctx, &awss3.GetBucketNotificationConfigurationInput{Bucket: b}))(t).QueueConfigurations, queues)

	if out := must(c.GetBucketAccelerateConfiguration(ctx, &awss3.GetBucketAccelerateConfigurationInput{Bucket: b}))(t); out.Status != "" {
		t.Errorf("accelerated before: %s", out.Status)
	}
	must(c.PutBucketAccelerateConfiguration(ctx, &awss3.PutBucketAccelerateConfigurationInput{Bucket: b, AccelerateConfiguration: &types.AccelerateConfiguration{Status: "Enabled"}}))(t)
	if out := must(c.GetBucketAccelerateConfiguration(ctx, &awss3.GetBucketAccelerateConfigurationInput{Bucket: b}))(t); out.Status != "Enabled" {
		t.Errorf("accelerated: %s", out.Status)
	}
}

func second[T any](_ T, err error) error { return err }

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".noSmithyDocumentSerde" }, cmp.Ignore())); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestManyDocumentsOfAKind(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b := aws.String("data")
	metrics := func(id string) *awss3.PutBucketMetricsConfigurationInput {
		return &awss3.PutBucketMetricsConfigurationInput{Bucket: b, Id: &id, MetricsConfiguration: &types.MetricsConfiguration{Id: &id, Filter: &types.MetricsFilterMemberPrefix{Value: id + "/"}}}
	}
	for i := range 101 {
		must(c.PutBucketMetricsConfiguration(ctx, metrics(fmt.Sprintf("m%03d", i))))(t)
	}
	page := must(c.ListBucketMetricsConfigurations(ctx, &awss3.ListBucketMetricsConfigurationsInput{Bucket: b}))(t)
	rest := must(c.ListBucketMetricsConfigurations(ctx, &awss3.ListBucketMetricsConfigurationsInput{Bucket: b, ContinuationToken: page.NextContinuationToken}))(t)
	if len(page.MetricsConfigurationList) != 100 || !aws.ToBool(page.IsTruncated) || len(rest.MetricsConfigurationList) != 1 || aws.ToBool(rest.IsTruncated) || *rest.MetricsConfigurationList[0].Id != "m100" {
		t.Errorf("%d of them, then %d", len(page.MetricsConfigurationList), len(rest.MetricsConfigurationList))
	}
	one := must(c.GetBucketMetricsConfiguration(ctx, &awss3.GetBucketMetricsConfigurationInput{Bucket: b, Id: aws.String("m007")}))(t)
	same(t, one.MetricsConfiguration, metrics("m007").MetricsConfiguration)
	must(c.DeleteBucketMetricsConfiguration(ctx, &awss3.DeleteBucketMetricsConfigurationInput{Bucket: b, Id: aws.String("m007")}))(t)
	wantCode(t, second(c.GetBucketMetricsConfiguration(ctx, &awss3.GetBucketMetricsConfigurationInput{Bucket: b, Id: aws.String("m007")})), "404 NoSuchConfiguration")
	wantCode(t, second(c.DeleteBucketMetricsConfiguration(ctx, &awss3.DeleteBucketMetricsConfigurationInput{Bucket: b, Id: aws.String("m007")})), "404 NoSuchConfiguration")

	inventory := &types.InventoryConfiguration{Id: aws.String("i"), IsEnabled: aws.Bool(true), IncludedObjectVersions: "All", Schedule: &types.InventorySchedule{Frequency: "Daily"}, OptionalFields: []types.InventoryOptionalField{"Size"},
		Destination: &types.InventoryDestination{S3BucketDestination: &types.InventoryS3BucketDestination{Bucket: aws.String("arn:aws:s3:::vers"), Format: "CSV", Encryption: &types.InventoryEncryption{SSES3: &types.SSES3{}}}}}
	must(c.PutBucketInventoryConfiguration(ctx, &awss3.PutBucketInventoryConfigurationInput{Bucket: b, Id: aws.String("i"), InventoryConfiguration: inventory}))(t)
	same(t, must(c.ListBucketInventoryConfigurations(ctx, &awss3.ListBucketInventoryConfigurationsInput{Bucket: b}))(t).InventoryConfigurationList, []types.InventoryConfiguration{*inventory})

	tiering := &types.IntelligentTieringConfiguration{Id: aws.String("t"), Status: "Enabled", Tierings: []types.Tiering{{Days: aws.Int32(180), AccessTier: "DEEP_ARCHIVE_ACCESS"}}}
	must(c.PutBucketIntelligentTieringConfiguration(ctx, &awss3.PutBucketIntelligentTieringConfigurationInput{Bucket: b, Id: aws.String("t"), IntelligentTieringConfiguration: tiering}))(t)
	same(t, must(c.ListBucketIntelligentTieringConfigurations(ctx, &awss3.ListBucketIntelligentTieringConfigurationsInput{Bucket: b}))(t).IntelligentTieringConfigurationList, []types.IntelligentTieringConfiguration{*tiering})

	analytics := &types.AnalyticsConfiguration{Id: aws.String("a"), StorageClassAnalysis: &types.StorageClassAnalysis{}}
	must(c.PutBucketAnalyticsConfiguration(ctx, &awss3.PutBucketAnalyticsConfigurationInput{Bucket: b, Id: aws.String("a"), AnalyticsConfiguration: analytics}))(t)
	same(t, must(c.GetBucketAnalyticsConfiguration(ctx, &awss3.GetBucketAnalyticsConfigurationInput{Bucket: b, Id: aws.String("a")}))(t).AnalyticsConfiguration, analytics)
	if list := must(c.ListBucketAnalyticsConfigurations(ctx, &awss3.ListBucketAnalyticsConfigurationsInput{Bucket: b}))(t); len(list.AnalyticsConfigurationList) != 1 {
		t.Errorf("%d analytics", len(list.AnalyticsConfigurationList))
	}
}
