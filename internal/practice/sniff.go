// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bufio"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// sniffListener accepts TLS and plain connections on one port: a TLS client
// speaks first, and its first byte is always 22. By hand one goes without TLS,
// and so without a warning of the browser; tests can ask for it.
type sniffListener struct {
	net.Listener
	config *tls.Config
	ready  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

const sniffTimeout = 5 * time.Second

func newSniffListener(l net.Listener, config *tls.Config) *sniffListener {
	s := &sniffListener{Listener: l, config: config, ready: make(chan net.Conn), closed: make(chan struct{})}
	go s.run()
	return s
}

func (s *sniffListener) run() {
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			s.once.Do(func() { close(s.closed) })
			return
		}
		go s.sniff(c)
	}
}

func (s *sniffListener) sniff(c net.Conn) {
	r := bufio.NewReader(c)
	_ = c.SetReadDeadline(time.Now().Add(sniffTimeout))
	first, err := r.Peek(1)
	if err != nil {
		_ = c.Close()
		return
	}
	_ = c.SetReadDeadline(time.Time{})
	var out net.Conn = &peekedConn{c, r}
	if first[0] == 22 {
		out = tls.Server(out, s.config)
	}
	select {
	case s.ready <- out:
	case <-s.closed:
		_ = c.Close()
	}
}

func (s *sniffListener) Accept() (net.Conn, error) {
	select {
	case c := <-s.ready:
		return c, nil
	case <-s.closed:
		return nil, net.ErrClosed
	}
}

func (s *sniffListener) Close() error {
	s.once.Do(func() { close(s.closed) })
	return s.Listener.Close()
}

// peekedConn gives back the byte that was looked at.
type peekedConn struct {
	net.Conn
	r *bufio.Reader
}

func (p *peekedConn) Read(b []byte) (int, error) { return p.r.Read(b) }
