package sagemaker

var studioOperations = map[string]operation{
	"CreateDomain":        decoded("CreateDomain", (*request).createDomain),
	"DescribeDomain":      decoded("DescribeDomain", (*request).describeDomain),
	"ListDomains":         decoded("ListDomains", (*request).listDomains),
	"UpdateDomain":        decoded("UpdateDomain", (*request).updateDomain),
	"DeleteDomain":        decoded("DeleteDomain", (*request).deleteDomain),
	"CreateUserProfile":   decoded("CreateUserProfile", (*request).createUserProfile),
	"DescribeUserProfile": decoded("DescribeUserProfile", (*request).describeUserProfile),
	"ListUserProfiles":    decoded("ListUserProfiles", (*request).listUserProfiles),
	"UpdateUserProfile":   decoded("UpdateUserProfile", (*request).updateUserProfile),
	"DeleteUserProfile":   decoded("DeleteUserProfile", (*request).deleteUserProfile),
	"CreateSpace":         decoded("CreateSpace", (*request).createSpace),
	"DescribeSpace":       decoded("DescribeSpace", (*request).describeSpace),
	"ListSpaces":          decoded("ListSpaces", (*request).listSpaces),
	"UpdateSpace":         decoded("UpdateSpace", (*request).updateSpace),
	"DeleteSpace":         decoded("DeleteSpace", (*request).deleteSpace),
	"CreateApp":           decoded("CreateApp", (*request).createApp),
	"DescribeApp":         decoded("DescribeApp", (*request).describeApp),
	"ListApps":            decoded("ListApps", (*request).listApps),
	"DeleteApp":           decoded("DeleteApp", (*request).deleteApp),
}

var imageOperations = map[string]operation{
	"CreateImage":          decoded("CreateImage", (*request).createImage),
	"DescribeImage":        decoded("DescribeImage", (*request).describeImage),
	"ListImages":           decoded("ListImages", (*request).listImages),
	"UpdateImage":          decoded("UpdateImage", (*request).updateImage),
	"DeleteImage":          decoded("DeleteImage", (*request).deleteImage),
	"CreateImageVersion":   decoded("CreateImageVersion", (*request).createImageVersion),
	"DescribeImageVersion": decoded("DescribeImageVersion", (*request).describeImageVersion),
	"ListImageVersions":    decoded("ListImageVersions", (*request).listImageVersions),
	"DeleteImageVersion":   decoded("DeleteImageVersion", (*request).deleteImageVersion),
}
