// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/practicetest"
)

const (
	client   = "regie.localhost"
	callback = "http://localhost:1/ophalen/terug"
	anchor   = "2026-10-01"
)

// told is what the network's process tells when it is up.
type told struct {
	Lists, Book string
	Hosts       map[string]string
	CA          []byte
	Cert, Key   []byte
	Providers   []dossier.Provider
	Person      string
	Resources   int
	Bytes       int64
}

// ServeNetwork is the process of the practice network: it tells where it is on out, and then
// answers every authorization address on in with the address to which the browser is sent back.
func ServeNetwork(ctx context.Context, providers, resources int, in io.Reader, out io.Writer) error {
	day, err := time.Parse(time.DateOnly, anchor)
	if err != nil {
		return err
	}
	all := persons.ManyProviders(providers)
	who := persons.Many(1, resources, day, all...)
	n, err := practice.Start(ctx, practice.Config{
		Clients:   []practice.Client{{ID: client, Organisation: "Regie", RedirectURIs: []string{callback}}},
		Providers: all, Persons: []dossier.Person{who},
	})
	if err != nil {
		return err
	}
	defer n.Close()
	t := told{Lists: n.ListURL, Book: n.DirectoryURL, Hosts: n.Resolve, CA: n.CAPEM, Providers: all, Person: who.Key}
	t.Providers = withData(all, who)
	for _, rs := range who.At {
		for _, r := range rs {
			t.Resources++
			t.Bytes += int64(len(r.JSON))
		}
	}
	for _, der := range n.ClientCertificate.Certificate {
		t.Cert = append(t.Cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	key, err := x509.MarshalPKCS8PrivateKey(n.ClientCertificate.PrivateKey)
	if err != nil {
		return err
	}
	t.Key = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	enc := json.NewEncoder(out)
	err = enc.Encode(t)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<16)
	for lines.Scan() {
		back, err := practicetest.Walk(ctx, n, lines.Text(), practicetest.Visitor{Person: who.Key})
		if err != nil {
			return err
		}
		err = enc.Encode(back.String())
		if err != nil {
			return err
		}
	}
	return lines.Err()
}

// withData leaves out the service for documents where the person has none: it is not granted there.
func withData(all []dossier.Provider, who dossier.Person) []dossier.Provider {
	out := slices.Clone(all)
	for i, p := range out {
		documents := slices.ContainsFunc(who.At[p.Key], func(r dossier.Resource) bool { return r.Type == "DocumentReference" })
		out[i].Services = slices.DeleteFunc(slices.Clone(p.Services), func(s string) bool { return s == "51" && !documents })
	}
	return out
}

// network is the running process, seen from here.
type network struct {
	told
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *json.Decoder
	pool *x509.CertPool
	cert tls.Certificate
}

func startNetwork(ctx context.Context, providers, resources int) (*network, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	n := &network{cmd: exec.CommandContext(ctx, self, "-network", fmt.Sprintf("%d,%d", providers, resources))}
	n.cmd.Stderr = os.Stderr
	n.in, err = n.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	err = n.cmd.Start()
	if err != nil {
		return nil, err
	}
	n.out = json.NewDecoder(out)
	err = n.out.Decode(&n.told)
	if err != nil {
		return nil, fmt.Errorf("waiting for the network: %w", err)
	}
	n.pool = x509.NewCertPool()
	if !n.pool.AppendCertsFromPEM(n.CA) {
		return nil, errors.New("the network told no certificate")
	}
	n.cert, err = tls.X509KeyPair(n.Cert, n.Key)
	return n, err
}

// visit lets a browser log in and allow, and returns where it is sent back to.
func (n *network) visit(address string) (string, error) {
	_, err := fmt.Fprintln(n.in, address)
	if err != nil {
		return "", err
	}
	var back string
	err = n.out.Decode(&back)
	return back, err
}

func (n *network) close() {
	_ = n.in.Close() // its input ends, and so does it
	_ = n.cmd.Wait()
}
