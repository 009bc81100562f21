// SPDX-License-Identifier: EUPL-1.2

package apple

import "regie/internal/measure"

// quantities says which kind a type of HealthKit is. The names are those of Apple's documentation
// of HKQuantityTypeIdentifier, without that word.
var quantities = map[string]measure.Kind{
	"StepCount":                          "steps",
	"DistanceWalkingRunning":             "distance",
	"DistanceCycling":                    "distance-cycling",
	"DistanceSwimming":                   "distance-swimming",
	"DistanceWheelchair":                 "distance-wheelchair",
	"DistanceDownhillSnowSports":         "distance-snow",
	"PushCount":                          "pushes",
	"SwimmingStrokeCount":                "strokes",
	"FlightsClimbed":                     "flights",
	"ActiveEnergyBurned":                 "energy-active",
	"BasalEnergyBurned":                  "energy-basal",
	"AppleExerciseTime":                  "exercise",
	"AppleStandTime":                     "stand",
	"PhysicalEffort":                     "effort",
	"NumberOfTimesFallen":                "falls",
	"HeartRate":                          "heart-rate",
	"RestingHeartRate":                   "heart-rate-resting",
	"WalkingHeartRateAverage":            "heart-rate-walking",
	"HeartRateRecoveryOneMinute":         "heart-rate-recovery",
	"HeartRateVariabilitySDNN":           "hrv-sdnn",
	"VO2Max":                             "vo2max",
	"AtrialFibrillationBurden":           "afib",
	"PeripheralPerfusionIndex":           "perfusion",
	"BodyMass":                           "weight",
	"Height":                             "height",
	"BodyMassIndex":                      "bmi",
	"BodyFatPercentage":                  "body-fat",
	"LeanBodyMass":                       "lean-mass",
	"WaistCircumference":                 "waist",
	"BodyTemperature":                    "temperature",
	"BasalBodyTemperature":               "temperature-basal",
	"AppleSleepingWristTemperature":      "temperature-wrist",
	"AppleSleepingBreathingDisturbances": "breathing-disturbances",
	"ElectrodermalActivity":              "skin-conductance",
	"OxygenSaturation":                   "oxygen",
	"RespiratoryRate":                    "respiration",
	"PeakExpiratoryFlowRate":             "peak-flow",
	"ForcedExpiratoryVolume1":            "fev1",
	"ForcedVitalCapacity":                "fvc",
	"InhalerUsage":                       "inhaler",
	"BloodGlucose":                       "glucose",
	"InsulinDelivery":                    "insulin",
	"DietaryWater":                       "water",
	"DietaryCaffeine":                    "caffeine",
	"DietaryEnergyConsumed":              "energy-food",
	"DietaryCarbohydrates":               "carbohydrates",
	"DietarySugar":                       "sugar",
	"DietaryFiber":                       "fibre",
	"DietaryProtein":                     "protein",
	"DietaryFatTotal":                    "fat",
	"DietaryFatSaturated":                "fat-saturated",
	"DietarySodium":                      "sodium",
	"DietaryPotassium":                   "potassium",
	"DietaryCholesterol":                 "cholesterol-food",
	"NumberOfAlcoholicBeverages":         "alcohol",
	"WalkingSpeed":                       "walking-speed",
	"WalkingStepLength":                  "step-length",
	"WalkingAsymmetryPercentage":         "walking-asymmetry",
	"WalkingDoubleSupportPercentage":     "double-support",
	"AppleWalkingSteadiness":             "steadiness",
	"SixMinuteWalkTestDistance":          "six-minute-walk",
	"StairAscentSpeed":                   "stairs-up",
	"StairDescentSpeed":                  "stairs-down",
	"RunningSpeed":                       "running-speed",
	"RunningPower":                       "running-power",
	"RunningStrideLength":                "stride-length",
	"RunningGroundContactTime":           "ground-contact",
	"RunningVerticalOscillation":         "vertical-oscillation",
	"CyclingSpeed":                       "cycling-speed",
	"CyclingPower":                       "cycling-power",
	"CyclingCadence":                     "cycling-cadence",
	"EnvironmentalAudioExposure":         "sound-around",
	"HeadphoneAudioExposure":             "sound-headphones",
	"TimeInDaylight":                     "daylight",
	"UVExposure":                         "uv",
	"AppleMoveTime":                      "move",
	"CrossCountrySkiingSpeed":            "skiing-speed",
	"PaddleSportsSpeed":                  "paddling-speed",
	"RowingSpeed":                        "rowing-speed",
	"CyclingFunctionalThresholdPower":    "cycling-threshold",
	"DistanceCrossCountrySkiing":         "distance-skiing",
	"DistancePaddleSports":               "distance-paddling",
	"DistanceRowing":                     "distance-rowing",
	"DistanceSkatingSports":              "distance-skating",
	"WorkoutEffortScore":                 "workout-effort",
	"EstimatedWorkoutEffortScore":        "workout-effort-estimated",
	"NikeFuel":                           "nike-fuel",
	"UnderwaterDepth":                    "depth",
	"WaterTemperature":                   "temperature-water",
	"EnvironmentalSoundReduction":        "sound-reduction",
	"BloodAlcoholContent":                "blood-alcohol",
	"DietaryFatMonounsaturated":          "fat-mono",
	"DietaryFatPolyunsaturated":          "fat-poly",
	"DietaryVitaminA":                    "vitamin-a",
	"DietaryThiamin":                     "thiamin",
	"DietaryRiboflavin":                  "riboflavin",
	"DietaryNiacin":                      "niacin",
	"DietaryPantothenicAcid":             "pantothenic-acid",
	"DietaryVitaminB6":                   "vitamin-b6",
	"DietaryBiotin":                      "biotin",
	"DietaryFolate":                      "folate",
	"DietaryVitaminB12":                  "vitamin-b12",
	"DietaryVitaminC":                    "vitamin-c",
	"DietaryVitaminD":                    "vitamin-d",
	"DietaryVitaminE":                    "vitamin-e",
	"DietaryVitaminK":                    "vitamin-k",
	"DietaryCalcium":                     "calcium",
	"DietaryChloride":                    "chloride",
	"DietaryChromium":                    "chromium",
	"DietaryCopper":                      "copper",
	"DietaryIodine":                      "iodine",
	"DietaryIron":                        "iron",
	"DietaryMagnesium":                   "magnesium",
	"DietaryManganese":                   "manganese",
	"DietaryMolybdenum":                  "molybdenum",
	"DietaryPhosphorus":                  "phosphorus",
	"DietarySelenium":                    "selenium",
	"DietaryZinc":                        "zinc",
}

