package org.s2sgateway.identity;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;

/** Every resource says who may call it, so that what is forgotten is noticed here and not by a stranger. */
@AnalyzeClasses(packages = "org.s2sgateway", importOptions = DoNotIncludeTests.class)
class AccessAnnotationsTest {

    private static final Set<String> CONTRACT = Set.of(
            "Dataverse.Access",
            "Dataverse.Impersonate",
            "Tenants.Read",
            "Tenants.Manage",
            "Tokens.Issue",
            "Gateway.Operator",
            "Gateway.Auditor");

    private static final DescribedPredicate<JavaMethod> RESOURCE_METHODS =
            DescribedPredicate.describe("are resource methods", method -> method.isMetaAnnotatedWith(HttpMethod.class));

    @ArchTest
    static final ArchRule EVERY_RESOURCE_CLASS_DENIES =
            classes().that().areAnnotatedWith(Path.class).should().beAnnotatedWith(DenyAll.class);

    @ArchTest
    static final ArchRule EVERY_RESOURCE_METHOD_STATES_WHO_MAY_CALL_IT = methods()
            .that(RESOURCE_METHODS)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(PermitAll.class);

    @ArchTest
    static final ArchRule RESOURCE_METHODS_BELONG_TO_CLASSES_THAT_DENY =
            methods().that(RESOURCE_METHODS).should().beDeclaredInClassesThat().areAnnotatedWith(DenyAll.class);

    /** The guard stands in front of resource methods; what a locator returns would be reached past it. */
    @ArchTest
    static final ArchRule NO_SUB_RESOURCE_LOCATORS =
            methods().that().areAnnotatedWith(Path.class).should(beResourceMethods());

    @ArchTest
    static final ArchRule ONLY_ROLES_OF_THE_CONTRACT =
            methods().that().areAnnotatedWith(RolesAllowed.class).should(nameRolesOfTheContract());

    private static ArchCondition<JavaMethod> beResourceMethods() {
        return new ArchCondition<>("be resource methods") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        method, RESOURCE_METHODS.test(method), method.getFullName() + " is a sub-resource locator"));
            }
        };
    }

    private static ArchCondition<JavaMethod> nameRolesOfTheContract() {
        return new ArchCondition<>("name roles of the contract") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<String> roles =
                        List.of(method.getAnnotationOfType(RolesAllowed.class).value());
                events.add(new SimpleConditionEvent(
                        method,
                        !roles.isEmpty() && CONTRACT.containsAll(roles),
                        method.getFullName() + " names " + roles));
            }
        };
    }
}
