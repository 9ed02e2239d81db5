// Makes every certificate of this folder anew: go run make.go
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"
)

var (
	from   = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	to     = time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC)
	over   = time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC)
	serial = int64(0)
)

type pair struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// create signs a certificate by its issuer, or by itself, and writes it and its key.
func create(name string, template x509.Certificate, end time.Time, issuer *pair) *pair {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	serial++
	template.SerialNumber = big.NewInt(serial)
	template.NotBefore, template.NotAfter = from, end
	self := &pair{&template, key}
	if issuer == nil {
		issuer = self
	}
	der := must(x509.CreateCertificate(rand.Reader, &template, issuer.certificate, &key.PublicKey, issuer.key))
	write(name+".crt", "CERTIFICATE", der)
	write(name+".key", "PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))
	return self
}

func authority(name, commonName string) *pair {
	return create(name, x509.Certificate{
		Subject:               pkix.Name{CommonName: commonName},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}, to, nil)
}

func server(name string, end time.Time, issuer *pair, names []string, addresses ...string) {
	template := x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		DNSNames:    names,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, address := range addresses {
		template.IPAddresses = append(template.IPAddresses, net.ParseIP(address))
	}
	create(name, template, end, issuer)
}

func client(name string, end time.Time, issuer *pair) {
	create(name, x509.Certificate{
		Subject:     pkix.Name{CommonName: "dana", Organization: []string{"developers"}},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, end, issuer)
}

func main() {
	ca := authority("ca", "pulldoctor test authority")
	authority("other-ca", "pulldoctor other authority")
	local := []string{"localhost", "api.cluster.example"}
	server("server", to, ca, local, "127.0.0.1", "::1")
	server("server-expired", over, ca, local, "127.0.0.1", "::1")
	server("server-other-name", to, ca, []string{"kubernetes.default.svc"}, "10.96.0.1")
	client("client", to, ca)
	client("client-expired", over, ca)
}

func write(file, kind string, der []byte) {
	check(os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o644))
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
