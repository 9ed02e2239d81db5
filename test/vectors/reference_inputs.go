package main

import (
	"fmt"
	"strings"
)

var hex64 = strings.Repeat("0123456789abcdef", 4)

// referenceVectors lists the inputs by what they try, without repeats, in a fixed order.
func referenceVectors() []referenceVector {
	var vectors []referenceVector
	seen := map[string]bool{}
	for _, group := range [][]string{
		ordinary(), mistakes(), domains(), paths(), tags(), digests(), lengths(), foreign(), everyCharacter(),
	} {
		for _, text := range group {
			if !seen[text] {
				seen[text] = true
				vectors = append(vectors, outcome(text))
			}
		}
	}
	return vectors
}

func ordinary() []string {
	return []string{
		"nginx", "nginx:1.27", "nginx:latest", "nginx@sha256:" + hex64, "nginx:1.27@sha256:" + hex64,
		"bitnami/redis", "bitnami/redis:7.2", "a/b/c", "a/b/c/d/e/f:v1",
		"docker.io/nginx", "docker.io/nginx:1", "docker.io/library/nginx", "docker.io/a/b:1", "docker.io/library/a/b",
		"index.docker.io/nginx", "index.docker.io/library/nginx:1", "index.docker.io/a/b@sha256:" + hex64,
		"registry-1.docker.io/library/nginx", "registry.hub.docker.com/library/nginx",
		"library/nginx", "library/nginx/extra", "docker.io/library/nginx/extra",
		"quay.io/nginx", "quay.io/org/app:v1", "ghcr.io/owner/app:sha-1a2b3c4", "gcr.io/app", "registry.k8s.io/pause:3.10",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1", "europe-west4-docker.pkg.dev/p/r/app:1",
		"hub.docker.com/r/x/y", "localhost/app", "localhost/app:1", "localhost", "localhost:5000", "localhost:5000/app:1",
		"myregistry:5000", "myregistry:5000/app", "myregistry:5000/app:1", "myregistry/app", "myregistry/team/app",
		"10.0.0.1/app", "10.0.0.1:5000/app:1", "app:latest", "app:LATEST", "app:V1.0-RC1", "app:1.0_build", "app:_", "app:-1",
	}
}

// mistakes are what people write.
func mistakes() []string {
	return []string{
		"", " ", "  ", "\n", "\t", "/", ":", "@", ".", "-", "_", "a/", "/a", "/app:1", "reg.io/", "reg.io/:v1", "reg.io", "reg.io:v1",
		"Nginx", "Nginx:1", "NGINX", "Myorg/app", "myOrg/app:1", "myorg/App", "MyOrg/App", "reg.io/Team/app", "reg.io/team/App:1",
		"Reg.io/app", "REG.IO:5000/app:1", "Reg.io/App", "docker.io/Nginx", "docker.io/Nginx:1/2", "index.docker.io/Nginx", "ghcr.io/Owner/app:v1",
		"My_Org/app", "My_Org/app:1", "my_reg.Io/app", "My_Reg:5000/app", "LOCALHOST/app", "Localhost/app",
		"https://reg.io/app:1", "http://reg.io/app", "docker://nginx", "docker://reg.io/app:1", "oci://reg.io/app", "https://hub.docker.com/_/nginx",
		"//reg.io/app", "reg.io//app", "reg.io/team//app:1", "reg.io/app/", "reg.io/app/:1", "docker.io/", "docker.io//nginx", "index.docker.io/",
		"app:${TAG}", "app:$TAG", "app:$(TAG)", "${REGISTRY}/app:1", "$REGISTRY/app:1", "app:{{ .Values.tag }}", "app:{{.Values.tag}}", "{{ .Values.image }}",
		"app:<tag>", "<registry>/app", "app:#{Build.BuildId}#", "app:%VERSION%", "app:__TAG__", "app:@project.version@", "app:[tag]", "app:null", "<nil>", "<no value>",
		"app:", "reg.io/app:", "reg.io:5000/app:", "app:@sha256:" + hex64, "app@", "app:1@", "app@sha256", "app@sha256:", "app@:" + hex64, ":1", ":latest", "@sha256:" + hex64,
		"app:1.0+build", "app:1.0+build@sha256:" + hex64, "app+x:1", "app:v1:v2", "reg.io/app:v1:v2", "reg.io:5000/app:v1:v2", "reg.io:5000:v1", "app::v1", "app:v1:",
		" app", "app ", "app:1 ", "app: 1", "app :1", "app @sha256:" + hex64, "reg.io/ app", "app:1\n", "app:1\r\n", "\napp:1", "app\n", "app:1\t", "app:1\x00", "\x00", "ap\x00p",
		"app:1 --flag", "app:1,app:2", "app;1", "'app:1'", "\"app:1\"", "`app:1`", "app:\"1\"", "app=1", "app!1", "app?1", "app#1", "app%20x", "reg.io/app%2Fx", "app~1", "app*", "app:1|", "reg.io\\app",
		"app@sha256:abc", "reg.io/app@sha256:abc", "reg.io/app:sha256-" + hex64, "app:sha256:" + hex64, "app:sha256:abc", "sha256:" + hex64, "sha256:abc", "app@sha256-" + hex64, "app@" + hex64, "app:" + hex64,
		hex64, hex64 + "/a", "a/" + hex64, strings.ToUpper(hex64), hex64[:63], hex64 + "0", hex64 + ":1", hex64 + "@sha256:" + hex64, hex64[:63] + "g",
		"my_reg/app", "my_reg.io/app", "my_reg.io/app:1", "my_reg.io/a/b@sha256:" + hex64, "my__reg.io/app", "my___reg.io/app", "my_reg:5000/app", "my_reg.io:5000/app", "my.reg_io/app", "_reg.io/app", "reg_.io/app", "reg.io_/app", "localhost_/app", "my_reg.io/Team/app",
		"user@reg.io/app", "user:pass@reg.io/app", "reg.io/app@v1", "reg.io/app:v1@v2", "reg.io/app@sha256:" + hex64 + ":v1", "reg.io/app@sha256:" + hex64 + "@sha256:" + hex64,
	}
}

