// SPDX-License-Identifier: EUPL-1.2

package explain

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unexplained are codes of the words tables that need no explanation: their name says it all,
// or they are kinds of reports and answers, not something that is measured.
var unexplained = map[string]string{
	"72170-4":  "a photo",
	"LA6715-2": "an answer", "LA6717-8": "an answer", "LA6721-0": "an answer", "LA6723-6": "an answer", "LA6727-7": "an answer",
}

// TestTestsWithOurWordsAreExplained: every laboratory test and measurement for which Regie has a
// word of its own has an explanation, by its code and by that word in both languages.
func TestTestsWithOurWordsAreExplained(t *testing.T) {
	n := 0
	for _, name := range []string{"lab.tsv", "measurements.tsv", "loinc.tsv", "nhg45.tsv"} {
		f, err := os.Open(filepath.Join("..", "zib", "words", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "# letters and reports") {
				break
			}
			col := strings.Split(lines.Text(), "\t")
			if len(col) < 4 || strings.HasPrefix(col[0], "#") || strings.Contains(col[0], "#") || unexplained[col[1]] != "" {
				continue
			}
			n++
			byCode, ok := Find(col[0], col[1])
			if !ok {
				if col[0] == "loinc" {
					t.Errorf("%s %s (%s) is not explained", col[0], col[1], col[2])
				}
				continue
			}
			for _, word := range col[2:4] {
				if byName, ok := Find("", "", word); ok && byName.Key != byCode.Key {
					t.Errorf("%s %s is %s by its code, and %s by the name %q", col[0], col[1], byCode.Key, byName.Key, word)
				}
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	if n < 300 {
		t.Errorf("only %d codes read", n)
	}
}
