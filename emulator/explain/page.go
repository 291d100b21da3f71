package explain

import "github.com/denylab/denylab/rego/authz"

// Page is the page of AWS's documentation that describes a layer.
func Page(layer authz.Layer) string { return pages[layer] }

var pages = map[authz.Layer]string{
	authz.ResourceControlPolicy: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
	authz.ServiceControlPolicy:  "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
	authz.VPCEndpointPolicy:     "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
	authz.ResourcePolicy:        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
	authz.IdentityPolicy:        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
	authz.PermissionsBoundary:   "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
	authz.SessionPolicy:         "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session",
	authz.KMSGrant:              "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
	authz.S3ACL:                 "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
	authz.S3BlockPublicAccess:   "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
	authz.S3ObjectOwnership:     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
	authz.S3RequesterPays:       "https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html",
	authz.S3AccessGrants:        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-grant.html",
}
