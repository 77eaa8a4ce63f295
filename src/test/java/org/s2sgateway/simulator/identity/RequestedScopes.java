package org.s2sgateway.simulator.identity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scopes of a request on behalf of a person: those of OpenID Connect and at most one resource.
 *
 * @param words as they were asked for, without repetition
 * @param resource what the access token is for; nothing else than Microsoft Graph when it is absent
 */
record RequestedScopes(Set<String> words, Optional<String> resource) {

    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";

    static final String IMPERSONATION = "user_impersonation";
    static final String DEFAULT = ".default";

    /** Throws {@link EntraRefusal} for scopes that do not exist or do not go together. */
    static RequestedScopes parse(String scope) {
        Set<String> words = Arrays.stream(scope.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> ofResources =
                words.stream().filter(word -> !OPENID.contains(word)).toList();
        ofResources.forEach(RequestedScopes::requirePermission);
        Set<String> resources =
                ofResources.stream().map(RequestedScopes::resource).collect(Collectors.toSet());
        if (resources.size() > 1) {
            throw EntraRefusal.severalResources(scope);
        }
        // ".default" cannot be combined with a single permission of the resource ("Scopes and permissions").
        if (ofResources.size() > 1 || (ofResources.isEmpty() && !words.contains("openid"))) {
            throw SignInRefusals.invalidScope(scope);
        }
        return new RequestedScopes(words, resources.stream().findFirst());
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** What has to be consented to. */
    Set<Permission> permissions() {
        return resource.isPresent()
                ? EnumSet.of(Permission.SIGN_IN, Permission.IMPERSONATION)
                : EnumSet.of(Permission.SIGN_IN);
    }

    /** What a token answer says that was granted: a permission by its name, never {@code .default}. */
    String granted() {
        String openId = words.stream()
                .filter(OPENID::contains)
                .filter(word -> !word.equals("offline_access"))
                .collect(Collectors.joining(" "));
        return resource.map(url -> url + "/" + IMPERSONATION).orElse(openId);
    }

    private static void requirePermission(String word) {
        int slash = word.lastIndexOf('/');
        String permission = word.substring(slash + 1);
        if (slash <= 0 || !(permission.equals(IMPERSONATION) || permission.equals(DEFAULT))) {
            throw SignInRefusals.unknownScope(permission, slash <= 0 ? GRAPH : resource(word));
        }
    }

    private static String resource(String word) {
        return word.substring(0, word.lastIndexOf('/'));
    }
}
