// SPDX-License-Identifier: EUPL-1.2

package healthconnect

import "regie/internal/measure"

// table is a table of values. The names are those of the export of Android 14; a table or column
// that a file does not have is passed over.
type table struct {
	name   string
	kind   measure.Kind
	value  string
	second string // the lower value of a pair
	factor float64
	// child holds the values, with parent_key and epoch_millis, where the table itself has none.
	child string
}

// instants have a column time, the others start_time and end_time.
var instants = []table{
	{name: "blood_pressure_record_table", kind: "blood-pressure", value: "systolic", second: "diastolic", factor: 1},
	{name: "weight_record_table", kind: "weight", value: "weight", factor: 0.001}, // grams
	{name: "height_record_table", kind: "height", value: "height", factor: 100},   // metres
	{name: "body_fat_record_table", kind: "body-fat", value: "percentage", factor: 1},
	{name: "lean_body_mass_record_table", kind: "lean-mass", value: "mass", factor: 0.001},
	{name: "bone_mass_record_table", kind: "bone-mass", value: "mass", factor: 0.001},
	{name: "resting_heart_rate_record_table", kind: "heart-rate-resting", value: "beats_per_minute", factor: 1},
	{name: "oxygen_saturation_record_table", kind: "oxygen", value: "percentage", factor: 1},
	{name: "body_temperature_record_table", kind: "temperature", value: "temperature", factor: 1},
	{name: "basal_body_temperature_record_table", kind: "temperature-basal", value: "temperature", factor: 1},
	{name: "heart_rate_variability_rmssd_record_table", kind: "hrv-rmssd", value: "heart_rate_variability_millis", factor: 1},
	{name: "respiratory_rate_record_table", kind: "respiration", value: "rate", factor: 1},
	{name: "blood_glucose_record_table", kind: "glucose", value: "level", factor: 1},
	{name: "vo2_max_record_table", kind: "vo2max", value: "vo2_milliliters_per_minute_kilogram", factor: 1},
}

var intervals = []table{
	{name: "steps_record_table", kind: "steps", value: "count", factor: 1},
	{name: "distance_record_table", kind: "distance", value: "distance", factor: 1},
	{name: "active_calories_burned_record_table", kind: "energy-active", value: "energy", factor: 0.001}, // calories
	{name: "total_calories_burned_record_table", kind: "energy-total", value: "energy", factor: 0.001},
	{name: "floors_climbed_record_table", kind: "flights", value: "floors", factor: 1},
	{name: "hydration_record_table", kind: "water", value: "volume", factor: 1000},
	{name: "wheelchair_pushes_record_table", kind: "pushes", value: "count", factor: 1},
}

var series = []table{
	{name: "heart_rate_record_table", child: "heart_rate_record_series_table", kind: "heart-rate", value: "beats_per_minute", factor: 1},
	{name: "SpeedRecordTable", child: "speed_record_table", kind: "speed", value: "speed", factor: 3.6}, // m/s
	{name: "PowerRecordTable", child: "power_record_table", kind: "power", value: "power", factor: 1},
	{name: "StepsCadenceRecordTable", child: "steps_cadence_record_table", kind: "cadence", value: "rate", factor: 1},
	{name: "CyclingPedalingCadenceRecordTable", child: "cycling_pedaling_cadence_record_table", kind: "cycling-cadence", value: "revolutions_per_minute", factor: 1},
}

// stages are those of androidx.health.connect SleepSessionRecord.
var stages = map[int64]int64{
	1: measure.StageAwake, 2: measure.StageAsleep, 3: measure.StageOut, 4: measure.StageLight, 5: measure.StageDeep, 6: measure.StageREM, 7: measure.StageAwake,
}

// exercises are those of ExerciseSessionRecord that have a word of ours.
var exercises = map[int64]string{
	2: "badminton", 8: "cycling", 9: "cycling", 13: "strength", 16: "dancing", 25: "elliptical", 29: "football", 32: "golf", 36: "interval", 37: "hiking",
	48: "pilates", 53: "rowing", 54: "rowing", 56: "running", 57: "running", 58: "sailing", 60: "skating", 61: "skiing", 66: "football", 68: "stairs",
	69: "stairs", 70: "strength", 71: "stretching", 73: "swimming", 74: "swimming", 75: "table-tennis", 76: "tennis", 78: "volleyball", 79: "walking",
	82: "wheelchair", 83: "yoga", 0: "other",
}