func domains() []string {
	var out []string
	for _, host := range []string{
		"a.b", "a.b.c", "a-b.c", "a--b.c", "-a.b", "a-.b", "a.-b", "a.b-", ".a", "a.", "a..b", ".", "..", "a.b.", "1.2", "1", "a.1", "A.b", "a.B", "xn--bcher-kva.example",
		"a:1", "a:0", "a:99999", "a:123456789012345678901", "a:", "a:x", "a:1x", "a:-1", "a:1:2", "a.b:80", "a.b:", ":80", "a.b:080", "A:1", "a_b:1", "a-:1", "-:1",
		"[::1]", "[::1]:5000", "[fd00::1]", "[FD00::1]:5000", "[fd00::1]:", "[fd00::1]x", "[]", "[]:1", "[:]", "[g::1]", "[::1", "::1]", "::1", "::1:5000", "[fe80::1%25eth0]", "[::ffff:1.2.3.4]", "[1]", "x[::1]", "[::1]:5000:1", "[[::1]]", "[a]:1:",
		"localhost", "localhost:1", "localhost.", "localhost.localdomain", "docker.io", "docker.io:443", "index.docker.io:443", "Docker.io", "docker.io.", "index.Docker.io",
	} {
		out = append(out, host+"/app", host+"/app:1", host+"/a/b@sha256:"+hex64, host)
	}
	return out
}

func paths() []string {
	var out []string
	for _, part := range []string{
		"a", "0", "ab", "a.b", "a_b", "a__b", "a-b", "a--b", "a-----b", "a.b_c__d---e", "a.b.c.d",
		"a..b", "a___b", "a____b", "a._b", "a_.b", "a.-b", "a-.b", "a_-b", "a-_b", "a__-b", "a-__b", "a.__b",
		".a", "_a", "-a", "__a", "--a", "a.", "a_", "a-", "a__", "a--", ".", "_", "-", "a b", "a\u00a0b", "é", "a/.b", "a/b.", "a//b", "a/-/b", "A", "aB", "a.B", "a_B",
	} {
		out = append(out, part, part+":1", "reg.io/"+part, "reg.io/x/"+part+"/y:1", "ns/"+part+"@sha256:"+hex64)
	}
	return out
}

func tags() []string {
	var out []string
	for _, tag := range []string{
		"a", "A", "0", "_", "__", "a.", "a-", "a_", "a..b", "a--b", ".a", "-a", "_a", "_.-", "9z.Z-_", "v1.2.3-rc.1", "a+b", "a~b", "a/b", "a:b", "a b", "a@b", "é", "aé", "\u212a", "a\u212a", "\u0130", "a\n",
	} {
		out = append(out, "app:"+tag, "reg.io:5000/ns/app:"+tag, "app:"+tag+"@sha256:"+hex64)
	}
	for _, n := range []int{1, 2, 127, 128, 129, 130, 256} {
		out = append(out, "app:"+strings.Repeat("t", n), "app:"+strings.Repeat("T", n)+"@sha256:"+hex64)
	}
	return out
}

