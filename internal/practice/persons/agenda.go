// SPDX-License-Identifier: EUPL-1.2

package persons

// Appointments of the appointments service (47): what was, what comes, what was called off
// and what is only proposed. Those that are also in the hospital's summary (48) are there.

func (s *shelf) agenda(all ...meeting) {
	s.serve("47")
	for _, m := range all {
		s.appointment(m)
	}
}

func willemAgenda(gp, linde, eikenstad *shelf) {
	room, nurseRoom := "Spreekkamer 2", "Spreekkamer praktijkondersteuner"
	gp.agenda(
		meeting{name: "controle-was", on: gp.ago(0, 0, 5), hour: 9, minutes: 30, with: "poh", where: nurseRoom, what: "Controle diabetes", status: "fulfilled"},
		meeting{name: "controle-was-2", on: gp.ago(0, 3, 5), hour: 9, minutes: 30, with: "poh", where: nurseRoom, what: "Controle diabetes", status: "fulfilled"},
		meeting{name: "controle", on: gp.ahead(3, 0), hour: 9, minutes: 30, with: "poh", where: nurseRoom, what: "Controle diabetes met voetcontrole",
			prepare: "Laat een week eerder nuchter bloed prikken en lever ochtendurine in. Neem uw meetboekje mee."},
		meeting{name: "griepprik", on: gp.ahead(0, 9), hour: 14, minutes: 5, with: "huisarts", where: "Dorpshuis Oefendorp", what: "Griepprik en coronaprik", prepare: "Draag een trui met korte of wijde mouwen."},
		meeting{name: "verzet", on: gp.ago(0, 2, 12), hour: 11, minutes: 10, with: "huisarts", where: room, what: "Pijn in de schouder", status: "cancelled", comment: "Afgezegd door de patiënt: klacht is over."},
		meeting{name: "bel", on: gp.ahead(0, 4), hour: 8, minutes: 10, with: "huisarts", what: "Telefonisch consult: uitslag darmonderzoek bespreken", phone: true, status: "proposed", comment: "De assistente belt u voor een tijd."},
	)
	linde.agenda(
		meeting{name: "internist-was", on: linde.ago(1, 0, 2), hour: 10, minutes: 15, with: "internist", where: "Poli Interne geneeskunde, route 24", what: "Controle diabetes en bloeddruk", status: "fulfilled"},
		meeting{name: "oogfoto-was", on: linde.ago(1, 0, 9), hour: 14, minutes: 20, with: "oogarts", where: "Oogpolikliniek, route 11", what: "Oogfoto", status: "fulfilled"},
		meeting{name: "dietist", on: linde.ago(0, 9, 4), hour: 15, minutes: 30, with: "internist", where: "Poli Interne geneeskunde, route 24", what: "Gesprek over voeding", status: "noshow"},
		meeting{name: "oogfoto-af", on: linde.ago(0, 0, 12), hour: 13, minutes: 20, with: "oogarts", where: "Oogpolikliniek, route 11", what: "Oogfoto", status: "cancelled", comment: "Door het ziekenhuis afgezegd: camera in onderhoud."},
	)
	eikenstad.agenda(
		meeting{name: "staar-was", on: eikenstad.ago(1, 11, 22), hour: 9, minutes: 15, with: "oogarts", where: "Polikliniek Oogheelkunde, route 12", what: "Controle na staaroperatie", status: "fulfilled"},
	)
}

func greetAgenda(gp, linde *shelf) {
	gp.agenda(
		meeting{name: "visite", on: gp.ahead(0, 2), hour: 11, minutes: 20, with: "huisarts", what: "Huisbezoek: hart en vallen", comment: "De huisarts komt bij u thuis."},
		meeting{name: "visite-was", on: gp.ago(0, 0, 8), hour: 11, minutes: 20, with: "huisarts", what: "Huisbezoek: hart", status: "fulfilled"},
		meeting{name: "prikken", on: gp.ahead(0, 17), hour: 8, minutes: 5, with: "huisarts", what: "Bloed prikken aan huis: nieren en kalium", status: "pending", prepare: "U hoeft niet nuchter te zijn."},
	)
	linde.agenda(
		meeting{name: "cardioloog-was", on: linde.ago(0, 2, 10), hour: 9, minutes: 20, with: "cardioloog", where: "Polikliniek Cardiologie, route 3", what: "Controle hartfalen met bloedonderzoek", status: "fulfilled"},
		meeting{name: "geriater-af", on: linde.ago(0, 1, 4), hour: 10, minutes: 30, with: "geriater", where: "Polikliniek Geriatrie, route 7", what: "Geheugen en vallen, vervolg", status: "cancelled", comment: "Mevrouw was verkouden. Er volgt een nieuwe afspraak."},
	)
}

func sanneAgenda(s *shelf) {
	s.agenda(meeting{name: "uitstrijkje", on: s.ahead(1, 2), hour: 16, minutes: 15, with: "huisarts", where: "Spreekkamer 1", what: "Uitstrijkje bevolkingsonderzoek", prepare: "Kies een dag waarop u niet ongesteld bent."})
}

func yasminaAgenda(s *shelf) {
	s.agenda(
		meeting{name: "suiker", on: s.ahead(4, 0), hour: 8, minutes: 5, with: "huisarts", where: "Prikpost", what: "Nuchter bloed prikken: suiker en schildklier", status: "proposed", prepare: "Eet en drink vanaf 22.00 uur de avond ervoor alleen nog water."},
		meeting{name: "tsh-was", on: s.ago(0, 1, 8), hour: 12, minutes: 5, with: "huisarts", what: "Telefonisch consult: uitslag schildklier", status: "fulfilled", phone: true},
	)
}

func noorAgenda(s *shelf) {
	s.agenda(meeting{name: "eczeem", on: s.ahead(0, 8), hour: 15, minutes: 10, with: "huisarts", where: "Spreekkamer 2", what: "Controle eczeem, samen met moeder", prepare: "Neem de zalf mee die u nu gebruikt."})
}
