package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"sort"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
	"k8s.io/kubernetes/pkg/credentialprovider/secrets"
)

// Secret is one of a pod's pull secrets: its type and the one value in it.
type Secret struct {
	Type  string `json:"type"`
	Key   string `json:"key"`
	Value string `json:"value"`
}

// LookupCase is a pod's list of secrets and an image.
type LookupCase struct {
	Secrets []Secret `json:"secrets"`
	Image   string   `json:"image"`
	// Error fails the pull before it starts.
	Error string `json:"error,omitempty"`
	// Orders are the user names in the order of the attempts. Go's maps have no order, so that keys of one secret
	// that mean the same come in any: these are all orders that were seen.
	Orders []string `json:"orders,omitempty"`
}

// Lookups of one question: enough to see each order of what has none.
const rounds = 200

func lookup(image string, list ...Secret) LookupCase {
	made := LookupCase{Secrets: append([]Secret{}, list...), Image: image}
	repository, _, err := parseImage(image)
	if err != nil {
		panic(err)
	}
	orders := map[string]bool{}
	for range rounds {
		keyring, err := secrets.MakeDockerKeyring(objects(list), &credentialprovider.BasicDockerKeyring{})
		if err != nil {
			made.Error = err.Error()
			return made
		}
		found, _ := keyring.Lookup(repository)
		users := []string{}
		for _, login := range found {
			users = append(users, login.Username)
		}
		orders[strings.Join(users, " ")] = true
	}
	for order := range orders {
		made.Orders = append(made.Orders, order)
	}
	sort.Strings(made.Orders)
	return made
}

func objects(list []Secret) []v1.Secret {
	made := []v1.Secret{}
	for _, one := range list {
		made = append(made, v1.Secret{Type: v1.SecretType(one.Type), Data: map[string][]byte{one.Key: []byte(one.Value)}})
	}
	return made
}

// config is a pull secret with an entry for each key, whose user is `name.index`.
func config(name string, keys ...string) Secret {
	var entries []string
	for i, key := range keys {
		entries = append(entries, fmt.Sprintf(`%s:{"username":"%s.%d","password":"p"}`, must(json.Marshal(key)), name, i))
	}
	return Secret{"kubernetes.io/dockerconfigjson", ".dockerconfigjson", `{"auths":{` + strings.Join(entries, ",") + `}}`}
}

