# Access points. A request through one is two calls, each of which the whole
# chain is asked about: one on the access point's ARN, with the access point's
# policy, one on the bucket's, with the bucket's policy. Both have to be allowed
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html).
# A bucket policy that allows everybody on s3:DataAccessPointAccount leaves the
# second call to the first.
#
# What an access point refuses without a policy is here: with a VPC as its
# network origin, every request that does not come from there
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html).
package denylab.s3_access_point

# confined: the call is on an access point that admits one VPC only.
default confined := false

confined if input.s3.access_point_vpc != ""

# elsewhere: it is, and the request does not come from that VPC.
default elsewhere := false

elsewhere if {
	confined
	input.s3.source_vpc != input.s3.access_point_vpc
}
