package org.s2sgateway.simulator.dataverse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema of one table.
 *
 * @param privilegeName how its privileges end: {@code prvRead} + this
 * @param alternateKey column of its alternate key
 * @param defaults values of a new row that nobody gave
 */
record EntityType(
        String entitySet,
        String logicalName,
        String privilegeName,
        Optional<String> alternateKey,
        Map<String, Object> defaults,
        List<Column> columns) {

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
                    Column.of("contactid", ColumnType.GUID),
                    Column.of("emailaddress1", ColumnType.STRING),
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
                    Column.kept("_businessunitid_value", ColumnType.GUID),
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
                    Column.kept("_parentbusinessunitid_value", ColumnType.GUID),
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
                    Column.kept("_businessunitid_value", ColumnType.GUID),
                    Column.kept("_parentrootroleid_value", ColumnType.GUID),
                    Column.kept("_roletemplateid_value", ColumnType.GUID),
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

    EntityType {
        columns = List.copyOf(columns);
        defaults = Map.copyOf(defaults);
    }

    String primaryKey() {
        return logicalName + "id";
    }

    String qualifiedName() {
        return "Microsoft.Dynamics.CRM." + logicalName;
    }

    Optional<Column> find(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    /** The lookup column that a filter names by its navigation property, to compare it with null. */
    Optional<Column> lookup(String navigationProperty) {
        return find("_" + navigationProperty + "_value");
    }

    /** The column that a query names. */
    Column column(String name) {
        return find(name)
                .orElseThrow(() -> ODataRefusal.badRequest(
                        "Could not find a property named '" + name + "' on type '" + qualifiedName() + "'."));
    }
}