func writtenLookups() []LookupCase {
	const image = "registry.example.com/team/app:1"
	opaque := config("o", "registry.example.com")
	opaque.Type = "Opaque"
	wrongKey := config("k", "registry.example.com")
	wrongKey.Key = "config.json"
	legacy := Secret{"kubernetes.io/dockercfg", ".dockercfg", `{"registry.example.com":{"username":"l.0","password":"p"}}`}
	empty := Secret{"kubernetes.io/dockerconfigjson", ".dockerconfigjson", ""}
	noAuth := Secret{"kubernetes.io/dockerconfigjson", ".dockerconfigjson", `{"auths":{"registry.example.com":{}},"credsStore":"desktop"}`}
	badAuth := Secret{"kubernetes.io/dockerconfigjson", ".dockerconfigjson", `{"auths":{"other.example.com":{"auth":"%"}}}`}
	badJSON := Secret{"kubernetes.io/dockerconfigjson", ".dockerconfigjson", `{`}
	badOpaque := badAuth
	badOpaque.Type = "Opaque"
	return []LookupCase{
		lookup(image), lookup(image, config("a")), lookup(image, config("a", "registry.example.com")), lookup(image, opaque), lookup(image, wrongKey),
		lookup(image, opaque, config("a", "registry.example.com")), lookup(image, legacy), lookup(image, legacy, config("a", "registry.example.com")), lookup(image, empty), lookup(image, noAuth), lookup(image, noAuth, config("a", "registry.example.com")),
		lookup(image, config("a", "registry.example.com"), badAuth), lookup(image, badAuth, config("a", "registry.example.com")), lookup(image, badJSON), lookup(image, badOpaque, config("a", "registry.example.com")), lookup("nginx", badAuth),
		lookup(image, config("a", "registry.example.com", "registry.example.com/team", "registry.example.com/team/app")),
		lookup(image, config("a", "*.example.com", "registry.example.com", "*.*.com", "r*.example.com")),
		lookup(image, config("a", "registry.example.com"), config("b", "registry.example.com/team")), lookup(image, config("a", "registry.example.com"), config("b", "registry.example.com")),
		lookup(image, config("a", "registry.example.com", "registry.example.com/team"), config("b", "registry.example.com", "registry.example.com/team")),
		lookup(image, config("a", "registry.example.com", "https://registry.example.com", "https://registry.example.com/v2/")), lookup(image, config("a", "https://registry.example.com/v1/", "other.example.com"), config("b", "registry.example.com/")),
		lookup(image, config("a", "https://registry.example.com/v1/team", "registry.example.com/team")),
		lookup("nginx", config("a", "https://index.docker.io/v1/")), lookup("nginx", config("a", "https://index.docker.io/v1/", "docker.io")), lookup("nginx", config("a", "https://index.docker.io/v1/"), config("b", "docker.io")),
		lookup("nginx", config("a", "https://index.docker.io/v1/", "docker.io/acme")), lookup("acme/tool", config("a", "https://index.docker.io/v1/", "docker.io/acme")), lookup("acme/tool", config("a", "index.docker.io", "https://index.docker.io/v2/"), config("b", "index.docker.io/")),
		lookup("acme/tool", config("a", "index.docker.io/v1")), lookup("acme/tool", config("a", "index.docker.io/v1/acme")), lookup("acme/tool", config("a", "*.io"), config("b", "index.docker.io")), lookup("acme/tool", config("a", "*"), config("b", "index.docker.io")),
		lookup("my_reg.io/app", config("a", "index.docker.io", "my_reg.io")), lookup("index.docker.io/acme/tool", config("a", "index.docker.io/v1/")), lookup("registry-1.docker.io/library/nginx", config("a", "index.docker.io", "registry-1.docker.io")),
		lookup(image, config("a", "registry.example.com/\uffee", "registry.example.com/\U0001f600", "registry.example.com")), lookup(image, config("a", "registry.example.com", "registry.example.co*", "registry.example.c*", "registry.example.*")),
	}
}

// generatedLookups mixes keys that bear on an image with such as do not, in up to four secrets.
func generatedLookups() []LookupCase {
	random := rand.New(rand.NewSource(20261121))
	hosts := []string{"docker.io", "index.docker.io", "registry.example.com", "registry.example.com:5000", "a.registry.example.com", "*.example.com", "*.*.com", "*.io", "*", "r*y.example.com", "REGISTRY.example.com", "localhost:5000", "shop.azurecr.io", "*.azurecr.io"}
	paths := []string{"", "", "", "/", "/v1/", "/v2/", "/v1", "/v2", "/team", "/team/", "/team/app", "/v2/team", "/acme", "/library", "/te", "/other", "?q", "/team#f"}
	schemes := []string{"", "", "https://", "http://", "HTTPS://", "u:p@"}
	asked := []string{"nginx", "acme/tool:1", "registry.example.com/team/app:1", "registry.example.com/team", "registry.example.com:5000/team/app", "a.registry.example.com/app", "localhost:5000/app", "shop.azurecr.io/team/app", "other.example.com/app", "my_reg.io/app"}
	pick := func(from []string) string { return from[random.Intn(len(from))] }
	made := []LookupCase{}
	for range 300 {
		list := []Secret{}
		for i := range 1 + random.Intn(4) {
			var keys []string
			for range random.Intn(5) {
				key := pick(schemes) + pick(hosts) + pick(paths)
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
			list = append(list, config(string(rune('a'+i)), keys...))
		}
		made = append(made, lookup(pick(asked), list...))
	}
	return made
}
