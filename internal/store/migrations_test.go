// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Classes of columns: what a column may tell to whoever reads the database. A new column has no class, and fails the
// test until somebody has looked at it and entered it in columnClass.
const (
	classPerson = "whose row it is: a random id"
	classRandom = "random id, tells nothing"
	classKeyed  = "keyed hash, tells nothing without the keyring or the secret"
	classSealed = "sealed by the vault or the keyring"
	classCount  = "version, generation, size bucket, count or state: a small number that is the same for everybody"
	classNumber = "number of a collection or kind; what it stands for is in the program"
	classDay    = "a day"
	classMoment = "a moment that has to do with signing in or with a job, never with care"
	classSystem = "about the installation, not about a person"
)

// columnClass is the reviewed list of all columns.
var columnClass = map[string]string{
	"person.person":        classPerson,
	"person.day":           classDay,
	"person.generation":    classCount,
	"person.inbox_public":  classSealed,
	"person.inbox_private": classSealed,

	"sealed.person":     classPerson,
	"sealed.collection": classNumber,
	"sealed.id":         classRandom,
	"sealed.version":    classCount,
	"sealed.bucket":     classCount,
	"sealed.day":        classDay,
	"sealed.body":       classSealed,

	"revision.person": classPerson,
	"revision.value":  classCount,

	"inbox.person": classPerson,
	"inbox.id":     classRandom,
	"inbox.bucket": classCount,
	"inbox.day":    classDay,
	"inbox.body":   classSealed,

	"install.name":  classSystem,
	"install.value": classSystem,

	"account.person":  classPerson,
	"account.state":   classCount,
	"account.version": classCount,
	"account.body":    classSealed,

	"directory.blind":  classKeyed,
	"directory.person": classPerson,

	"envelope.person": classPerson,
	"envelope.factor": classRandom,
	"envelope.body":   classSealed,

	"factor.person":  classPerson,
	"factor.id":      classRandom,
	"factor.kind":    classNumber,
	"factor.state":   classCount,
	"factor.version": classCount,
	"factor.step":    classMoment,
	"factor.body":    classSealed,

	"session.person":  classPerson,
	"session.id":      classRandom,
	"session.hash":    classKeyed,
	"session.wrapped": classSealed,
	"session.created": classMoment,
	"session.seen":    classMoment,
	"session.proved":  classMoment,
	"session.body":    classSealed,

	"visit.person":  classPerson,
	"visit.id":      classRandom,
	"visit.kind":    classNumber,
	"visit.hash":    classKeyed,
	"visit.wrapped": classSealed,
	"visit.version": classCount,
	"visit.ends":    classMoment,
	"visit.body":    classSealed,

	"spent.person": classPerson,
	"spent.token":  classKeyed,
	"spent.ends":   classMoment,

	"outbox.person": classPerson,
	"outbox.id":     classRandom,
	"outbox.due":    classMoment,
	"outbox.tries":  classCount,
	"outbox.body":   classSealed,

	"job.person":  classPerson,
	"job.id":      classRandom,
	"job.due":     classMoment,
	"job.version": classCount,
	"job.body":    classSealed,

	"feed.person": classPerson,
	"feed.id":     classKeyed,
	"feed.body":   classSealed,

	"reminder.person": classPerson,
	"reminder.due":    classMoment,
	"reminder.state":  classCount,

	"throttle.key":      classKeyed,
	"throttle.failures": classCount,
	"throttle.until":    classMoment,
	"throttle.seen":     classMoment,
}

// forbidden is what a PostgreSQL-compatible engine may lack, or what ties rows of different persons together.
var forbidden = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	"serial", "bigserial", "smallserial", "sequence", "nextval", "identity", "autoincrement", "generated",
	"trigger", "function", "procedure", "rule", "listen", "notify", "unlisten",
	"pg_(try_)?advisory\\w*", "skip\\s+locked", "lock\\s+table", "foreign\\s+key", "references",
	"temp", "temporary", "extension", "fts5", "virtual", "without\\s+rowid", "strict", "inherits", "partition",
	"materialized", "view", "enum", "domain", "jsonb?", "uuid", "timestamptz?", "timestamp", "boolean", "real", "double", "float",
}, "|") + `)\b`)

// telling is what the name of a plain column must not hint at: health, providers, or who somebody is.
var telling = regexp.MustCompile(`(?i)(health|care|medic|diagn|allerg|lab|dose|drug|vaccin|disease|condition|problem|patient|` +
	`provider|practi|hospital|zorg|ziek|arts|huisarts|service|fhir|resource|zib|bsn|name|naam|mail|phone|birth|address|adres|` +
	`gender|title|text|note|label|plain|search|token_type|url|host)`)

type table struct {
	name    string
	columns []string
	types   []string // of columns
	primary []string
}

