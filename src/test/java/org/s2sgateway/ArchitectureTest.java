package org.s2sgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.s2sgateway.onboarding.Admissions;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.Tenants;

/** The package tree of docs/adr/0001, held against the code. */
@AnalyzeClasses(packages = "org.s2sgateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.s2sgateway..")
            .layer("start")
            .definedBy("org.s2sgateway.start")
            .layer("pages")
            .definedBy("org.s2sgateway.pages")
            .layer("console")
            .definedBy("org.s2sgateway.console")
            .layer("management")
            .definedBy("org.s2sgateway.management")
            .layer("gateway")
            .definedBy("org.s2sgateway.gateway")
            .layer("readiness")
            .definedBy("org.s2sgateway.readiness")
            .layer("grants")
            .definedBy("org.s2sgateway.grants")
            .layer("onboarding")
            .definedBy("org.s2sgateway.onboarding")
            .layer("applicationuser")
            .definedBy("org.s2sgateway.applicationuser")
            .layer("dataverse")
            .definedBy("org.s2sgateway.dataverse")
            .layer("token")
            .definedBy("org.s2sgateway.token")
            .layer("tenant")
            .definedBy("org.s2sgateway.tenant")
            .layer("identity")
            .definedBy("org.s2sgateway.identity")
            .layer("problem")
            .definedBy("org.s2sgateway.problem")
            .layer("ground")
            .definedBy(
                    "org.s2sgateway.audit",
                    "org.s2sgateway.odata",
                    "org.s2sgateway.diagnosis",
                    "org.s2sgateway.registration",
                    "org.s2sgateway.outbound",
                    "org.s2sgateway.settings")
            .whereLayer("start")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("pages")
            .mayOnlyBeAccessedByLayers("start", "onboarding", "console")
            .whereLayer("console")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("management")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("start")
            .whereLayer("onboarding")
            .mayOnlyBeAccessedByLayers("start", "management")
            .whereLayer("readiness")
            .mayOnlyBeAccessedByLayers("management", "onboarding")
            .whereLayer("applicationuser")
            .mayOnlyBeAccessedByLayers("onboarding")
            .whereLayer("grants")
            .mayOnlyBeAccessedByLayers("start", "gateway", "management", "console")
            .whereLayer("dataverse")
            .mayOnlyBeAccessedByLayers("gateway", "readiness", "applicationuser", "onboarding", "grants")
            .whereLayer("token")
            .mayOnlyBeAccessedByLayers("gateway", "readiness", "onboarding", "dataverse")
            .whereLayer("problem")
            .mayOnlyBeAccessedByLayers("identity", "pages", "gateway", "management", "console")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("start", "pages", "gateway", "management", "onboarding", "grants", "console");

    /** A consent is believed in one place only, where it is proven and standing is shown. */
    @ArchTest
    static final ArchRule onlyOnboardingBelievesAConsent = classes()
            .that()
            .doNotBelongToAnyOf(Admissions.class)
            .should(notCall("consented", "approvalAwaited").of(Tenants.class));

    /** Within the registry: a tenant is moved by its store, and nothing but the tenant itself changes its status. */
    @ArchTest
    static final ArchRule onlyTheStoreMovesATenant = classes()
            .that()
            .doNotBelongToAnyOf(Tenants.class, Tenant.class)
            .should(notCall("consent", "approve", "reinstate", "becomeHome", "move")
                    .of(Tenant.class));

    /** The operator's approval and reinstatement: one method, which the management API alone may call. */
    @ArchTest
    static final ArchRule onlyOperatorsActivate = classes()
            .that()
            .resideOutsideOfPackages("org.s2sgateway.management", "org.s2sgateway.tenant")
            .should(notCall("activate").of(Tenants.class));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.s2sgateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule groundKnowsSettingsOnly = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.s2sgateway.audit",
                    "org.s2sgateway.odata",
                    "org.s2sgateway.diagnosis",
                    "org.s2sgateway.settings")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.s2sgateway.tenant",
                    "org.s2sgateway.token",
                    "org.s2sgateway.identity",
                    "org.s2sgateway.problem",
                    "org.s2sgateway.registration",
                    "org.s2sgateway.outbound");

    @ArchTest
    static final ArchRule nothingVendorSpecific = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "fish.payara..",
                    "com.sun..",
                    "sun..",
                    "org.glassfish..",
                    "org.jboss..",
                    "org.wildfly..",
                    "io.undertow..",
                    "io.smallrye..",
                    "org.hibernate..",
                    "org.eclipse.persistence..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Service")
            .orShould()
            .haveSimpleNameEndingWith("Controller")
            .orShould()
            .haveSimpleNameEndingWith("Dao");

    @ArchTest
    static final ArchRule pagesHoldNoQueries = classes()
            .that()
            .haveSimpleNameEndingWith("Page")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("jakarta.persistence..", "java.sql..", "javax.sql..");

    /** Names of methods that are not to be called, of a class to be named. */
    private record Methods(Set<String> names) {

        ArchCondition<JavaClass> of(Class<?> owner) {
            return new ArchCondition<>("not call " + names + " of " + owner.getSimpleName()) {
                @Override
                public void check(JavaClass caller, ConditionEvents events) {
                    caller.getAccessesFromSelf().stream()
                            .filter(access -> access.getTargetOwner().isEquivalentTo(owner))
                            .filter(access -> names.contains(access.getName()))
                            .forEach(access ->
                                    events.add(SimpleConditionEvent.violated(access, access.getDescription())));
                }
            };
        }
    }

    private static Methods notCall(String... names) {
        return new Methods(Set.of(names));
    }
}
