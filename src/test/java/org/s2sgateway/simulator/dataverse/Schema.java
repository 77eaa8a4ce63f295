package org.s2sgateway.simulator.dataverse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables and relationships that every environment has: small ones under the names of Dataverse's own. */
final class Schema {

    static final EntityType ACCOUNT = new EntityType(
            "accounts",
            "account",
            "Account",
            Optional.of("accountnumber"),
            Map.of("statecode", 0, "statuscode", 1, "creditonhold", false),
            List.of(
                    Column.of("name", ColumnType.STRING),
                    Column.of("accountid", ColumnType.GUID),
                    Column.of("accountnumber", ColumnType.STRING),
                    Column.of("address1_city", ColumnType.STRING),
                    Column.of("description", ColumnType.STRING),
                    Column.of("emailaddress1", ColumnType.STRING),
                    Column.of("telephone1", ColumnType.STRING),
                    Column.of("websiteurl", ColumnType.STRING),
                    Column.of("creditonhold", ColumnType.BOOLEAN),
                    Column.of("numberofemployees", ColumnType.INTEGER),
                    Column.of("revenue", ColumnType.DECIMAL),
                    Column.of("statecode", ColumnType.INTEGER),
                    Column.of("statuscode", ColumnType.INTEGER),
                    Column.file("sim_document"),
                    Column.kept("sim_document_name", ColumnType.STRING),
                    Column.kept("entityimageid", ColumnType.GUID),
                    Column.kept("entityimage_url", ColumnType.STRING),
                    Column.image("entityimage"),
                    Column.lookup("_primarycontactid_value"),
                    Column.lookup("_parentaccountid_value"),
                    Column.lookup("_createdby_value"),
                    Column.lookup("_createdonbehalfby_value"),
                    Column.lookup("_modifiedby_value"),
                    Column.lookup("_modifiedonbehalfby_value"),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final EntityType CONTACT = new EntityType(
            "contacts",
            "contact",
            "Contact",
            Optional.empty(),
            Map.of(),
            List.of(
                    Column.of("firstname", ColumnType.STRING),
                    Column.of("lastname", ColumnType.STRING),
                    Column.kept("fullname", ColumnType.STRING),
                    Column.of("contactid", ColumnType.GUID),
                    Column.of("emailaddress1", ColumnType.STRING),
                    Column.lookup("_parentcustomerid_value"),
                    Column.lookup("_createdby_value"),
                    Column.lookup("_createdonbehalfby_value"),
                    Column.lookup("_modifiedby_value"),
                    Column.lookup("_modifiedonbehalfby_value"),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final EntityType SYSTEM_USER = new EntityType(
            "systemusers",
            "systemuser",
            "User",
            Optional.empty(),
            Map.of(),
            List.of(
                    Column.of("fullname", ColumnType.STRING),
                    Column.of("systemuserid", ColumnType.GUID),
                    Column.of("applicationid", ColumnType.GUID),
                    Column.kept("azureactivedirectoryobjectid", ColumnType.GUID),
                    Column.of("accessmode", ColumnType.INTEGER),
                    Column.of("isdisabled", ColumnType.BOOLEAN),
                    Column.kept("deletedstate", ColumnType.INTEGER),
                    Column.lookup("_businessunitid_value"),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final EntityType BUSINESS_UNIT = new EntityType(
            "businessunits",
            "businessunit",
            "BusinessUnit",
            Optional.empty(),
            Map.of("isdisabled", false),
            List.of(
                    Column.of("name", ColumnType.STRING),
                    Column.of("businessunitid", ColumnType.GUID),
                    Column.kept("isdisabled", ColumnType.BOOLEAN),
                    Column.lookup("_parentbusinessunitid_value"),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final EntityType ROLE = new EntityType(
            "roles",
            "role",
            "Role",
            Optional.empty(),
            Map.of(),
            List.of(
                    Column.of("name", ColumnType.STRING),
                    Column.of("roleid", ColumnType.GUID),
                    Column.lookup("_businessunitid_value"),
                    Column.lookup("_parentrootroleid_value"),
                    Column.lookup("_roletemplateid_value"),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final EntityType SOLUTION = new EntityType(
            "solutions",
            "solution",
            "Solution",
            Optional.empty(),
            Map.of(),
            List.of(
                    Column.of("uniquename", ColumnType.STRING),
                    Column.of("solutionid", ColumnType.GUID),
                    Column.of("version", ColumnType.STRING),
                    Column.kept("ismanaged", ColumnType.BOOLEAN),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final EntityType ASYNC_OPERATION = new EntityType(
            "asyncoperations",
            "asyncoperation",
            "AsyncOperation",
            Optional.empty(),
            Map.of(),
            List.of(
                    Column.of("asyncoperationid", ColumnType.GUID),
                    Column.of("operationtype", ColumnType.INTEGER),
                    Column.of("statecode", ColumnType.INTEGER),
                    Column.of("statuscode", ColumnType.INTEGER),
                    Column.of("message", ColumnType.STRING),
                    Column.of("friendlymessage", ColumnType.STRING),
                    Column.kept("createdon", ColumnType.DATE_TIME),
                    Column.kept("modifiedon", ColumnType.DATE_TIME)));

    static final List<EntityType> ALL =
            List.of(ACCOUNT, CONTACT, SYSTEM_USER, BUSINESS_UNIT, ROLE, SOLUTION, ASYNC_OPERATION);

    static final List<Relationship> RELATIONSHIPS = List.of(
            Relationship.lookup("account_primary_contact", ACCOUNT, "primarycontactid", CONTACT),
            Relationship.lookup("account_parent_account", ACCOUNT, "parentaccountid", ACCOUNT),
            new Relationship(
                    "contact_customer_accounts",
                    CONTACT,
                    "parentcustomerid_account",
                    "_parentcustomerid_value",
                    ACCOUNT,
                    "contact_customer_accounts"),
            Relationship.lookup("lk_accountbase_createdby", ACCOUNT, "createdby", SYSTEM_USER),
            Relationship.lookup("lk_accountbase_createdonbehalfby", ACCOUNT, "createdonbehalfby", SYSTEM_USER),
            Relationship.lookup("lk_accountbase_modifiedby", ACCOUNT, "modifiedby", SYSTEM_USER),
            Relationship.lookup("lk_accountbase_modifiedonbehalfby", ACCOUNT, "modifiedonbehalfby", SYSTEM_USER),
            Relationship.lookup("lk_contactbase_createdby", CONTACT, "createdby", SYSTEM_USER),
            Relationship.lookup("lk_contactbase_createdonbehalfby", CONTACT, "createdonbehalfby", SYSTEM_USER),
            Relationship.lookup("lk_contactbase_modifiedby", CONTACT, "modifiedby", SYSTEM_USER),
            Relationship.lookup("lk_contactbase_modifiedonbehalfby", CONTACT, "modifiedonbehalfby", SYSTEM_USER),
            Relationship.lookup("business_unit_system_users", SYSTEM_USER, "businessunitid", BUSINESS_UNIT),
            Relationship.lookup("business_unit_roles", ROLE, "businessunitid", BUSINESS_UNIT),
            Relationship.lookup("role_parent_root_role", ROLE, "parentrootroleid", ROLE),
            Relationship.lookup(
                    "business_unit_parent_business_unit", BUSINESS_UNIT, "parentbusinessunitid", BUSINESS_UNIT),
            Relationship.manyToMany("systemuserroles_association", SYSTEM_USER, ROLE));

    private Schema() {}

    static Optional<EntityType> bySet(String entitySet) {
        return ALL.stream().filter(type -> type.entitySet().equals(entitySet)).findFirst();
    }

    static Optional<EntityType> byName(String logicalName) {
        return ALL.stream()
                .filter(type -> type.logicalName().equals(logicalName))
                .findFirst();
    }

    static List<Navigation> navigations(EntityType type) {
        return RELATIONSHIPS.stream()
                .flatMap(relationship -> relationship.navigations(type).stream())
                .toList();
    }

    static Optional<Navigation> navigation(EntityType type, String name) {
        return navigations(type).stream()
                .filter(navigation -> navigation.name().equals(name))
                .findFirst();
    }

    /** The relationship whose lookup a column is. */
    static Optional<Relationship> ofColumn(EntityType type, Column column) {
        return RELATIONSHIPS.stream()
                .filter(relationship -> relationship.referencing() == type
                        && relationship.column().equals(column.name()))
                .findFirst();
    }
}