func digests() []string {
	var out []string
	for _, algorithm := range []string{
		"sha256", "sha384", "sha512", "sha224", "sha1", "md5", "blake3", "SHA256", "Sha512", "sha-256", "sha256+b64", "sha+b", "a.b", "a_b", "a-b", "a+b+c", "a++b", "a+", "+a", "a.1", "1a", "a1", "sha256+B64", "256", "", "é", "a b",
	} {
		for _, n := range []int{0, 31, 32, 40, 56, 63, 64, 65, 96, 97, 128, 129} {
			if n == 32 || n == 64 || !strings.ContainsAny(algorithm, "+.-_ éABCS1") || algorithm == "sha1" {
				out = append(out, fmt.Sprintf("app:1@%s:%s", algorithm, strings.Repeat("a", n)))
			}
		}
		out = append(out, fmt.Sprintf("reg.io/app@%s:%s", algorithm, hex64))
	}
	for _, encoded := range []string{
		strings.ToUpper(hex64), hex64[:63] + "F", hex64[:63] + "g", hex64[:63] + "=", hex64[:63] + "-", hex64[:63] + " ", hex64 + "\n", strings.ToUpper(hex64)[:40], strings.Repeat("é", 32), strings.Repeat("g", 64),
	} {
		out = append(out, "app@sha256:"+encoded, "app:1@sha256:"+encoded, "app:1@sha999:"+encoded)
	}
	return out
}

func lengths() []string {
	var out []string
	for _, n := range []int{254, 255, 256, 257} {
		out = append(out,
			strings.Repeat("a", n),                                           // the Hub adds library/ and docker.io/
			strings.Repeat("a", n-len("library/")),                           // 255 with library/
			strings.Repeat("a", n-len("docker.io/library/")),                 // 255 with both
			"a/"+strings.Repeat("b", n-2),                                    // path only, Hub
			"a/"+strings.Repeat("b", n-2-len("docker.io/")),                  // with the domain
			"reg.io/"+strings.Repeat("b", n),                                 // path only
			"reg.io/"+strings.Repeat("b", n-len("reg.io/")),                  // with the domain
			"index.docker.io/x/"+strings.Repeat("b", n-len("docker.io/x/")),  // measured after normalising
			"reg.io/"+strings.Repeat("b/", n/2)+strings.Repeat("c", n-n/2*2), // many components
			"reg.io/"+strings.Repeat("b", n)+":1@sha256:"+hex64,              // tag and digest do not count
			"reg.io/"+strings.Repeat("b", n)+"@sha256:"+hex64[:40],           // too long is said first
			"my_reg.io/"+strings.Repeat("b", n-len("my_reg.io/")),            // no domain, so all of it is path
			"reg.io/"+strings.Repeat("B", n),                                 // uppercase is said first
			strings.Repeat("a", n)+".io/b",                                   // a long domain
		)
	}
	return out
}

// foreign are letters outside ASCII, some of which lower-case to ASCII.
func foreign() []string {
	var out []string
	for _, letter := range []string{
		"é", "É", "ß", "ẞ", "\u0130", "\u0131", "\u212a", "\u212b", "Σ", "σ", "ς", "ǅ", "Ⅷ", "Ⓐ", "Ა", "Ꭰ", "ａ", "Ａ", "а", "А", "中", "😀", "𐐀", "\u200b", "\ufeff", "\u00a0", "\u2028", "\u0301", "\u2013", "\u201c", "\ufffd", "\u0660",
	} {
		out = append(out, letter, letter+"pp:1", "a"+letter+"/b", "reg.io/a"+letter, "a"+letter+".io/b:1", "app:v"+letter, "app:1@sha256:"+letter)
	}
	return append(out, "\u212a\u0130t.io/app", "\u212a_a.io/app", "reg.io/app:\u212a\u0130", "app:1@s\u212aa:"+strings.Repeat("a", 32), "ＡA.io/b", "A\u0301.io/b")
}

// everyCharacter puts each ASCII character where the grammar may change its mind.
func everyCharacter() []string {
	var out []string
	for c := 0; c < 128; c++ {
		if c > '2' && c < '8' || c > 'c' && c < 'x' || c > 'C' && c < 'X' || c > 1 && c < 9 || c > 13 && c < 31 {
			continue // the middle of a class says no more than its ends
		}
		for _, where := range []string{"%sb/c.d:e", "a%sb", "ab%s", "a.b%sc/d", "a.b/c%sd:e", "a:%sb", "a:b%s", "a:1@b%sc:" + strings.Repeat("d", 32), "a@sha256:" + hex64[:63] + "%s"} {
			out = append(out, fmt.Sprintf(where, string(rune(c))))
		}
	}
	return out
}
