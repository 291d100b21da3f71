package job

import (
	"slices"
	"strings"
)

// loaded are the settings, and the beginnings of settings, by which shells,
// interpreters and loaders run or load what somebody names: "BASH_ENV" is a
// command. A lab runs what its image map names and nothing else.
var (
	loaded = []string{
		"BASH_ENV", "ENV", "PATH", "HOME", "IFS", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "CDPATH", "GLOBIGNORE", "SHELL",
		"GCONV_PATH", "LOCPATH", "NLSPATH", "CLASSPATH", "JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
		"PAGER", "EDITOR", "VISUAL", "BROWSER", "R_HOME", "R_LIBS", "R_PROFILE", "R_PROFILE_USER", "R_ENVIRON", "R_ENVIRON_USER",
		"GEM_HOME", "GEM_PATH", "BUNDLE_GEMFILE", "PHPRC", "PHP_INI_SCAN_DIR",
	}
	loadedBegin = []string{
		"AWS_", "LD_", "DYLD_", "GLIBC_", "BASH_FUNC_", "PYTHON", "PERL", "RUBY", "NODE_", "npm_", "NPM_",
		"LUA_", "JULIA_", "GIT_", "CONDA_", "DENO_", "DOTNET_", "CORECLR_", "COR_", "OPENSSL_",
	}
	// exempt of these are settings that load nothing.
	exempt = []string{"PYTHONHASHSEED", "PYTHONUNBUFFERED", "PYTHONIOENCODING"}
)

// harmless are the settings of a request that a program of this machine is
// given; of the others the job's notes tell.
func (r *Run) harmless(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		begins := func(with string) bool { return strings.HasPrefix(name, with) }
		if slices.Contains(exempt, name) || !slices.Contains(loaded, name) && !slices.ContainsFunc(loadedBegin, begins) {
			return false
		}
		r.Hide("the program was not given " + name + ", which would say what else runs here; a container image is given it")
		return true
	})
}
