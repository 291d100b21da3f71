package explain

// What supplies each condition key, by the page that keyPage names.

// documented are the services whose keys the tables have in full.
var documented = map[string]bool{"aws": true, "s3": true, "kms": true, "sts": true, "iam": true}

// networkKeys are about the connection of the request that arrived.
var networkKeys = map[string]bool{
	"aws:sourcevpc": true, "aws:sourcevpcarn": true, "aws:sourcevpce": true, "aws:vpcsourceip": true,
	"aws:vpceaccount": true, "aws:vpceorgid": true, "aws:vpceorgpaths": true,
	"aws:sourceip": true, "aws:securetransport": true, "aws:referer": true,
}

const (
	anyRequest    = "every request"
	signedRequest = "a signed request"
	throughVPCE   = "a request through a VPC endpoint"
	withResource  = "an action on a resource"
	resourceOrg   = "an action on a resource whose account is in an organization"
	byService     = "a call that an AWS service makes by itself, for a resource of the customer's; calls by users and roles never have it"
	isService     = "a call by an AWS service itself"
	viaService    = "a call that a service makes for the caller, with the caller's permissions"
	fromMFA       = "temporary credentials, true if their session was made with MFA, and AssumeRole with SerialNumber and TokenCode; long-term keys alone never have it"
	fromInstance  = "the session of a role that an EC2 instance has by its instance profile"
	accessPoint   = "a request through an access point"
	grantRequest  = "the grant that kms:CreateGrant asks for"
	ofTheKey      = "an action on a KMS key"
	listQuery     = "the query parameter "
	inTheSession  = "the session of a role that was assumed for "
)

// families are keys that end with a name of the user's choice; %s is that name.
var families = map[string]string{
	"aws:PrincipalTag/":         "the tag %s on the role or user, or a session tag of that name",
	"aws:RequestTag/":           "the tag %s in the request that creates or tags something",
	"aws:ResourceTag/":          "the tag %s on the resource, for actions that support it",
	"s3:ExistingObjectTag/":     "the tag %s on the stored object",
	"s3:RequestObjectTag/":      "the tag %s in the request header x-amz-tagging, or in the body of PutObjectTagging",
	"s3:BucketTag/":             "the tag %s on the bucket, once attribute-based access control is enabled for it",
	"s3:AccessPointTag/":        "the tag %s on the access point that the request goes through",
	"kms:EncryptionContext:":    "the pair %s in the encryption context of the request; S3 sends aws:s3:arn",
	"kms:RecipientAttestation:": "the measurement %s in the attestation document of a Nitro enclave or NitroTPM",
	"iam:ResourceTag/":          "the tag %s on the user or role that the action is on",
	"sts:RequestContext/":       "the context %s in a context assertion passed as ProvidedContexts",
}

