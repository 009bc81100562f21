// SPDX-License-Identifier: EUPL-1.2

package medmij_test

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/medmij/medmijtest"
)

const dva = "dva.duinrand.test"

// honeypot counts connections on loopback, over IPv4 and, where there is one, IPv6.
func honeypot(t *testing.T) (port string, count *atomic.Int32) {
	t.Helper()
	count = new(atomic.Int32)
	four, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(four.Addr().String())
	listeners := []net.Listener{four}
	if six, err := net.Listen("tcp", "[::1]:"+port); err == nil {
		listeners = append(listeners, six)
	}
	for _, l := range listeners {
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				count.Add(1)
				_ = c.Close()
			}
		}()
	}
	return port, count
}

// nasty are addresses that must not lead to a connection; P is the port of the honeypot.
var nasty = strings.Fields(`
http://dva.duinrand.test/ http://dva.duinrand.test:P/ HTTP://dva.duinrand.test/ ftp://dva.duinrand.test/ file:///etc/passwd gopher://127.0.0.1:P/ javascript:alert(1)
data:text/html,x //dva.duinrand.test/ /relative relative ?query #fragment https:// https:/// https:dva.duinrand.test https:/dva.duinrand.test https:///dva.duinrand.test
https://127.0.0.1/ https://127.0.0.1:P/ https://127.1:P/ https://127.0.1:P/ https://2130706433:P/ https://0x7f000001:P/ https://0x7f.0.0.1:P/ https://0x7f.1:P/ https://017700000001:P/
https://0177.0.0.1:P/ https://0177.1:P/ https://00000177.0.0.1:P/ https://127.000.000.001:P/ https://127.0.0.1.:P/ https://0:P/ https://0.0.0.0:P/ https://0x0:P/ https://00:P/
https://127.127.127.127:P/ https://127.255.255.254:P/ https://[::1]:P/ https://[::]:P/ https://[0:0:0:0:0:0:0:1]:P/ https://[::ffff:127.0.0.1]:P/ https://[::ffff:7f00:1]:P/
https://[0:0:0:0:0:ffff:127.0.0.1]:P/ https://[::127.0.0.1]:P/ https://[64:ff9b::127.0.0.1]:P/ https://[64:ff9b::7f00:1]:P/ https://[2002:7f00:1::]:P/ https://[fe80::1%25lo]:P/ https://[fe80::1]:P/
https://[::1%25lo]:P/ https://[fc00::1]:P/ https://[fd00::1]:P/ https://[ff02::1]:P/ https://[::ffff:10.0.0.1]:P/ https://[::1/ https://::1:P/ https://[]:P/
https://localhost:P/ https://LOCALHOST:P/ https://localhost.:P/ https://localhost.localdomain:P/ https://a.localhost:P/ https://ip6-localhost:P/ https://127.0.0.1.nip.io:P/ https://localtest.me:P/
https://169.254.169.254/latest/meta-data/ https://169.254.169.254:P/ https://[::ffff:a9fe:a9fe]:P/ https://2852039166:P/ https://0xa9fea9fe:P/ https://metadata.google.internal/ https://100.100.100.200:P/
https://10.0.0.1:P/ https://10.1:P/ https://172.16.0.1:P/ https://172.31.255.255:P/ https://192.168.0.1:P/ https://192.168.1:P/ https://100.64.0.1:P/ https://198.18.0.1:P/ https://224.0.0.1:P/
https://255.255.255.255:P/ https://240.0.0.1:P/ https://192.0.2.1:P/ https://203.0.113.1:P/
https://dva.duinrand.test@127.0.0.1:P/ https://user@dva.duinrand.test/ https://user:pass@dva.duinrand.test/ https://dva.duinrand.test:443@127.0.0.1:P/ https://127.0.0.1:P@dva.duinrand.test/
https://dva.duinrand.test%40127.0.0.1:P/ https://dva.duinrand.test%00.evil.test/ https://dva.duinrand.test%2eevil.test/ https://dva.duinrand.test%2f@127.0.0.1:P/ https://127.0.0.1%23@dva.duinrand.test/
https://dva.duinrand.test\@127.0.0.1:P/ https://127.0.0.1:P\@dva.duinrand.test/ https://dva.duinrand.test\.evil.test/ https:\\dva.duinrand.test/ https://dva.duinrand.test\127.0.0.1:P/
https://dva.duinrand.test#@127.0.0.1:P/ https://127.0.0.1:P#@dva.duinrand.test/ https://127.0.0.1:P#dva.duinrand.test https://127.0.0.1:P?@dva.duinrand.test/ https://127.0.0.1:P/?x=https://dva.duinrand.test
https://dva.duinrand.test.:443/ https://dva.duinrand.test./ https://.dva.duinrand.test/ https://dva..duinrand.test/ https://x.dva.duinrand.test/ https://duinrand.test/ https://dva.duinrand.test.evil.test/
https://evil-dva.duinrand.test/ https://dva.duinrand.tes/ https://dva.duinrand.testt/ https://dva-duinrand.test/ https://dva.duinrand.test:80/ https://dva.duinrand.test:P/ https://dva.duinrand.test:0/
https://dva.duinrand.test:65536/ https://dva.duinrand.test:-1/ https://dva.duinrand.test:0443/ https://dva.duinrand.test:4a3/ https://dva.duinrand.test:/ https://dva.duinrand.test:443:P/
https://ｄｖａ.duinrand.test/ https://dva。duinrand。test/ https://dva.duinrand.tеst/ https://１２７.０.０.１:P/ https://①②⑦.⓪.⓪.①:P/ https://xn--dva-8cd.duinrand.test/ https://dva.duinrand.test�/
https://*.duinrand.test/ https://dva_duinrand.test/ https://dva.duinrand.test,evil.test/ https://dva.duinrand.test;evil.test/ https://dva.duinrand.test|evil.test/ https://dva.duinrand.test'evil.test/
https://"dva.duinrand.test"/ https://<dva.duinrand.test>/ https://(dva.duinrand.test)/ https://{dva.duinrand.test}/ https://dva.duinrand.test/#x https://$(hostname)/ unix:///run/docker.sock https+unix://x/
`)

