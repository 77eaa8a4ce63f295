package org.s2sgateway.onboarding;

/** Where a consent request stands. What is granted, declined, expired or refused stays so. */
enum ConsentStatus {
    CREATED,
    SIGNED_IN,
    SENT,
    GRANTED,
    DECLINED,
    EXPIRED,
    REFUSED
}
