/**
 * The pages that everybody may see, and what all pages have in common: layout, branding, words in English and German.
 */
@NullMarked
package org.s2sgateway.pages;

import org.jspecify.annotations.NullMarked;
