// SPDX-License-Identifier: EUPL-1.2

package zib

// technicalTypes are resources that only serve others, or software: how an agenda is divided, where a
// server is, what belongs to what. They are read like any other, but are no care of this person.
var technicalTypes = []string{"Endpoint", "MessageHeader", "OrganizationAffiliation", "Slot", "Schedule", "ActivityDefinition", "PlanDefinition", "Library", "Linkage",
	"Parameters", "Subscription", "AuditEvent", "Group", "Person", "Substance", "BodySite", "BodyStructure", "Account", "ValueSet", "CodeSystem", "ConceptMap", "NamingSystem",
	"StructureDefinition", "StructureMap", "SearchParameter", "OperationDefinition", "CapabilityStatement", "ImplementationGuide", "CompartmentDefinition", "TestScript", "TestReport",
	"GraphDefinition", "MessageDefinition", "DataElement", "ExpansionProfile", "ServiceDefinition", "ExampleScenario", "TerminologyCapabilities", "DeviceComponent", "DeviceMetric",
	"DeviceDefinition", "MedicationKnowledge", "InsurancePlan", "VerificationResult", "EnrollmentRequest", "EnrollmentResponse", "PaymentNotice", "PaymentReconciliation"}

// definitions are technical types of which only the name says anything to a person.
var definitions = map[string]bool{"ValueSet": true, "CodeSystem": true, "ConceptMap": true, "NamingSystem": true, "StructureDefinition": true, "StructureMap": true,
	"SearchParameter": true, "OperationDefinition": true, "CapabilityStatement": true, "ImplementationGuide": true, "CompartmentDefinition": true, "TestScript": true, "TestReport": true,
	"GraphDefinition": true, "MessageDefinition": true, "DataElement": true, "ExpansionProfile": true, "ServiceDefinition": true, "ExampleScenario": true, "TerminologyCapabilities": true,
	"AuditEvent": true, "Subscription": true, "Library": true, "PlanDefinition": true, "DeviceDefinition": true}

func technicalBlocks() []Block {
	blocks := make([]Block, 0, len(technicalTypes))
	for _, t := range technicalTypes {
		blocks = append(blocks, Block{Name: t, Part: true, Type: t, Match: always, Read: readTechnical})
	}
	return blocks
}

func readTechnical(b *B) {
	r := b.Root
	if definitions[b.Res.Type] {
		b.Named(r.Get("title"))
		b.Titled(typeName(b.Res.Type, b.Res.Type))
		b.On(r.Get("date"), r.Get("recorded"), r.Get("timestamp"))
		b.Add("zib.description", r.Get("description"))
		for c := range r.Children() {
			b.Skip(c) // for software
		}
		for _, c := range b.Res.Inner() {
			c.Root.UseAll()
		}
		return
	}
	readGeneric(b)
}
