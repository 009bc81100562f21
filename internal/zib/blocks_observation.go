// SPDX-License-Identifier: EUPL-1.2

package zib

// observationBlocks are measurements, laboratory results and other observations.
func observationBlocks() []Block {
	return []Block{
		{Name: "BloodPressure", Category: CategoryMeasurements, Type: "Observation", Profiles: []string{"zib-bloodpressure", "nl-core-bloodpressure"},
			Match: hasCode("code", "loinc 85354-9", "snomed 75367002"), Read: readBloodPressure},
	}
}
