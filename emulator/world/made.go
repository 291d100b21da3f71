package world

import "strconv"

// Make counts one more thing that a request makes under a name, such as an ARN,
// and returns what its id follows from: the name and how many had it before. Ids
// then do not depend on requests that made something else, nor on those that
// made nothing: whichever client builds a world, and however often it looks at
// it meanwhile, the same things have the same ids. What is deleted and made again
// is another one.
func (a *Account) Make(name string) []string { return made(&a.Made, name) }

// made is Make on a count of any owner.
func made(count *map[string]int, name string) []string {
	if *count == nil {
		*count = map[string]int{}
	}
	(*count)[name]++
	return []string{"made", name, strconv.Itoa((*count)[name])}
}
