package org.s2sgateway.odata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdmModelTest {

    private static EdmModel model;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream csdl = Objects.requireNonNull(EdmModelTest.class.getResourceAsStream("metadata.xml"))) {
            model = EdmModel.read(csdl);
        }
    }

    @Test
    void knowsTheTypesOfEntitySets() {
        assertThat(model.typeOfSet("accounts")).hasToString("Optional[account]");
        assertThat(model.typeOfSet("Accounts")).isEmpty();
        assertThat(model.setsOf(type("account"))).containsExactly("accounts");
        assertThat(model.setsOf(type("crmbaseentity"))).isEmpty();
    }

    @Test
    void takesTheAliasForTheNamespace() {
        assertThat(model.simpleName("mscrm.email")).contains("email");
        assertThat(model.simpleName("Microsoft.Dynamics.CRM.email")).contains("email");
        assertThat(model.simpleName("email")).isEmpty();
        assertThat(model.simpleName(".email")).isEmpty();
        assertThat(model.simpleName("Edm.String")).isEmpty();
        assertThat(model.simpleName("MSCRM.email")).isEmpty();
    }

    @Test
    void knowsWhatATypeInherits() {
        assertThat(model.lineage(type("email"))).hasToString("[email, activitypointer, crmbaseentity]");
        assertThat(model.isA(type("email"), type("activitypointer"))).isTrue();
        assertThat(model.isA(type("activitypointer"), type("email"))).isFalse();
        assertThat(model.derived(type("activitypointer")))
                .extracting(EdmType::name)
                .containsExactlyInAnyOrder("email", "task");
        assertThat(model.derived(type("email"))).isEmpty();
        assertThat(model.hasProperty(type("email"), "subject")).isTrue();
        assertThat(model.hasProperty(type("email"), "sender")).isTrue();
        assertThat(model.hasProperty(type("activitypointer"), "sender")).isFalse();
        assertThat(model.navigation(type("email"), "activitypointer_activity_parties"))
                .contains(new EdmNavigation("activitypointer_activity_parties", "activityparty", true));
        assertThat(model.navigations(type("email")))
                .extracting(EdmNavigation::name)
                .containsExactlyInAnyOrder(
                        "regardingobjectid_account_email",
                        "email_activity_parties",
                        "regardingobjectid_account",
                        "activitypointer_activity_parties");
    }

    @Test
    void findsEveryNavigationProperty() {
        for (EdmNavigation navigation : model.navigations(type("account"))) {
            assertThat(model.navigation(type("account"), navigation.name())).contains(navigation);
        }
        assertThat(model.navigation(type("account"), "primarycontactid"))
                .contains(new EdmNavigation("primarycontactid", "contact", false));
        assertThat(model.navigation(type("account"), "name")).isEmpty();
        assertThat(model.hasProperty(type("account"), "primarycontactid")).isFalse();
    }

    @Test
    void knowsPropertiesThatHaveProperties() {
        assertThat(model.typeOfProperty(type("annotation"), "new_details")).hasToString("Optional[NoteDetails]");
        assertThat(model.typeOfProperty(type("annotation"), "subject")).isEmpty();
        assertThat(model.typeOfProperty(type("RetrievePrincipalAccessResponse"), "AccessRights"))
                .isEmpty();
    }

    @Test
    void knowsOperations() {
        assertThat(model.operations("WhoAmI"))
                .containsExactly(new EdmOperation("WhoAmI", true, null, false, false, "WhoAmIResponse", false));
        assertThat(model.operations("RetrieveByTopIncidentProduct"))
                .containsExactly(
                        new EdmOperation("RetrieveByTopIncidentProduct", true, "account", true, true, "contact", true));
        assertThat(model.operations("new_Rename"))
                .containsExactly(new EdmOperation("new_Rename", false, "account", false, false, null, false));
        assertThat(model.operations("CreateMultiple")).hasSize(2);
        assertThat(model.operations("nothing")).isEmpty();
        assertThat(model.imported("WhoAmI")).contains("WhoAmI");
        assertThat(model.imported("WinOpportunity")).contains("WinOpportunity");
        assertThat(model.imported("new_Rename")).isEmpty();
    }

    @Test
    void endsWhereTypesInheritFromEachOther() throws IOException {
        EdmModel circle = EdmModel.read(
                schema("<EntityType Name=\"a\" BaseType=\"m.b\"/><EntityType Name=\"b\" BaseType=\"m.a\"/>"));

        assertThat(circle.lineage(circle.type("a").orElseThrow())).hasToString("[a, b]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<EntityType Name=\"a\"/><EntityType Name=\"a\"/>",
                "<EntityType/>",
                "<EntityType Name=\"a\"><NavigationProperty Name=\"x\" Type=\"Edm.EntityType\"/></EntityType>",
                "<EntityType Name=\"a\"><NavigationProperty Name=\"x\"/></EntityType>",
                "<EntityContainer><EntitySet Name=\"as\"/></EntityContainer>",
                "<EntityType Name=\"a\">",
                "<?x y?>",
                "&x;"
            })
    void refusesWhatIsNoCsdl(String content) {
        assertThatThrownBy(() -> EdmModel.read(schema(content))).isInstanceOf(MalformedXml.class);
    }

    @Test
    void refusesDocumentTypesAndEntities() {
        assertThatThrownBy(() ->
                        EdmModel.read(stream("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>")))
                .isInstanceOf(MalformedXml.class);
        assertThatThrownBy(() -> EdmModel.read(stream("<!DOCTYPE x SYSTEM \"http://localhost:1/x.dtd\"><x/>")))
                .isInstanceOf(MalformedXml.class);
    }

    @Test
    void refusesWhatHasNoSchema() {
        assertThatThrownBy(() -> EdmModel.read(stream("<html/>")))
                .isInstanceOf(MalformedXml.class)
                .hasMessage("The document has no schema in it.");
    }

    @Test
    void boundsDepthAndSize() {
        assertThatThrownBy(() -> EdmModel.read(stream("<a>".repeat(65) + "</a>".repeat(65))))
                .hasMessage("The XML is nested deeper than 64 elements.");
        assertThatThrownBy(() -> readAll(PlainXml.of(stream("<a>" + "x".repeat(1_000) + "</a>"), 1_000)))
                .hasMessage("The XML is larger than is read here.");
    }

    @Test
    void readsWhatIsJustSmallEnough() throws IOException {
        readAll(PlainXml.of(stream("<a>" + "x".repeat(993) + "</a>"), 1_000));
    }

    private static void readAll(PlainXml xml) throws IOException {
        try (xml) {
            while (xml.next()) {
                assertThat(xml.name()).isEqualTo("a");
            }
        }
    }

    private static EdmType type(String name) {
        return model.type(name).orElseThrow();
    }

    private static InputStream schema(String content) {
        return stream(
                "<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"m\">" + content + "</Schema>");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