type ordered struct {
	word  string
	value int64
}

// words are the last words of values of categories that have an order: how strong a symptom was,
// how heavy a bleeding. 1 stands for: it was there, no more is known.
var words = []ordered{
	{"NotPresent", 0}, {"NoChange", 0}, {"None", 0}, {"Idle", 0}, {"Present", 1}, {"Unspecified", 1}, {"Stood", 1}, {"NotApplicable", 1},
	{"Mild", 2}, {"Light", 2}, {"Moderate", 3}, {"Medium", 3}, {"Severe", 4}, {"Heavy", 4},
}

// pressures are the two halves of a blood pressure; they come as records of their own.
const (
	systolic  = "BloodPressureSystolic"
	diastolic = "BloodPressureDiastolic"
)

// stages are the values of HKCategoryTypeIdentifierSleepAnalysis.
var stages = map[string]int64{
	"InBed": measure.StageInBed, "Awake": measure.StageAwake, "Asleep": measure.StageAsleep, "AsleepUnspecified": measure.StageAsleep,
	"AsleepCore": measure.StageLight, "AsleepDeep": measure.StageDeep, "AsleepREM": measure.StageREM,
}

// activities are the workouts that have a word of ours; the others keep Apple's.
var activities = map[string]string{
	"Walking": "walking", "Running": "running", "Cycling": "cycling", "Swimming": "swimming", "Hiking": "hiking", "Yoga": "yoga",
	"Rowing": "rowing", "Dance": "dancing", "SocialDance": "dancing", "CardioDance": "dancing", "Elliptical": "elliptical", "StairClimbing": "stairs", "Stairs": "stairs",
	"TraditionalStrengthTraining": "strength", "FunctionalStrengthTraining": "strength", "CoreTraining": "strength",
	"HighIntensityIntervalTraining": "interval", "Tennis": "tennis", "Soccer": "football", "Golf": "golf", "Pilates": "pilates",
	"SkatingSports": "skating", "Badminton": "badminton", "TableTennis": "table-tennis", "Volleyball": "volleyball", "Hockey": "hockey",
	"MindAndBody": "mind", "Flexibility": "stretching", "Cooldown": "cooldown", "MixedCardio": "cardio", "CrossTraining": "cardio",
	"EquestrianSports": "riding", "Sailing": "sailing", "PaddleSports": "paddling", "DownhillSkiing": "skiing", "CrossCountrySkiing": "skiing",
	"WheelchairWalkPace": "wheelchair", "WheelchairRunPace": "wheelchair", "WaterFitness": "water", "Other": "other",
}
