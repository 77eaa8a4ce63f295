package org.s2sgateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The one row that says how many chains there are: a chain that is removed as a whole is missed. Changed only by who has
 * locked it. It has no HMAC until the gateway has
 * started for the first time.
 */
@Entity(name = "AuditRegister")
@Table(name = "audit_register")
public class RegisterRow {

    /** The id of the one row. */
    static final int ID = 1;

    private static final String BROKEN = "broken";

    @Id
    private int id;

    private long chains;

    @Column(name = "key_id")
    private String keyId;

    private String mac;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected RegisterRow() {}

    long chains() {
        return chains;
    }

    /** As the migration left it. */
    boolean isUntouched() {
        return chains == 0 && keyId.isEmpty() && mac.isEmpty();
    }

    /** Whether the gateway had no key when the last chain began. */
    boolean isWithoutKey() {
        return keyId.equals(AuditKey.NONE.id());
    }

    boolean fits(AuditKeys keys) {
        return keys.findForEnds(keyId).filter(key -> key.fits(content(), mac)).isPresent();
    }

    void seal(AuditKey key) {
        keyId = key.id();
        mac = key.seal(content());
    }

    /** One chain more. What did not fit before does not fit afterwards either: nothing is made good by going on. */
    void grow(AuditKeys keys) {
        boolean fitted = fits(keys);
        chains++;
        seal(keys.active());
        mac = fitted ? mac : BROKEN;
    }

    private byte[] content() {
        return Canonical.of("s2s-audit-register-1").number(chains).text(keyId).bytes();
    }
}
