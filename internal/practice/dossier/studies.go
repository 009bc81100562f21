// SPDX-License-Identifier: EUPL-1.2

package dossier

// Study is a set of images that a provider keeps about a person. The images themselves are
// made by the practice network; the dossier has the references to them.
type Study struct {
	Person, Provider string // keys
	UID              string // study instance
	Series           string // series instance
	Instances        []string
	KOS              string // the object that lists the instances
	Modality         string // "DX"
	Title            string // on the image and in the list
	Part             string // which part of the body is shown: "voet", "heup"
	Years, Months    int    // how long ago, as the clock of the persons counts
}

// Path is where the list of the study's images is, relative to the service's base.
func (s Study) Path() string {
	return "studies/" + s.UID + "/series/" + s.Series + "/instances/" + s.KOS
}

// Studies are the studies of the practice persons.
func Studies() []Study {
	return []Study{
		{Person: "willem", Provider: Eikenstad, UID: "2.25.329800735698586629295641978511506172918", Series: "2.25.329800735698586629295641978511506172919",
			Instances: []string{"2.25.329800735698586629295641978511506172921", "2.25.329800735698586629295641978511506172922"},
			KOS:       "2.25.329800735698586629295641978511506172920", Modality: "DX", Title: "Röntgenfoto voet links", Part: "voet", Years: 1, Months: 1},
		{Person: "greet", Provider: Eikenstad, UID: "2.25.197645327512340971285640913337745120011", Series: "2.25.197645327512340971285640913337745120012",
			Instances: []string{"2.25.197645327512340971285640913337745120014"},
			KOS:       "2.25.197645327512340971285640913337745120013", Modality: "DX", Title: "Röntgenfoto heup rechts", Part: "heup", Years: 2, Months: 2},
	}
}
