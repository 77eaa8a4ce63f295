package org.s2sgateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The row of a chain; changed only by who has locked it. */
@Entity(name = "AuditChain")
@Table(name = "audit_chains")
public class ChainRow {

    @Id
    private String chain;

    private long place;

    @Column(name = "removed_number")
    private long removedNumber;

    @Column(name = "removed_mac")
    private String removedMac;

    @Column(name = "last_number")
    private long lastNumber;

    @Column(name = "last_mac")
    private String lastMac;

    @Column(name = "before_count")
    private long beforeCount;

    @Column(name = "erased_to")
    private long erasedTo;

    @Column(name = "key_id")
    private String keyId;

    private String mac;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected ChainRow() {}

    @SuppressWarnings("NullAway.Init") // by the call
    ChainRow(ChainHead head) {
        chain = head.chain();
        fill(head);
    }

    ChainHead head() {
        return new ChainHead(
                chain, place, removedNumber, removedMac, lastNumber, lastMac, beforeCount, erasedTo, keyId, mac);
    }

    void change(ChainHead head) {
        fill(head);
    }

    private void fill(ChainHead head) {
        place = head.place();
        removedNumber = head.removedNumber();
        removedMac = head.removedMac();
        lastNumber = head.lastNumber();
        lastMac = head.lastMac();
        beforeCount = head.beforeCount();
        erasedTo = head.erasedTo();
        keyId = head.keyId();
        mac = head.mac();
    }
}
