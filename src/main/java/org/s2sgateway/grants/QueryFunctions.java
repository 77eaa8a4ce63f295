package org.s2sgateway.grants;

import java.util.Set;

/**
 * The functions that Dataverse offers as criteria of a query: they say something of one column and are no operations.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/queryfunctions">Web API
 *     Query Function Reference</a>
 */
final class QueryFunctions {

    private static final Set<String> NAMES = Set.of(
            "Above",
            "AboveOrEqual",
            "Between",
            "Contains",
            "ContainValues",
            "DoesNotContainValues",
            "EqualBusinessId",
            "EqualRoleBusinessId",
            "EqualUserId",
            "EqualUserLanguage",
            "EqualUserOrUserHierarchy",
            "EqualUserOrUserHierarchyAndTeams",
            "EqualUserOrUserTeams",
            "EqualUserTeams",
            "In",
            "InFiscalPeriod",
            "InFiscalPeriodAndYear",
            "InFiscalYear",
            "InOrAfterFiscalPeriodAndYear",
            "InOrBeforeFiscalPeriodAndYear",
            "Last7Days",
            "LastFiscalPeriod",
            "LastFiscalYear",
            "LastMonth",
            "LastWeek",
            "LastXDays",
            "LastXFiscalPeriods",
            "LastXFiscalYears",
            "LastXHours",
            "LastXMonths",
            "LastXWeeks",
            "LastXYears",
            "LastYear",
            "Next7Days",
            "NextFiscalPeriod",
            "NextFiscalYear",
            "NextMonth",
            "NextWeek",
            "NextXDays",
            "NextXFiscalPeriods",
            "NextXFiscalYears",
            "NextXHours",
            "NextXMonths",
            "NextXWeeks",
            "NextXYears",
            "NextYear",
            "NotBetween",
            "NotEqualBusinessId",
            "NotEqualUserId",
            "NotIn",
            "NotOn",
            "NotUnder",
            "OlderThanXDays",
            "OlderThanXHours",
            "OlderThanXMinutes",
            "OlderThanXMonths",
            "OlderThanXWeeks",
            "OlderThanXYears",
            "On",
            "OnOrAfter",
            "OnOrBefore",
            "ThisFiscalPeriod",
            "ThisFiscalYear",
            "ThisMonth",
            "ThisWeek",
            "ThisYear",
            "Today",
            "Tomorrow",
            "Under",
            "UnderOrEqual",
            "Yesterday");

    private QueryFunctions() {}

    static boolean has(String simpleName) {
        return NAMES.contains(simpleName);
    }
}
