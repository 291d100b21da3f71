package world

// An Image is what runs when a job names a container image: one of the three,
// or nothing, which reads the job's input and writes an empty model.
type Image struct {
	// Command is a program of this machine and its arguments, run in Directory;
	// a lab that is served runs it only when it was started with leave to.
	Command   []string `yaml:"command,omitempty"`
	Directory string   `yaml:"directory,omitempty"`
	// Docker is an image that the container engine of this machine has.
	Docker string `yaml:"docker,omitempty"`
	// Program is run by the lab itself: lines such as
	// "put s3://bucket/key", "get s3://bucket/key", "list s3://bucket/prefix",
	// "print TEXT", "fail TEXT" and "exit 3".
	Program []string `yaml:"program,omitempty"`
}
