// Everything that signs in the AWS SDK for Go, at its default settings.
//
//	clients URL accept|verify [HTTPS_URL], in a folder with keys.txt
package main

import "fmt"

// step runs one step and prints its line; the first that fails panics.
func step(name string, run func()) {
	run()
	fmt.Printf("%s: ok\n", name)
}

func main() {
	step("buckets", buckets)
	step("odd keys", objects)
	step("copies of odd keys", copies)
	step("listing", listing)
	step("an empty body", empty)
	step("a body from a file", file)
	step("a body from a stream", stream)
	step("a body in parts", inParts)
	step("the library's upload", library)
	step("presigned reads", reads)
	step("presigned overrides", overrides)
	step("presigned writes", writes)
	step("presigned parts", parts)
	step("expired URLs", expired)
	step("tampered URLs", tampered)
	step("headers that nobody signed", unsigned)
	step("forms", forms)
	step("forms over their limits", limits)
	step("expired forms", expiredForm)
	step("forms of strangers", strangersForm)
	step("strangers", strangers)
	step("a session", session)
	step("virtual-host style", virtual)
	step("SigV4A", everyRegion)
	if tls != "" {
		step("TLS", secure)
	}
	step("deletions", deletions)
}
