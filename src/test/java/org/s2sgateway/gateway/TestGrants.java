package org.s2sgateway.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.RequestJudge;
import org.s2sgateway.odata.EdmModel;

/** Grants of {@code orders}, and what judges by them in an environment of accounts and contacts. */
final class TestGrants {

    static final UUID HOME = UUID.fromString("c0a00000-0000-4000-8000-000000000001");

    static final EdmModel MODEL = model();

    private TestGrants() {}

    /** Of some tables everywhere. */
    static Grant of(Map<String, List<String>> tables) {
        return Grant.of("orders", List.of("*"), List.of("*"), tables, "none", List.of(), false, false);
    }

    static Grant of(String impersonation, boolean bypass) {
        return Grant.of(
                "orders",
                List.of("*"),
                List.of("*"),
                Map.of("accounts", List.of("read")),
                impersonation,
                List.of(),
                false,
                bypass);
    }

    /** Without roles, and not of a user. */
    static Permit permit(@Nullable Grant grant) {
        return new Permit("orders", role -> false, Optional.empty(), HOME, grant);
    }

    static Restriction restriction(Grant grant) {
        return new Restriction(permit(grant), grant, new RequestJudge(MODEL), () -> {});
    }

    private static EdmModel model() {
        String csdl =
                """
                <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
                <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
                <EntityType Name="account"><Key><PropertyRef Name="accountid"/></Key>
                <Property Name="accountid" Type="Edm.Guid"/><Property Name="name" Type="Edm.String"/>
                <NavigationProperty Name="primarycontactid" Type="mscrm.contact"/></EntityType>
                <EntityType Name="contact"><Key><PropertyRef Name="contactid"/></Key>
                <Property Name="contactid" Type="Edm.Guid"/><Property Name="lastname" Type="Edm.String"/></EntityType>
                <EntityContainer Name="System">
                <EntitySet Name="accounts" EntityType="mscrm.account"/>
                <EntitySet Name="contacts" EntityType="mscrm.contact"/>
                </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>
                """;
        try {
            return EdmModel.read(new ByteArrayInputStream(csdl.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
