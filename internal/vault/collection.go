// SPDX-License-Identifier: EUPL-1.2

package vault

import "strconv"

// Collection is a kind of sealed rows. Outside the vault only its number is seen. Numbers are never used again.
type Collection uint16

const (
	Items       Collection = 1  // blocks of care items, derived from originals
	Originals   Collection = 2  // blocks of resources, the provider's bytes
	Index       Collection = 3  // what is known of each resource: digest, versions, place
	Connections Collection = 4  // providers that the person collects from
	Runs        Collection = 5  // collecting runs and what came of them
	Settings    Collection = 6  // what the person chose
	Documents   Collection = 7  // documents and images
	Profile     Collection = 8  // who the person is: name, date of birth
	Flows       Collection = 9  // authorizations that are under way
	Seen        Collection = 10 // what the person has looked at
	Access      Collection = 11 // how the person gets in: a recovery kit that is being written down
	Own         Collection = 12 // medicines, vaccinations and more that the person added herself
	Choices     Collection = 13 // doubles that the person took apart or joined
	Answers     Collection = 14 // questionnaires and requests, from waiting to received
	Samples     Collection = 20 // blocks of samples that people measured themselves
	Sums        Collection = 21 // what days of samples come to
	Book        Collection = 22 // sources, imports and kinds of samples
	Events      Collection = 23 // workouts, electrocardiograms

	MeasureNotes Collection = 24 // what somebody wrote beside a measurement, and own targets
	Diary        Collection = 25 // what the person writes in her diary, by month
	DiaryFiles   Collection = 26 // photos and sounds that belong to it
	Agenda       Collection = 27 // the person's own appointments, and the address at which others read them
	Uploads      Collection = 28 // files that wait to be added or not
	Goals        Collection = 29 // what the person wants to reach

	Devices   Collection = 40 // measuring devices: their users, and readings that wait for an answer
	Receivers Collection = 41 // addresses to which apps send measurements
	Carried   Collection = 44 // files with a record that the person added, and what each brought

	Couplings     Collection = 42 // vendors with which the person is coupled, with their tokens
	CouplingFlows Collection = 43 // ways to such a vendor that are under way
	Ahead         Collection = 45 // reminders, and what somebody prepares for a visit
)

// table is what stands for the collection in the AAD.
func (c Collection) table() string { return "sealed/" + strconv.Itoa(int(c)) }
