package main

import (
	"bufio"
	_ "crypto/sha256" // go-digest knows an algorithm only when its hash is linked in,
	_ "crypto/sha512" // and both are in every kubelet and runtime
	"encoding/json"
	"io"
	"log"

	old "example.org/reference-v0.5.0"
	"github.com/distribution/reference"
)

// referenceVector is one input and what the packages made of it.
type referenceVector struct {
	Text string `json:"text"`

	Error  string `json:"error,omitempty"`  // of ParseNormalizedNamed
	Domain string `json:"domain,omitempty"` // absent for the host names that only parse as a path
	Path   string `json:"path,omitempty"`
	Tag    string `json:"tag,omitempty"`
	Digest string `json:"digest,omitempty"`
	String string `json:"string,omitempty"`

	Familiar string `json:"familiar,omitempty"` // FamiliarName
	Docker   string `json:"docker,omitempty"`   // ParseDockerRef: what containerd asks for

	// OldError is what v0.5.0 said where it was not the same: its error, or "accepted".
	OldError string `json:"oldError,omitempty"`
}

func outcome(text string) referenceVector {
	v := referenceVector{Text: text}
	named, err := reference.ParseNormalizedNamed(text)
	if err != nil {
		v.Error = err.Error()
	} else {
		describe(&v, named)
	}
	if said := oldError(text); said != v.Error {
		v.OldError = said
		if said == "" {
			v.OldError = "accepted"
		}
	}
	return v
}

func describe(v *referenceVector, named reference.Named) {
	v.Domain = reference.Domain(named)
	v.Path = reference.Path(named)
	if tagged, ok := named.(reference.Tagged); ok {
		v.Tag = tagged.Tag()
	}
	if digested, ok := named.(reference.Digested); ok {
		v.Digest = digested.Digest().String()
	}
	v.String = named.String()
	v.Familiar = reference.FamiliarName(named)
	docker, err := reference.ParseDockerRef(v.Text)
	if err != nil {
		log.Fatalf("%q: ParseNormalizedNamed accepts and ParseDockerRef does not: %v", v.Text, err)
	}
	v.Docker = docker.String()
}

func oldError(text string) string {
	if _, err := old.ParseNormalizedNamed(text); err != nil {
		return err.Error()
	}
	return ""
}

// readLines answers one JSON string a line with one vector a line: for comparing on more inputs than
// are worth committing.
func readLines(in io.Reader, out io.Writer) {
	lines := bufio.NewReaderSize(in, 1<<20)
	answers := bufio.NewWriter(out)
	defer answers.Flush()
	for {
		text, err := lines.ReadBytes('\n')
		if len(text) > 0 {
			var input string
			if err := json.Unmarshal(text, &input); err != nil {
				log.Fatal(err)
			}
			answers.Write(append(line(outcome(input)), '\n'))
		}
		if err != nil {
			return
		}
	}
}
