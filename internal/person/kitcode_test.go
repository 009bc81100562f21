// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
)

func TestKitCodeComesBackHoweverItIsTyped(t *testing.T) {
	for range 500 {
		c, err := newKitCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		printed := c.String()
		loose := strings.NewReplacer("0", "o", "1", "l", "-", "  ").Replace(strings.ToLower(printed))
		for _, typed := range []string{printed, strings.ToLower(printed), strings.ReplaceAll(printed, "-", ""), loose, " " + printed + "\n"} {
			got, err := ParseKitCode(typed)
			if err != nil || got != c {
				t.Fatalf("ParseKitCode(%q) = %v, %v; want %v", typed, got, err, c)
			}
		}
	}
}

func TestKitCodeHasOneFixedForm(t *testing.T) {
	var c KitCode
	for i := range c {
		c[i] = byte(i * 13)
	}
	const want = "006HV-M9SM5-8575R-PT3NV-GA7SH-SADPS-RF8DD-VTQQJ"
	if c.String() != want {
		t.Errorf("the printed form changed: %s, was %s; kits on paper would no longer open", c, want)
	}
}

func TestKitCodeNamesTheGroupOfASlip(t *testing.T) {
	c, err := newKitCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	groups := c.Groups()
	for g := range groups {
		for place := range groupSize {
			for _, sign := range crockford {
				if byte(sign) == groups[g][place] {
					continue
				}
				wrong := groups
				wrong[g] = groups[g][:place] + string(sign) + groups[g][place+1:]
				assertSlip(t, wrong, g+1)
			}
			if place+1 < groupSize && groups[g][place] != groups[g][place+1] {
				wrong := groups
				wrong[g] = groups[g][:place] + string(groups[g][place+1]) + string(groups[g][place]) + groups[g][place+2:]
				assertSlip(t, wrong, g+1)
			}
		}
	}
	swapped := groups
	swapped[2], swapped[3] = swapped[3], swapped[2]
	assertSlip(t, swapped, 3)
	for _, typed := range []string{"", groups[0], c.String() + "A", strings.Repeat("A", 100)} {
		if _, err := ParseKitCode(typed); !errors.Is(err, ErrKitCode) {
			t.Errorf("ParseKitCode(%q): %v, want ErrKitCode", typed, err)
		}
	}
}

func assertSlip(t *testing.T, groups [KitGroups]string, want int) {
	t.Helper()
	_, err := ParseKitCode(strings.Join(groups[:], "-"))
	var slip *KitSlip
	if !errors.As(err, &slip) || slip.Group != want {
		t.Fatalf("%v: %v, want a slip in group %d", groups, err, want)
	}
}

func FuzzParseKitCode(f *testing.F) {
	f.Add("01M6H-JT21P")
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := ParseKitCode(typed)
		if err != nil {
			return
		}
		again, err := ParseKitCode(c.String())
		if err != nil || again != c {
			t.Fatalf("%q was read as %v, which does not come back: %v", typed, c, err)
		}
	})
}
