package golden_test

import "strings"

var s3Policies = append([]provocation{
	refused("NoSuchBucketPolicy", "The bucket policy does not exist", s3("GET /data?policy")),
	refused("MalformedPolicy", "Conditions do not apply to combination of actions and resources in statement",
		s3("PUT /data?policy").with(strings.Replace(toOther("s3:GetObject", "arn:aws:s3:::data/*"), `"Effect"`, `"Condition":{"StringEquals":{"s3:prefix":"a"}},"Effect"`, 1))),
	refused("MalformedPolicy", "Invalid principal in policy", s3("PUT /data?policy").with(bucketPolicy(`{"AWS":"arn:aws:iam::`+owner+`:user/nobody"}`, "s3:GetObject", "arn:aws:s3:::data/*"))),
	refused("MalformedPolicy", "Policy has invalid action", s3("PUT /data?policy").with(toOther("s3:CreateBucket", "arn:aws:s3:::data"))),
	refused("MalformedPolicy", "Policy has invalid resource", s3("PUT /data?policy").with(toOther("s3:GetObject", "arn:aws:s3:::open/*"))),
	refused("MalformedPolicy", "Action does not apply to any resource(s) in statement", s3("PUT /data?policy").with(toOther("s3:GetObject", "arn:aws:s3:::data"))),
	refused("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'", s3("PUT /data?policy")),
	refused("MalformedPolicy", "Missing required field Statement", s3("PUT /data?policy").with("{}")),
}, wrongOwners("invalid", "0000", "0000000000020", "abcd", "aa000000000$")...)

// wrongOwners are refusals of what is no account id.
func wrongOwners(ids ...string) []provocation {
	var all []provocation
	for _, id := range ids {
		all = append(all, refused("InvalidBucketOwnerAWSAccountID", "The value of the expected bucket owner parameter must be an AWS Account ID... ["+id+"]",
			s3("GET /data?policy", "x-amz-expected-bucket-owner: "+id)))
	}
	return all
}

func toOther(action, resource string) string {
	return bucketPolicy(`{"AWS":"`+other+`"}`, action, resource)
}
