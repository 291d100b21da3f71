package golden_test

import "time"

var stsErrors = []provocation{
	refused("ExpiredToken", "The security token included in the request is expired", session(), sts("GetCallerIdentity").by("session").later(2*time.Hour)),
	refused("InvalidClientTokenId", "The security token included in the request is invalid.", sts("GetCallerIdentity").by("stranger")),
	refused("SignatureDoesNotMatch", "Credential should be scoped to a valid region. ", sts("GetCallerIdentity").in("nowhere-1")),
	refused("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", assume(job, "DurationSeconds", "43200")),
	refused("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", session(), assume(job, "DurationSeconds", "3601").by("session")),
	refused("ValidationError", "The source identity is already set for this assume role session", session("SourceIdentity", "me"), assume(job, "SourceIdentity", "you").by("session")),

	refused("InvalidParameterValue", "The specified transitive tag key must be included in the requested tags.", assume(job, "TransitiveTagKeys.member.1", "a")),
	refused("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
		assume(job, "Tags.member.1.Key", "a", "Tags.member.1.Value", "1", "Tags.member.2.Key", "A", "Tags.member.2.Value", "2")),
	refused("InvalidParameterValue", "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
		session("Tags.member.1.Key", "a", "Tags.member.1.Value", "1", "TransitiveTagKeys.member.1", "a"),
		assume(job, "Tags.member.1.Key", "a", "Tags.member.1.Value", "2").by("session")),
	notARole("nothing-valid-in-here"),
	notARole("arn::b:::something/test-role"),
	notARole("arn:a::::something/test-role"),
	notARole("arn:a:::something/test-role"),
	notARole("arn:a:a::aaaaaaaaaa:"),
	refused("ValidationError", `1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
		assume(job, "RoleSessionName", "Session1:2")),
}

func notARole(arn string) provocation {
	return refused("ValidationError", arn+" is invalid", assume(arn))
}
