package glue

import (
	"maps"
	"slices"
	"strings"
)

// merged are a run's arguments: those of the job, replaced by those of the run,
// replaced by those of the job that no run can change
// (https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html).
func merged(defaults, own, fixed map[string]string) map[string]string {
	out := map[string]string{}
	for _, some := range []map[string]string{defaults, own, fixed} {
		maps.Copy(out, some)
	}
	return out
}

// settings are those of Hadoop's file system for S3, such as
// fs.s3.useRequesterPaysHeader.
type settings map[string]string

// hadoop begins the names of Spark's settings that are Hadoop's.
const hadoop = "spark.hadoop."

// settingsOf are what a job's arguments set: the argument --conf as Spark reads
// it ("spark.hadoop.NAME=VALUE --conf spark.hadoop.NAME=VALUE"), and, for what a
// script sets itself with hadoopConfiguration().set(NAME, VALUE), an argument
// --NAME.
func settingsOf(arguments map[string]string) settings {
	out := settings{}
	for name, value := range arguments {
		if setting, ok := strings.CutPrefix(name, "--fs."); ok {
			out["fs."+setting] = value
		}
	}
	for conf := range strings.SplitSeq(arguments["--conf"], "--conf") {
		name, value, ok := strings.Cut(strings.TrimSpace(conf), "=")
		if setting, of := strings.CutPrefix(name, hadoop); ok && of {
			out[setting] = value
		}
	}
	return out
}

// paysRequests: requests say that the requester pays
// (https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-plan-input.html).
func (s settings) paysRequests() bool { return s["fs.s3.useRequesterPaysHeader"] == "true" }

// acls are the names of canned ACLs that EMRFS takes, as S3 has them
// (https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-s3-acls.html).
var acls = map[string]string{
	"Private": "private", "PublicRead": "public-read", "PublicReadWrite": "public-read-write",
	"AuthenticatedRead": "authenticated-read", "LogDeliveryWrite": "log-delivery-write",
	"BucketOwnerRead": "bucket-owner-read", "BucketOwnerFullControl": "bucket-owner-full-control",
}

// acl is the canned ACL that objects are written with; none when it is empty.
func (s settings) acl() string { return acls[s["fs.s3.canned.acl"]] }

// uris are the S3 URIs of an argument that has several.
func uris(list string) []string {
	var out []string
	for uri := range strings.SplitSeq(list, ",") {
		if uri = strings.TrimSpace(uri); uri != "" {
			out = append(out, uri)
		}
	}
	return out
}

// commandLine are the arguments that a script gets after its own name.
func (e *execution) commandLine() []string {
	line := []string{"--JOB_NAME", *e.job.Name, "--JOB_RUN_ID", *e.run.Id}
	for _, name := range slices.Sorted(maps.Keys(e.arguments)) {
		line = append(line, name, e.arguments[name])
	}
	return line
}