var (
	createTable = regexp.MustCompile(`(?is)^create\s+table\s+(\w+)\s*\((.*)\)$`)
	createIndex = regexp.MustCompile(`(?is)^create\s+(unique\s+)?index\s+(\w+)\s+on\s+(\w+)\s*\(([^()]*)\)$`)
	addColumn   = regexp.MustCompile(`(?is)^alter\s+table\s+(\w+)\s+add\s+column\s+(\w+)\s+(.*)$`)
	dropTable   = regexp.MustCompile(`(?is)^drop\s+table\s+(\w+)$`)
	columnLine  = regexp.MustCompile(`(?i)^(\w+)\s+(bytea|bigint|text)\s+not\s+null(\s+default\s+\S+)?$`)
	primaryLine = regexp.MustCompile(`(?i)^primary\s+key\s*\(([^)]*)\)$`)
	comment     = regexp.MustCompile(`--[^\n]*`)
)

// readSchema reads the migrations as far as these rules allow; any other statement is a complaint.
func readSchema(files map[string]string) (tables map[string]*table, complaints []string) {
	tables = map[string]*table{}
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, name := range names {
		up, _, _ := strings.Cut(files[name], "-- +goose Down")
		if strings.Contains(up, "NO TRANSACTION") {
			complaints = append(complaints, name+": a migration is one transaction")
		}
		for _, stmt := range strings.Split(comment.ReplaceAllString(up, ""), ";") {
			stmt = strings.TrimSpace(stmt)
			if stmt == "" {
				continue
			}
			if m := forbidden.FindString(stmt); m != "" {
				complaints = append(complaints, fmt.Sprintf("%s: %q is not on every engine", name, m))
			}
			complaints = append(complaints, readStatement(tables, name, stmt)...)
		}
	}
	return tables, complaints
}

func readStatement(tables map[string]*table, file, stmt string) (complaints []string) {
	complain := func(format string, args ...any) {
		complaints = append(complaints, file+": "+fmt.Sprintf(format, args...))
	}
	if m := createTable.FindStringSubmatch(stmt); m != nil {
		t := &table{name: m[1]}
		for _, line := range splitColumns(m[2]) {
			if p := primaryLine.FindStringSubmatch(line); p != nil {
				t.primary = splitColumns(p[1])
			} else if c := columnLine.FindStringSubmatch(line); c != nil {
				t.columns, t.types = append(t.columns, c[1]), append(t.types, c[2])
			} else {
				complain("table %s: %q is not a column of bytea, bigint or text that is not null", t.name, line)
			}
		}
		tables[t.name] = t
		return complaints
	}
	if m := createIndex.FindStringSubmatch(stmt); m != nil {
		t := tables[m[3]]
		switch {
		case t == nil:
			complain("index %s on unknown table %s", m[2], m[3])
		case m[1] != "" && systemTables[m[3]] == "" && splitColumns(m[4])[0] != "person":
			complain("unique index %s does not start with the person", m[2])
		}
		return complaints
	}
	if m := addColumn.FindStringSubmatch(stmt); m != nil {
		t, c := tables[m[1]], columnLine.FindStringSubmatch(m[2]+" "+m[3])
		if t == nil || c == nil || c[3] == "" {
			complain("%q is not a column of bytea, bigint or text that is not null and has a default", stmt)
			return complaints
		}
		t.columns, t.types = append(t.columns, c[1]), append(t.types, c[2])
		return complaints
	}
	if m := dropTable.FindStringSubmatch(stmt); m != nil {
		delete(tables, m[1])
		return nil
	}
	complain("statement that these rules do not know: %.60q", stmt)
	return complaints
}

func splitColumns(s string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range s + "," {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.Join(strings.Fields(s[start:i]), " "))
			start = i + 1
		}
	}
	return out
}

// checkSchema holds the rules of scale and silence over tables.
func checkSchema(tables map[string]*table, person []string, system, class map[string]string) (complaints []string) {
	complain := func(format string, args ...any) { complaints = append(complaints, fmt.Sprintf(format, args...)) }
	seen := map[string]bool{}
	for _, t := range tables {
		if len(t.primary) == 0 {
			complain("table %s has no primary key", t.name)
		} else if t.primary[0] != "person" && system[t.name] == "" {
			complain("the primary key of table %s does not start with the person", t.name)
		}
		if slices.Contains(t.columns, "person") != slices.Contains(person, t.name) {
			complain("table %s: has a column person, or is in personTables, but not both", t.name)
		}
		for _, c := range t.columns {
			full := t.name + "." + c
			seen[full] = true
			cl := class[full]
			if cl == "" {
				complain("column %s has no class: review it, and enter it in columnClass", full)
			}
			if cl != classSystem && telling.MatchString(c) {
				complain("the name of column %s tells too much", full)
			}
		}
		if telling.MatchString(t.name) {
			complain("the name of table %s tells too much", t.name)
		}
	}
	for full := range class {
		if !seen[full] {
			complain("column %s has a class but is not in the migrations", full)
		}
	}
	for _, name := range person {
		if tables[name] == nil {
			complain("personTables names %s, which is not in the migrations", name)
		}
	}
	for name := range system {
		if tables[name] == nil && name != "migration" {
			complain("systemTables names %s, which is not in the migrations", name)
		}
	}
	return complaints
}

