package org.s2sgateway.simulator.dataverse;

/**
 * A navigation property: a relationship seen from one of its sides.
 *
 * @param fromReferencing whether it is seen from the referencing table
 */
record Navigation(Relationship relationship, boolean fromReferencing) {

    String name() {
        return fromReferencing ? relationship.navigation() : relationship.collection();
    }

    EntityType target() {
        return fromReferencing ? relationship.referenced() : relationship.referencing();
    }

    boolean collection() {
        return !fromReferencing || relationship.manyToMany();
    }
}
