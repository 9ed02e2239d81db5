package main

import (
	"bytes"
	"log"
	"runtime"

	"github.com/containerd/platforms"
	"github.com/opencontainers/go-digest"
	specs "github.com/opencontainers/image-spec/specs-go/v1"
	"go.podman.io/image/v5/manifest"
	"go.podman.io/image/v5/types"
)

type platform struct {
	OS           string   `json:"os"`
	Architecture string   `json:"architecture"`
	Variant      string   `json:"variant,omitempty"`
	OSVersion    string   `json:"osVersion,omitempty"`
	OSFeatures   []string `json:"osFeatures,omitempty"`
}

func describePlatform(p specs.Platform) *platform {
	return &platform{OS: p.OS, Architecture: p.Architecture, Variant: p.Variant, OSVersion: p.OSVersion, OSFeatures: p.OSFeatures}
}

func (p platform) spec() specs.Platform {
	return specs.Platform{OS: p.OS, Architecture: p.Architecture, Variant: p.Variant, OSVersion: p.OSVersion, OSFeatures: p.OSFeatures}
}

type parseVector struct {
	Text       string    `json:"text"`
	Error      string    `json:"error,omitempty"`
	Parsed     *platform `json:"parsed,omitempty"`
	Normalized *platform `json:"normalized,omitempty"`
	Formatted  string    `json:"formatted,omitempty"` // FormatAll of the parsed one
}

// A matchVector gives the candidates a node takes by their index in the list of candidates.
type matchVector struct {
	Node  platform `json:"node"`
	Takes []int    `json:"takes"`
}

// platformVectors depend on the machine only through what an absent part defaults to, so there is one
// machine to make them on.
func platformVectors() []byte {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		log.Fatal("absent parts of a platform are filled from the machine: run this on linux/amd64")
	}
	var parsed []parseVector
	for _, text := range specifiers() {
		parsed = append(parsed, parsePlatform(text))
	}
	var containerd, containersImage []matchVector
	for _, node := range nodes() {
		containerd = append(containerd, matchVector{node, takes(node, containerdTakes)})
		containersImage = append(containersImage, matchVector{node, takes(node, containersImageTakes)})
	}
	var out bytes.Buffer
	for _, part := range []struct {
		name string
		json []byte
	}{
		{"{\n\"parse\": ", list(parsed)},
		{",\n\"candidates\": ", list(candidates())},
		{",\n\"containerd\": ", list(containerd)},
		{",\n\"containersImage\": ", list(containersImage)},
	} {
		out.WriteString(part.name)
		out.Write(bytes.TrimRight(part.json, "\n"))
	}
	out.WriteString("\n}\n")
	return out.Bytes()
}

func parsePlatform(text string) parseVector {
	v := parseVector{Text: text}
	p, err := platforms.Parse(text)
	if err != nil {
		v.Error = err.Error()
		return v
	}
	v.Parsed = describePlatform(p)
	v.Normalized = describePlatform(platforms.Normalize(p))
	v.Formatted = platforms.FormatAll(p)
	return v
}

func takes(node platform, rule func(node, candidate platform) bool) []int {
	taken := []int{}
	for i, candidate := range candidates() {
		if rule(node, candidate) {
			taken = append(taken, i)
		}
	}
	return taken
}

func containerdTakes(node, candidate platform) bool {
	return platforms.Only(node.spec()).Match(candidate.spec())
}

// containersImageTakes asks for an index that holds the candidate alone.
func containersImageTakes(node, candidate platform) bool {
	entry := candidate.spec()
	index := manifest.OCI1IndexFromComponents([]specs.Descriptor{{
		MediaType: specs.MediaTypeImageManifest,
		Digest:    digest.FromString("the one entry"),
		Platform:  &entry,
	}}, nil)
	_, err := index.ChooseInstance(&types.SystemContext{
		OSChoice: node.OS, ArchitectureChoice: node.Architecture, VariantChoice: node.Variant,
	})
	return err == nil
}

func nodes() []platform {
	out := []platform{}
	for _, a := range [][2]string{
		{"amd64", ""}, {"amd64", "v1"}, {"amd64", "v2"}, {"amd64", "v3"}, {"amd64", "v4"}, {"x86_64", ""}, {"386", ""},
		{"arm64", ""}, {"arm64", "v8"}, {"arm64", "v8.2"}, {"arm64", "v9"}, {"arm64", "v9.2"}, {"arm64", "v9.7"}, {"arm64", "v9.8"}, {"arm64", "v10"}, {"aarch64", ""},
		{"arm", ""}, {"arm", "v5"}, {"arm", "v6"}, {"arm", "v7"}, {"arm", "v8"}, {"arm", "7"}, {"arm", "x"}, {"armhf", ""}, {"armel", ""},
		{"ppc64le", ""}, {"ppc64le", "power9"}, {"s390x", ""}, {"riscv64", ""}, {"riscv64", "rva23u64"}, {"amd64", "vx"}, {"amd64", "3"}, {"loong64", ""},
	} {
		out = append(out, platform{OS: "linux", Architecture: a[0], Variant: a[1]})
	}
	for _, version := range []string{"", "10.0.14393", "10.0.17763.5329", "10.0.20348.2227", "10.0.22621", "10.0.25398.1", "10.0.26100.2894", "10.0.26200.0", "6.3.9600", "10.0", "0.0.0", "ten.0.1", "10.0.99999"} {
		out = append(out, platform{OS: "windows", Architecture: "amd64", OSVersion: version})
	}
	return append(out,
		platform{OS: "linux", Architecture: "amd64", OSFeatures: []string{"b", "a"}},
		platform{OS: "windows", Architecture: "amd64", OSVersion: "10.0.20348.1", OSFeatures: []string{"win32k"}},
		platform{OS: "darwin", Architecture: "arm64"}, platform{OS: "freebsd", Architecture: "amd64"},
	)
}