func egress(t *testing.T, n *medmijtest.Net, change func(*medmij.EgressConfig)) *medmij.Egress {
	t.Helper()
	cert := n.CA.Issue(t, medmijtest.ClientID)
	cfg := medmij.EgressConfig{
		Allowed: func(host, port string) bool { return host == dva && port == "443" }, Roots: n.CA.Pool,
		Certificate: func() (*tls.Certificate, error) { return &cert, nil }, Hosts: n.Config().Hosts,
	}
	if change != nil {
		change(&cfg)
	}
	e, err := medmij.NewEgress(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func get(ctx context.Context, e *medmij.Egress, url string) (*medmij.Reply, error) {
	return e.Do(ctx, medmij.Call{Method: http.MethodGet, URL: url, Limit: 1 << 20, Timeout: 5 * time.Second})
}

func TestNastyAddressesMakeNoConnection(t *testing.T) {
	port, count := honeypot(t)
	n := medmijtest.New(t)
	// Whatever gets past the checks of the address would land in the honeypot.
	e := egress(t, n, func(c *medmij.EgressConfig) { c.Hosts = map[string]string{dva: "127.0.0.1:" + port} })
	list := nasty
	for _, extra := range []string{
		"https://dva.duinrand.test /", " https://dva.duinrand.test/", "https://dva.duinrand.test/\r\nHost: x", "https://dva.duinrand.test/\t",
		"https://dva.duinrand.test/\x00", "", "https://dva.duinrand.test/" + strings.Repeat("a", 9000), "https://\n127.0.0.1:P/", "https://dva.duinrand.test/é",
	} {
		list = append(list, extra)
	}
	if len(list) < 120 {
		t.Fatalf("only %d addresses", len(list))
	}
	for _, raw := range list {
		raw = strings.ReplaceAll(raw, ":P", ":"+port)
		_, err := get(t.Context(), e, raw)
		if medmij.ReasonOf(err) != medmij.ReasonUnsafe {
			t.Errorf("%q: %v, want unsafe", raw, err)
		}
	}
	if c := count.Load(); c != 0 {
		t.Errorf("%d connections", c)
	}
	// The honeypot itself works: the good address lands in it.
	if _, err := get(t.Context(), e, "https://"+dva+"/"); err == nil || count.Load() != 1 {
		t.Errorf("the good address gave %v and %d connections", err, count.Load())
	}
}

// dnsServer answers every question for an address with the next one of addrs.
func dnsServer(t *testing.T, addrs ...netip.Addr) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	var turn atomic.Int32
	go func() {
		buf := make([]byte, 1500)
		for {
			size, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			q := buf[:size]
			end := 12
			for q[end] != 0 {
				end += int(q[end]) + 1
			}
			kind := binary.BigEndian.Uint16(q[end+1:])
			addr := addrs[int(turn.Load())%len(addrs)]
			out := append([]byte{}, q[:end+5]...)
			copy(out[2:], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
			if (kind == 1) == addr.Is4() && (kind == 1 || kind == 28) {
				turn.Add(1)
				out[7] = 1
				ip := addr.AsSlice()
				out = append(out, 0xc0, 12, byte(kind>>8), byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(len(ip)))
				out = append(out, ip...)
			}
			_, _ = pc.WriteTo(out, from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

func TestNamesInsideANetworkMakeNoConnection(t *testing.T) {
	port, count := honeypot(t)
	n := medmijtest.New(t)
	for _, ip := range strings.Fields(`127.0.0.1 127.8.8.8 ::1 :: ::ffff:127.0.0.1 ::127.0.0.1 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 169.254.169.254
		172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
		fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1`) {
		e := egress(t, n, func(c *medmij.EgressConfig) {
			c.Hosts = nil
			c.Allowed = func(host, _ string) bool { return host == "intern.duinrand.test" }
			c.Resolver = dnsServer(t, netip.MustParseAddr(ip))
		})
		_, err := get(t.Context(), e, "https://intern.duinrand.test:"+port+"/")
		if medmij.ReasonOf(err) != medmij.ReasonUnsafe {
			t.Errorf("%s: %v", ip, err)
		}
	}
	if c := count.Load(); c != 0 {
		t.Errorf("%d connections", c)
	}
}

func TestAddressIsCheckedWhenDialled(t *testing.T) {
	port, count := honeypot(t)
	n := medmijtest.New(t)
	// A name that is public when looked at first and private a moment later.
	e := egress(t, n, func(c *medmij.EgressConfig) {
		c.Hosts = nil
		c.Allowed = func(host, _ string) bool { return host == "wissel.duinrand.test" }
		c.Resolver = dnsServer(t, netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1"))
	})
	for range 4 {
		_, _ = get(t.Context(), e, "https://wissel.duinrand.test:"+port+"/")
	}
	if c := count.Load(); c != 0 {
		t.Errorf("%d connections", c)
	}
}

func TestEgressRefusesUnsafeServers(t *testing.T) {
	n := medmijtest.New(t)
	other := medmijtest.NewAuthority(t, n.Clock.Now)
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	for name, option := range map[string]func(*tls.Config){
		"TLS 1.1":    func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 },
		"other CA":   func(c *tls.Config) { c.Certificates = []tls.Certificate{other.Issue(t, dva)} },
		"other name": func(c *tls.Config) { c.Certificates = []tls.Certificate{n.CA.Issue(t, "ander.duinrand.test")} },
		"expired": func(c *tls.Config) {
			c.Certificates = []tls.Certificate{n.CA.IssueUntil(t, dva, time.Now().Add(-time.Hour))}
		},
		"weak suite": func(c *tls.Config) {
			c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}
		},
		"our CA unknown": func(c *tls.Config) { c.ClientCAs = other.Pool },
	} {
		t.Run(name, func(t *testing.T) {
			n.Host(dva, ok, option)
			_, err := get(t.Context(), egress(t, n, nil), "https://"+dva+"/")
			if medmij.ReasonOf(err) != medmij.ReasonUnsafe {
				t.Errorf("got %v, want unsafe", err)
			}
			if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
				t.Errorf("the error tells an address: %v", err)
			}
		})
	}
	n.Host(dva, ok)
	if _, err := get(t.Context(), egress(t, n, nil), "https://"+dva+"/"); err != nil {
		t.Errorf("a good server: %v", err)
	}
	pool := x509.NewCertPool()
	_, err := get(t.Context(), egress(t, n, func(c *medmij.EgressConfig) { c.Roots = pool }), "https://"+dva+"/")
	if medmij.ReasonOf(err) != medmij.ReasonUnsafe {
		t.Errorf("an empty trust store: %v", err)
	}
}

func TestEgressSortsFailures(t *testing.T) {
	n := medmijtest.New(t)
	hold := make(chan struct{})
	t.Cleanup(func() { close(hold) })
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want medmij.Reason
	}{
		"301": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://"+dva+"/b", 301) }, medmij.ReasonUnsafe},
		"307": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://127.0.0.1/b", 307) }, medmij.ReasonUnsafe},
		"too large, said so": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "200000000")
			_, _ = w.Write(make([]byte, 1000))
		}, medmij.ReasonTooLarge},
		"too large, not said": {func(w http.ResponseWriter, r *http.Request) {
			for range 3000 {
				if _, err := w.Write(make([]byte, 1000)); err != nil || r.Context().Err() != nil {
					return
				}
			}
		}, medmij.ReasonTooLarge},
		"zip bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range 200 {
				_, _ = z.Write(make([]byte, 1<<20))
			}
			_ = z.Close()
		}, medmij.ReasonTooLarge},
		"huge headers": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("a", 100_000)) }, medmij.ReasonTooLarge},
		"half": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("half"))
		}, medmij.ReasonHalf},
		"half a zip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write([]byte("half"))
			_ = z.Flush()
		}, medmij.ReasonHalf},
		"hang up":  {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, medmij.ReasonNoAnswer},
		"not HTTP": {func(w http.ResponseWriter, _ *http.Request) { hijack(w, "SSH-2.0-x\r\n\r\n") }, medmij.ReasonUnreadable},
		"silence": {func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hold:
			case <-r.Context().Done():
			}
		}, medmij.ReasonNoAnswer},
		"drip": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte(" "))
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}, medmij.ReasonNoAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			n.Host(dva, c.h)
			e := egress(t, n, nil)
			_, err := e.Do(t.Context(), medmij.Call{Method: "GET", URL: "https://" + dva + "/", Limit: 1 << 20, Timeout: 700 * time.Millisecond})
			if medmij.ReasonOf(err) != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	n.Map(dva, n.Refused())
	if _, err := get(t.Context(), egress(t, n, nil), "https://"+dva+"/"); medmij.ReasonOf(err) != medmij.ReasonNoAnswer {
		t.Errorf("nobody there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := get(ctx, egress(t, n, nil), "https://"+dva+"/"); medmij.ReasonOf(err) != medmij.ReasonInterrupted {
		t.Errorf("cancelled: %v", err)
	}
}

func hijack(w http.ResponseWriter, answer string) {
	c, rw, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(rw, answer)
	_ = rw.Flush()
	_ = c.Close()
}

func TestEgressUsesNoProxyAndShowsItsCertificate(t *testing.T) {
	port, count := honeypot(t)
	for _, v := range []string{"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"} {
		t.Setenv(v, "http://127.0.0.1:"+port)
	}
	n := medmijtest.New(t)
	n.Host(dva, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.TLS.PeerCertificates[0].DNSNames[0], r.Proto, r.Header.Get("User-Agent"))
	}))
	res, err := get(t.Context(), egress(t, n, nil), "https://"+dva+"/")
	if err != nil || !strings.HasPrefix(string(res.Body), medmijtest.ClientID+"HTTP/1.1") {
		t.Errorf("%v %s", err, res.Body)
	}
	if count.Load() != 0 {
		t.Error("the proxy of the environment was used")
	}
}