func migrationTexts(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	names, err := fs.Glob(migrations(), "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(migrations(), n)
		if err != nil {
			t.Fatal(err)
		}
		files[n] = string(b)
	}
	return files
}

func TestMigrationsHoldTheRules(t *testing.T) {
	tables, complaints := readSchema(migrationTexts(t))
	complaints = append(complaints, checkSchema(tables, personTables, systemTables, columnClass)...)
	for _, c := range complaints {
		t.Error(c)
	}
}

// TestMigrationRulesBite breaks each rule once.
func TestMigrationRulesBite(t *testing.T) {
	const good = "create table a (person bytea not null, id bytea not null, primary key (person, id));"
	for name, bad := range map[string]string{
		"sequence":             "create table b (person bytea not null, id bigserial, primary key (person, id));",
		"identity":             "create table b (person bytea not null, id bigint generated always as identity, primary key (person));",
		"foreign key":          "create table b (person bytea not null references a, primary key (person));",
		"person not first":     "create table b (id bytea not null, person bytea not null, primary key (id, person));",
		"no primary key":       "create table b (person bytea not null);",
		"null":                 "create table b (person bytea not null, id bytea, primary key (person));",
		"other type":           "create table b (person bytea not null, id boolean not null, primary key (person));",
		"unclassed column":     "create table b (person bytea not null, id bytea not null, extra bytea not null, primary key (person, id));",
		"added column":         "alter table a add column extra bytea not null default '';",
		"unlisted table":       "create table c (person bytea not null, primary key (person));",
		"trigger":              "create trigger x after insert on a begin select 1; end;",
		"unique over persons":  "create unique index x on a (id);",
		"unknown statement":    "insert into a values ('x');",
		"no transaction":       "-- +goose NO TRANSACTION\n" + good,
		"telling name":         "create table b (person bytea not null, id bytea not null, diagnosis bytea not null, primary key (person, id));",
		"index on nothing":     "create index x on z (id);",
		"column without limit": "alter table a add column id2 bytea;",
	} {
		t.Run(name, func(t *testing.T) {
			tables, complaints := readSchema(map[string]string{"1.sql": "-- +goose Up\n" + good, "2.sql": "-- +goose Up\n" + bad})
			class := map[string]string{"a.person": classPerson, "a.id": classRandom}
			person := []string{"a"}
			if tables["b"] != nil {
				person = append(person, "b")
				for _, c := range []string{"person", "id", "diagnosis"} {
					if slices.Contains(tables["b"].columns, c) {
						class["b."+c] = classRandom
					}
				}
			}
			if complaints = append(complaints, checkSchema(tables, person, nil, class)...); len(complaints) == 0 {
				t.Error("no complaint")
			}
		})
	}
	tables, complaints := readSchema(map[string]string{"1.sql": "-- +goose Up\n" + good})
	complaints = append(complaints, checkSchema(tables, []string{"a"}, nil, map[string]string{"a.person": classPerson, "a.id": classRandom})...)
	if len(complaints) > 0 {
		t.Errorf("complaints about what is right: %q", complaints)
	}
}

// TestStatementsHoldTheRules looks at the SQL in the source of this package for what only one engine has.
func TestStatementsHoldTheRules(t *testing.T) {
	only := regexp.MustCompile(`(?i)(for\s+update|for\s+share|skip\s+locked|advisory|nextval|::\w|\bilike\b|\bnow\(\)|` +
		`current_timestamp|insert\s+or\s+|\breplace\s+into|\bjulianday|\bstrftime|\browid\b|\bonly\s+\w+\s+where|\bpragma_)`)
	statement := regexp.MustCompile("(?is)`\\s*(select|insert|update|delete|with)\\b[^`]*`")
	for name, text := range sources(t) {
		if name == "postgres.go" || name == "sqlite.go" { // these look at their own engine
			continue
		}
		for _, stmt := range statement.FindAllString(text, -1) {
			if m := only.FindString(stmt); m != "" {
				t.Errorf("%s: %q in %.80s…", name, m, stmt)
			}
			if strings.Contains(stmt, "?") {
				t.Errorf("%s: placeholders are $1, $2, … in %.80s…", name, stmt)
			}
		}
	}
}