func candidates() []platform {
	out := nodes()
	for _, minor := range []string{"v8.0", "v8.1", "v8.4", "v8.5", "v8.6", "v8.7", "v8.9", "v9.0", "v9.1", "v9.3", "8", "9", "9.0"} {
		out = append(out, platform{OS: "linux", Architecture: "arm64", Variant: minor})
	}
	for _, level := range []string{"v0", "v02", "V2", "v5", "2"} {
		out = append(out, platform{OS: "linux", Architecture: "amd64", Variant: level})
	}
	for _, variant := range []string{"v4", "v9", "5", "6", "8", "V7"} {
		out = append(out, platform{OS: "linux", Architecture: "arm", Variant: variant})
	}
	return append(out,
		platform{OS: "unknown", Architecture: "unknown"},
		platform{OS: "", Architecture: "amd64"}, platform{OS: "linux", Architecture: ""}, platform{},
		platform{OS: "Linux", Architecture: "AMD64"}, platform{OS: "linux", Architecture: "x86-64"}, platform{OS: "linux", Architecture: "i386"},
		platform{OS: "macos", Architecture: "arm64"}, platform{OS: "linux", Architecture: "amd64", OSVersion: "5.10"},
		platform{OS: "linux", Architecture: "amd64", OSFeatures: []string{"a"}}, platform{OS: "linux", Architecture: "amd64", OSFeatures: []string{"b", "a", "a"}},
		platform{OS: "linux", Architecture: "amd64", OSFeatures: []string{"a", "c"}},
		platform{OS: "windows", Architecture: "386"}, platform{OS: "windows", Architecture: "arm64"},
		platform{OS: "windows", Architecture: "amd64", OSVersion: "10.0.20348"}, platform{OS: "windows", Architecture: "amd64", OSVersion: "10.1.20348"}, platform{OS: "windows", Architecture: "amd64", OSVersion: "11.0.20348"},
		platform{OS: "windows", Architecture: "amd64", OSVersion: "10.0.20348.2227", OSFeatures: []string{"win32k"}}, platform{OS: "windows", Architecture: "amd64", OSVersion: "10.0.20348.2227", OSFeatures: []string{"win32k", "other"}},
	)
}

func specifiers() []string {
	return []string{
		"linux/amd64", "linux/arm64", "linux/arm64/v8", "linux/arm64/v8.0", "linux/arm64/8", "linux/arm64/v9", "linux/arm64/9", "linux/arm64/9.0", "linux/arm64/v9.0", "linux/arm64/v8.2",
		"linux/arm", "linux/arm/v5", "linux/arm/v6", "linux/arm/v7", "linux/arm/v8", "linux/arm/5", "linux/arm/6", "linux/arm/7", "linux/arm/8", "linux/arm/v9", "linux/arm/x",
		"linux/armhf", "linux/armel", "linux/armhf/v5", "linux/armel/v7", "linux/aarch64", "linux/aarch64/v8", "linux/x86_64", "linux/x86-64", "linux/X86_64", "linux/i386", "linux/i386/v2", "linux/386",
		"linux/amd64/v1", "linux/amd64/v2", "linux/amd64/V3", "linux/AMD64", "Linux/Arm64/V8", "linux/ppc64le", "linux/s390x", "linux/riscv64", "linux/mips64le", "linux/loong64", "linux/unheard-of", "linux/unheard.of/v_1",
		"macos/arm64", "MacOS/x86_64", "darwin/arm64", "windows/amd64", "freebsd/amd64", "unknown/unknown", "plan10/amd64",
		"linux", "Linux", "windows", "macos", "freebsd", "amd64", "AMD64", "arm64", "aarch64", "arm", "armhf", "armel", "x86_64", "x86-64", "i386", "386", "s390x", "riscv64", "wasm", "unknown", "armv7", "arm64v8", "linux-amd64",
		"windows(10.0.17763)/amd64", "windows(10.0.17763+win32k)/amd64", "windows(10.0.17763+b+a)/amd64", "windows(+win32k)/amd64", "windows()/amd64", "linux(+a+b)/amd64/v2", "linux(5.10)", "windows(10.0.17763)", "windows(10.0%2B1)/amd64", "windows(10.0%2b1+a%2Fb)/amd64", "windows(10.0%zz)/amd64", "windows(10.0%2)/amd64", "windows(1+)/amd64", "windows(1++a)/amd64", "windows(1)x/amd64", "windows(1/amd64", "windows1)/amd64", "(1)/amd64", "windows(a b)/amd64", "amd64(1)", "linux(%25)/amd64",
		"", "/", "linux/", "/amd64", "linux//v8", "linux/arm64/", "linux/arm64/v8/x", "linux/arm64/v8/", "a/b/c/d/e", "*", "linux/*", "*/amd64", "linux/amd 64", " linux/amd64", "linux/amd64 ", "linux/amd64\n", "linux/é", "línux/amd64", "linux:amd64", "linux,amd64", "linux/amd64,linux/arm64", "linux.x/amd64", "linux/amd64+x",
	}
}
