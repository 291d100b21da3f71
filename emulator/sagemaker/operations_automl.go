package sagemaker

var automlOperations = map[string]operation{
	"CreateAutoMLJob":            decoded("CreateAutoMLJob", (*request).createAutoMLJob),
	"DescribeAutoMLJob":          decoded("DescribeAutoMLJob", (*request).describeAutoMLJob),
	"CreateAutoMLJobV2":          decoded("CreateAutoMLJobV2", (*request).createAutoMLJobV2),
	"DescribeAutoMLJobV2":        decoded("DescribeAutoMLJobV2", (*request).describeAutoMLJobV2),
	"ListAutoMLJobs":             decoded("ListAutoMLJobs", (*request).listAutoMLJobs),
	"StopAutoMLJob":              decoded("StopAutoMLJob", (*request).stopAutoMLJob),
	"ListCandidatesForAutoMLJob": decoded("ListCandidatesForAutoMLJob", (*request).listCandidates),
}