// supplies are the other keys, in lower case.
var supplies = map[string]string{
	"aws:principalarn":                signedRequest,
	"aws:principalaccount":            signedRequest,
	"aws:principaltype":               anyRequest,
	"aws:userid":                      anyRequest,
	"aws:username":                    "a call by an IAM user",
	"aws:principalorgid":              "an organization that the caller's account is in",
	"aws:principalorgpaths":           "an organization that the caller's account is in",
	"aws:principalorgmasteraccountid": "an organization that the caller's account is in",
	"aws:principalisawsservice":       signedRequest,
	"aws:principalservicename":        isService,
	"aws:principalservicenameslist":   isService,

	"aws:assumedroot":                  "a session of sts:AssumeRoot",
	"aws:federatedprovider":            "a session of AssumeRoleWithWebIdentity or AssumeRoleWithSAML",
	"aws:tokenissuetime":               "temporary credentials",
	"aws:multifactorauthpresent":       fromMFA,
	"aws:multifactorauthage":           "a session of GetSessionToken with MFA, and AssumeRole with SerialNumber and TokenCode",
	"aws:sourceidentity":               "a session of AssumeRole with SourceIdentity or of a token that claims one, or a session chained from it",
	"aws:chatbotsourcearn":             inTheSession + "a chat client",
	"aws:ec2instancesourcevpc":         fromInstance,
	"aws:ec2instancesourceprivateipv4": fromInstance,

	"aws:sourceip":     "a request that comes through no VPC endpoint",
	"aws:sourcevpc":    throughVPCE,
	"aws:sourcevpcarn": throughVPCE + ", to a service that supports the key",
	"aws:sourcevpce":   throughVPCE,
	"aws:vpcsourceip":  throughVPCE,
	"aws:vpceaccount":  throughVPCE + ", to a service that supports the key",
	"aws:vpceorgid":    throughVPCE + " of an account in an organization, to a service that supports the key",
	"aws:vpceorgpaths": throughVPCE + " of an account in an organization, to a service that supports the key",

	"aws:resourceaccount":  withResource,
	"aws:resourceorgid":    resourceOrg,
	"aws:resourceorgpaths": resourceOrg,

	"aws:calledvia":          viaService,
	"aws:calledviafirst":     viaService,
	"aws:calledvialast":      viaService,
	"aws:viaawsservice":      anyRequest,
	"aws:viaawsmcpservice":   "a call that an AWS MCP server makes for the caller",
	"aws:calledviaawsmcp":    "a call that an AWS MCP server makes for the caller",
	"aws:ismcpserviceaction": "an action of an AWS MCP server",
	"aws:currenttime":        anyRequest,
	"aws:epochtime":          anyRequest,
	"aws:securetransport":    "every request that a client sends itself",
	"aws:requestedregion":    anyRequest,
	"aws:useragent":          "the request header User-Agent",
	"aws:referer":            "the request header Referer",
	"aws:tagkeys":            "tags in the request that creates or tags something",
	"aws:sourcearn":          byService,
	"aws:sourceaccount":      byService,
	"aws:sourceorgid":        byService,
	"aws:sourceorgpaths":     byService,

	"s3:prefix":       listQuery + "prefix",
	"s3:delimiter":    listQuery + "delimiter",
	"s3:max-keys":     listQuery + "max-keys",
	"s3:versionid":    listQuery + "versionId, for actions on a version",
	"s3:x-amz-acl":    "the request header x-amz-acl",
	"s3:authtype":     signedRequest,
	"s3:signatureage": "a presigned request or a form upload; one signed in its Authorization header has no age",
	"s3:tlsversion":   "a request over TLS",

	"s3:x-amz-grant-read":                  "the request header x-amz-grant-read",
	"s3:x-amz-grant-write":                 "the request header x-amz-grant-write",
	"s3:x-amz-grant-read-acp":              "the request header x-amz-grant-read-acp",
	"s3:x-amz-grant-write-acp":             "the request header x-amz-grant-write-acp",
	"s3:x-amz-grant-full-control":          "the request header x-amz-grant-full-control",
	"s3:x-amz-copy-source":                 "the request header x-amz-copy-source: a copy",
	"s3:x-amz-metadata-directive":          "the request header x-amz-metadata-directive of a copy",
	"s3:x-amz-object-annotation-directive": "the request header x-amz-object-annotation-directive of a copy",
	"s3:x-amz-object-if-match":             "the request header x-amz-object-if-match",
	"s3:x-amz-storage-class":               "the request header x-amz-storage-class",
	"s3:x-amz-website-redirect-location":   "the request header x-amz-website-redirect-location",
	"s3:x-amz-object-ownership":            "the request header x-amz-object-ownership of CreateBucket",
	"s3:x-amz-bucket-namespace":            "the request header x-amz-bucket-namespace of CreateBucket",
	"s3:x-amz-content-sha256":              "a signed request, whose header x-amz-content-sha256 it is",

	"s3:x-amz-server-side-encryption":                    "the request header x-amz-server-side-encryption; a bucket's default encryption does not set it",
	"s3:x-amz-server-side-encryption-aws-kms-key-id":     "the request header x-amz-server-side-encryption-aws-kms-key-id; a bucket's default encryption does not set it",
	"s3:x-amz-server-side-encryption-customer-algorithm": "the request header x-amz-server-side-encryption-customer-algorithm",

	"s3:signatureversion":        signedRequest,
	"s3:resourceaccount":         withResource,
	"s3:if-match":                "the request header If-Match",
	"s3:if-none-match":           "the request header If-None-Match",
	"s3:objectcreationoperation": "a request that writes an object or a part of one",
	"s3:locationconstraint":      "LocationConstraint in the body of CreateBucket; in us-east-1 there is none",
	"s3:requestobjecttagkeys":    "tags in the request header x-amz-tagging, or in the body of PutObjectTagging",
	"s3:annotation-prefix":       listQuery + "of the annotations' prefix",
	"s3:max-annotation-results":  listQuery + "of the number of annotations",

	"s3:object-lock-mode":                     "the request header x-amz-object-lock-mode, or Mode in the body of PutObjectRetention",
	"s3:object-lock-retain-until-date":        "the request header x-amz-object-lock-retain-until-date, or RetainUntilDate in the body of PutObjectRetention",
	"s3:object-lock-remaining-retention-days": "a retain-until date in the request, from which it is counted",
	"s3:object-lock-legal-hold":               "the request header x-amz-object-lock-legal-hold, or Status in the body of PutObjectLegalHold",
	"s3:object-lock-event-hold":               "an event hold in the request",
	"s3:object-lock-event-hold-duration-days": "an event hold in the request",

	"s3:dataaccesspointarn":                accessPoint,
	"s3:dataaccesspointaccount":            accessPoint,
	"s3:accesspointnetworkorigin":          accessPoint,
	"s3:accessgrantsinstancearn":           "credentials that S3 Access Grants handed out",
	"s3:accessgrantscope":                  "credentials that S3 Access Grants handed out",
	"s3:accessgrantslocationscope":         "credentials that S3 Access Grants handed out",
	"s3:existingjoboperation":              "an action on a Batch Operations job",
	"s3:existingjobpriority":               "an action on a Batch Operations job",
	"s3:requestjoboperation":               "the Batch Operations job in the request",
	"s3:requestjobpriority":                "the Batch Operations job in the request",
	"s3:jobsuspendedcause":                 "an action on a suspended Batch Operations job",
	"s3:inventoryaccessibleoptionalfields": "optional fields in the body of PutInventoryConfiguration",
	"s3:deliverysourcearn":                 "the log delivery in the request",
	"s3:logtype":                           "the log delivery in the request",
	"s3:resourcearnbeingauthorized":        "the log delivery in the request",
	"s3:destinationregion":                 "the replication in the request",
	"s3:isreplicationpauserequest":         "the replication in the request",

	"kms:viaservice":             viaService,
	"kms:calleraccount":          ofTheKey,
	"kms:encryptioncontextkeys":  "an encryption context in the request; S3 sends aws:s3:arn",
	"kms:encryptionalgorithm":    "an action that encrypts or decrypts",
	"kms:signingalgorithm":       "the request of Sign or Verify",
	"kms:messagetype":            "the request of Sign or Verify",
	"kms:macalgorithm":           "the request of GenerateMac or VerifyMac",
	"kms:keyagreementalgorithm":  "the request of DeriveSharedSecret",
	"kms:datakeypairspec":        "the request of GenerateDataKeyPair",
	"kms:reencryptonsamekey":     "a ReEncrypt",
	"kms:requestalias":           "a request that names the key by an alias",
	"kms:resourcealiases":        "an alias of the key",
	"kms:keyspec":                ofTheKey,
	"kms:keyusage":               ofTheKey,
	"kms:keyorigin":              ofTheKey,
	"kms:customermasterkeyspec":  ofTheKey,
	"kms:customermasterkeyusage": ofTheKey,
	"kms:multiregion":            ofTheKey,
	"kms:multiregionkeytype":     ofTheKey,
	"kms:primaryregion":          "the request of UpdatePrimaryRegion",
	"kms:replicaregion":          "the request of ReplicateKey",
	"kms:rotationperiodindays":   "the request of EnableKeyRotation",

	"kms:grantisforawsresource":                  grantRequest + ", or an existing grant; true when a service asks for the caller",
	"kms:grantoperations":                        grantRequest,
	"kms:grantconstrainttype":                    grantRequest + ", if it has constraints",
	"kms:grantconstraintsourcearn":               grantRequest + ", if it has that constraint",
	"kms:granteeprincipal":                       grantRequest,
	"kms:granteeserviceprincipal":                grantRequest + ", if a service is the grantee",
	"kms:retiringprincipal":                      grantRequest + ", if it names one",
	"kms:retiringserviceprincipal":               grantRequest + ", if a service is named",
	"kms:bypasspolicylockoutsafetycheck":         "the request of CreateKey or PutKeyPolicy",
	"kms:expirationmodel":                        "the request of ImportKeyMaterial",
	"kms:validto":                                "the request of ImportKeyMaterial",
	"kms:wrappingalgorithm":                      "the request of GetParametersForImport",
	"kms:wrappingkeyspec":                        "the request of GetParametersForImport",
	"kms:schedulekeydeletionpendingwindowindays": "the request of ScheduleKeyDeletion",
	"kms:trailingdayswithoutkeyusage":            "an action that disables or deletes the key",

	"sts:externalid":              "ExternalId in the request of AssumeRole",
	"sts:rolesessionname":         "RoleSessionName in the request of AssumeRole",
	"sts:sourceidentity":          "SourceIdentity in the request of AssumeRole, or of the session that calls",
	"sts:transitivetagkeys":       "TransitiveTagKeys in the request of AssumeRole, or transitive tags of the session that calls",
	"sts:durationseconds":         "DurationSeconds in the request",
	"sts:requestcontextproviders": "ProvidedContexts in the request",
	"sts:awsservicename":          "the request of GetServiceBearerToken",
	"sts:identitytokenaudience":   "the request of GetWebIdentityToken",
	"sts:signingalgorithm":        "the request of GetWebIdentityToken",
	"sts:roleauthorizedbyidp":     "a token whose claims list the role",
	"sts:taskpolicyarn":           "the request of AssumeRoot",

	"iam:passedtoservice":                      "a request that passes the role to a service",
	"iam:associatedresourcearn":                "a request that passes the role to a service, for a resource that the service names",
	"iam:permissionsboundary":                  "a permissions boundary in the request, or on the user or role that the action is on",
	"iam:policyarn":                            "the managed policy in the request",
	"iam:awsservicename":                       "the service in the request of CreateServiceLinkedRole",
	"iam:organizationspolicyid":                "the policy in the request",
	"iam:registersecuritykey":                  "the MFA device in the request",
	"iam:servicespecificcredentialagedays":     "the request of CreateServiceSpecificCredential",
	"iam:servicespecificcredentialservicename": "the request of CreateServiceSpecificCredential",
	"iam:fido-fips-140-2-certification":        "the MFA device in the request",
	"iam:fido-fips-140-3-certification":        "the MFA device in the request",
	"iam:fido-certification":                   "the MFA device in the request",
	"iam:accountpropertynamespaces":            "the account properties in the request",
	"iam:delegationduration":                   "the delegation in the request",
	"iam:delegationrequestowner":               "the delegation request that the action is on",
	"iam:notificationchannel":                  "the delegation in the request",
	"iam:roletemplatearn":                      "the template in the request",
	"iam:templatearn":                          "the template in the request",
}
