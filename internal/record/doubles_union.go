// SPDX-License-Identifier: EUPL-1.2

package record

// union is a set of sets.
type union struct{ up []int }

func newUnion(n int) *union {
	u := &union{make([]int, n)}
	for i := range u.up {
		u.up[i] = i
	}
	return u
}

func (u *union) top(i int) int {
	for u.up[i] != i {
		u.up[i] = u.up[u.up[i]]
		i = u.up[i]
	}
	return i
}

func (u *union) join(i, j int) { u.up[u.top(i)] = u.top(j) }

// groups returns the sets of two and more.
func (u *union) groups() [][]int {
	by := make(map[int][]int)
	var tops []int
	for i := range u.up {
		t := u.top(i)
		if by[t] == nil {
			tops = append(tops, t)
		}
		by[t] = append(by[t], i)
	}
	var out [][]int
	for _, t := range tops {
		if len(by[t]) > 1 {
			out = append(out, by[t])
		}
	}
	return out
}
