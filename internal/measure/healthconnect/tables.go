// SPDX-License-Identifier: EUPL-1.2

package healthconnect

import "regie/internal/measure"

// table is a table of values. The names are those of the export of Android 14 and later; a table
// or column that a file does not have is passed over.
type table struct {
	name   string
	kind   measure.Kind
	value  string // of its spellings the first that is there: "a|b"; "" where the length of time counts
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
	{name: "body_water_mass_record_table", kind: "water-mass", value: "body_water_mass|mass", factor: 0.001},
	{name: "basal_metabolic_rate_record_table", kind: "basal-rate", value: "basal_metabolic_rate", factor: 86_400 / 4184.}, // watts
	{name: "bone_mass_record_table", kind: "bone-mass", value: "mass", factor: 0.001},
	{name: "resting_heart_rate_record_table", kind: "heart-rate-resting", value: "beats_per_minute", factor: 1},
	{name: "oxygen_saturation_record_table", kind: "oxygen", value: "percentage", factor: 1},
	{name: "body_temperature_record_table", kind: "temperature", value: "temperature", factor: 1},
	{name: "basal_body_temperature_record_table", kind: "temperature-basal", value: "temperature|basal_body_temperature", factor: 1},
	{name: "heart_rate_variability_rmssd_record_table", kind: "hrv-rmssd", value: "heart_rate_variability_millis", factor: 1},
	{name: "respiratory_rate_record_table", kind: "respiration", value: "rate", factor: 1},
	{name: "blood_glucose_record_table", kind: "glucose", value: "level", factor: 1},
	{name: "vo2_max_record_table", kind: "vo2max", value: "vo2_milliliters_per_minute_kilogram|vo2_max", factor: 1},
}

var intervals = []table{
	{name: "steps_record_table", kind: "steps", value: "count", factor: 1},
	{name: "distance_record_table", kind: "distance", value: "distance", factor: 1},
	{name: "active_calories_burned_record_table", kind: "energy-active", value: "energy", factor: 0.001}, // calories
	{name: "total_calories_burned_record_table", kind: "energy-total", value: "energy", factor: 0.001},
	{name: "floors_climbed_record_table", kind: "flights", value: "floors", factor: 1},
	{name: "hydration_record_table", kind: "water", value: "volume", factor: 1000},
	{name: "wheelchair_pushes_record_table", kind: "pushes", value: "count", factor: 1},
	{name: "elevation_gained_record_table", kind: "climbed", value: "elevation", factor: 1},
	{name: "mindfulness_session_record_table", kind: "mindful", factor: 1},
}

// nutrients are the columns of nutrition_record_table: grams, and calories. What is not known of a
// meal is the least number there is, or nothing.
var nutrients = []table{
	{kind: "energy-food", value: "energy", factor: 0.001}, {kind: "protein", value: "protein", factor: 1}, {kind: "carbohydrates", value: "total_carbohydrate", factor: 1},
	{kind: "sugar", value: "sugar", factor: 1}, {kind: "fibre", value: "dietary_fiber", factor: 1}, {kind: "fat", value: "total_fat", factor: 1},
	{kind: "fat-saturated", value: "saturated_fat", factor: 1}, {kind: "fat-mono", value: "monounsaturated_fat", factor: 1}, {kind: "fat-poly", value: "polyunsaturated_fat", factor: 1},
	{kind: "fat-trans", value: "trans_fat", factor: 1}, {kind: "cholesterol-food", value: "cholesterol", factor: 1000}, {kind: "sodium", value: "sodium", factor: 1000},
	{kind: "potassium", value: "potassium", factor: 1000}, {kind: "caffeine", value: "caffeine", factor: 1000}, {kind: "calcium", value: "calcium", factor: 1000},
	{kind: "chloride", value: "chloride", factor: 1000}, {kind: "copper", value: "copper", factor: 1000}, {kind: "iron", value: "iron", factor: 1000},
	{kind: "magnesium", value: "magnesium", factor: 1000}, {kind: "manganese", value: "manganese", factor: 1000}, {kind: "phosphorus", value: "phosphorus", factor: 1000},
	{kind: "zinc", value: "zinc", factor: 1000}, {kind: "niacin", value: "niacin", factor: 1000}, {kind: "pantothenic-acid", value: "pantothenic_acid", factor: 1000},
	{kind: "riboflavin", value: "riboflavin", factor: 1000}, {kind: "thiamin", value: "thiamin", factor: 1000}, {kind: "vitamin-b6", value: "vitamin_b6", factor: 1000},
	{kind: "vitamin-c", value: "vitamin_c", factor: 1000}, {kind: "vitamin-e", value: "vitamin_e", factor: 1000}, {kind: "biotin", value: "biotin", factor: 1e6},
	{kind: "chromium", value: "chromium", factor: 1e6}, {kind: "folate", value: "folate", factor: 1e6}, {kind: "iodine", value: "iodine", factor: 1e6},
	{kind: "molybdenum", value: "molybdenum", factor: 1e6}, {kind: "selenium", value: "selenium", factor: 1e6}, {kind: "vitamin-a", value: "vitamin_a", factor: 1e6},
	{kind: "vitamin-b12", value: "vitamin_b12", factor: 1e6}, {kind: "vitamin-d", value: "vitamin_d", factor: 1e6}, {kind: "vitamin-k", value: "vitamin_k", factor: 1e6},
}

var series = []table{
	{name: "heart_rate_record_table", child: "heart_rate_record_series_table", kind: "heart-rate", value: "beats_per_minute", factor: 1},
	{name: "SpeedRecordTable", child: "speed_record_table", kind: "speed", value: "speed", factor: 3.6}, // m/s
	{name: "PowerRecordTable", child: "power_record_table", kind: "power", value: "power", factor: 1},
	{name: "skin_temperature_record_table", child: "skin_temperature_delta_table", kind: "skin-temperature-change", value: "delta", factor: 1},
	{name: "StepsCadenceRecordTable", child: "steps_cadence_record_table", kind: "cadence", value: "rate", factor: 1},
	{name: "CyclingPedalingCadenceRecordTable", child: "cycling_pedaling_cadence_record_table", kind: "cycling-cadence", value: "revolutions_per_minute", factor: 1},
}

// stages are those of androidx.health.connect SleepSessionRecord.
var stages = map[int64]int64{
	1: measure.StageAwake, 2: measure.StageAsleep, 3: measure.StageOut, 4: measure.StageLight, 5: measure.StageDeep, 6: measure.StageREM, 7: measure.StageAwake,
}

// exercises are those of android.health.connect.datatypes.ExerciseSessionType that have a word of
// ours. The numbers are those of the system, which are not those that apps use (androidx).
var exercises = map[int64]string{
	1: "badminton", 4: "cycling", 5: "cycling", 8: "strength", 10: "dancing", 16: "golf", 20: "interval", 21: "hiking", 22: "hockey", 23: "skating", 25: "paddling", 27: "pilates",
	31: "rowing", 33: "running", 34: "running", 35: "sailing", 37: "skating", 38: "skiing", 41: "football", 44: "stairs", 45: "strength", 46: "stretching",
	48: "swimming", 49: "swimming", 50: "table-tennis", 51: "tennis", 52: "volleyball", 53: "walking", 55: "strength", 56: "wheelchair", 57: "yoga", 59: "stairs",
	60: "elliptical", 61: "rowing",
}

// meals are values of relation_to_meal of a blood glucose: fasting, before, after.
var meals = map[int64]measure.Mark{2: measure.MarkBeforeMeal, 3: measure.MarkBeforeMeal, 4: measure.MarkAfterMeal}
