// SPDX-License-Identifier: EUPL-1.2

package medicines

// alsoPages are the pages of this package with their names, for going from one to another.
var alsoPages = [][2]string{
	{"/medicijnen", "medicines.title"}, {"/allergieen", "medicines.safety.title"},
	{"/vaccinaties", "medicines.booklet.title"}, {"/wensen", "medicines.wishes.title"},
}
