package s3control

// grantsOperations are those of S3 Access Grants
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html).
var grantsOperations = []operation{
	{"CreateAccessGrantsInstance", "POST", "accessgrantsinstance", "s3:CreateAccessGrantsInstance", (*request).createGrantsInstance},
	{"GetAccessGrantsInstance", "GET", "accessgrantsinstance", "s3:GetAccessGrantsInstance", (*request).getGrantsInstance},
	{"DeleteAccessGrantsInstance", "DELETE", "accessgrantsinstance", "s3:DeleteAccessGrantsInstance", (*request).deleteGrantsInstance},
	{"ListAccessGrantsInstances", "GET", "accessgrantsinstances", "s3:ListAccessGrantsInstances", (*request).listGrantsInstances},
	{"GetAccessGrantsInstanceForPrefix", "GET", "accessgrantsinstance/prefix", "s3:GetAccessGrantsInstanceForPrefix", (*request).getGrantsInstanceForPrefix},
	{"AssociateAccessGrantsIdentityCenter", "POST", "accessgrantsinstance/identitycenter", "s3:AssociateAccessGrantsIdentityCenter", (*request).associateIdentityCenter},
	{"DissociateAccessGrantsIdentityCenter", "DELETE", "accessgrantsinstance/identitycenter", "s3:DissociateAccessGrantsIdentityCenter", (*request).dissociateIdentityCenter},

	{"PutAccessGrantsInstanceResourcePolicy", "PUT", "accessgrantsinstance/resourcepolicy", "s3:PutAccessGrantsInstanceResourcePolicy", (*request).putGrantsPolicy},
	{"GetAccessGrantsInstanceResourcePolicy", "GET", "accessgrantsinstance/resourcepolicy", "s3:GetAccessGrantsInstanceResourcePolicy", (*request).getGrantsPolicy},
	{"DeleteAccessGrantsInstanceResourcePolicy", "DELETE", "accessgrantsinstance/resourcepolicy", "s3:DeleteAccessGrantsInstanceResourcePolicy", (*request).deleteGrantsPolicy},

	{"CreateAccessGrantsLocation", "POST", "accessgrantsinstance/location", "s3:CreateAccessGrantsLocation", (*request).createGrantsLocation},
	{"ListAccessGrantsLocations", "GET", "accessgrantsinstance/locations", "s3:ListAccessGrantsLocations", (*request).listGrantsLocations},
	{"GetAccessGrantsLocation", "GET", "accessgrantsinstance/location/{}", "s3:GetAccessGrantsLocation", (*request).getGrantsLocation},
	{"UpdateAccessGrantsLocation", "PUT", "accessgrantsinstance/location/{}", "s3:UpdateAccessGrantsLocation", (*request).updateGrantsLocation},
	{"DeleteAccessGrantsLocation", "DELETE", "accessgrantsinstance/location/{}", "s3:DeleteAccessGrantsLocation", (*request).deleteGrantsLocation},

	{"CreateAccessGrant", "POST", "accessgrantsinstance/grant", "s3:CreateAccessGrant", (*request).createGrant},
	{"ListAccessGrants", "GET", "accessgrantsinstance/grants", "s3:ListAccessGrants", (*request).listGrants},
	{"ListCallerAccessGrants", "GET", "accessgrantsinstance/caller/grants", "s3:ListCallerAccessGrants", (*request).listCallerGrants},
	{"GetAccessGrant", "GET", "accessgrantsinstance/grant/{}", "s3:GetAccessGrant", (*request).getGrant},
	{"DeleteAccessGrant", "DELETE", "accessgrantsinstance/grant/{}", "s3:DeleteAccessGrant", (*request).deleteGrant},

	{"GetDataAccess", "GET", "accessgrantsinstance/dataaccess", "s3:GetDataAccess", (*request).getDataAccess},
}
